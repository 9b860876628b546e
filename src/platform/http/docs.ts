import reference from "@scalar/fastify-api-reference";
import type { Http } from "./create.ts";
import { securityHeaders } from "./security.ts";

const page = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>公数接口文档</title>
  </head>
  <body>
    <div id="app"></div>
    <script src="/api/docs/assets/js/scalar.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const start = `Scalar.createApiReference("#app", {
  url: "/api/v1/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  localization: { locale: "zh-CN" },
  customCss: ':root { --scalar-font: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }',
});
`;

/**
 * The interfaces for reading, at `/api/docs`. The reader's script comes from its package, not from a network; the page
 * is ours because the package's own one needs an inline script, which the content policy forbids.
 */
export async function docs(http: Http): Promise<void> {
  await http.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, access: "anonymous", audit: null };
    });
    await scope.register(reference, {
      routePrefix: "/api/docs/assets",
      configuration: { url: "/api/v1/openapi.json" },
    });
  });
  const config = { access: "anonymous", audit: null } as const;
  const schema = { hide: true };
  http.get(
    "/api/docs",
    { config, schema, helmet: securityHeaders(http.publicUrl, { inlineStyles: true }) },
    async (_request, reply) => reply.type("text/html; charset=utf-8").send(page),
  );
  http.get("/api/docs/start.js", { config, schema }, async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(start),
  );
}
