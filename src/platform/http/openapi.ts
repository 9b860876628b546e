import swagger from "@fastify/swagger";
import { createJsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";
import { errors } from "../../contract/errors/index.ts";
import { problem } from "../../contract/problem.ts";
import type { Http } from "./create.ts";
import { docs } from "./docs.ts";

const transform = createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: "any" } });

/** Pages and assets are no interface; these are. */
const isInterface = (url: string): boolean => /^\/(?:api\/v1|share|open|ledger)\//.test(url);

const errorEntry = z.object({ code: z.string(), status: z.number().int(), title: z.string() });

/** OpenAPI 3.1 of all interfaces, generated from the routes' own schemas, and the catalogue of errors. */
export async function openApi(http: Http, version: string): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "公数接口",
        version,
        description:
          "错误一律以 RFC 9457 problem+json 返回，`code` 稳定不变；列表以 `limit`（不超过 200）和 `cursor` 翻页。",
      },
      servers: [{ url: http.publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer" },
          cookie: { type: "apiKey", in: "cookie", name: "gongshu" },
        },
      },
    },
    transform: (document) => {
      const { schema, url } = transform({
        ...document,
        schema: { ...document.schema, hide: document.schema?.hide === true || !isInterface(document.url) },
      });
      if (schema.hide === true) return { schema, url };
      const anonymous = document.route.config?.access === "anonymous";
      return {
        schema: {
          ...schema,
          security: schema.security ?? (anonymous ? [] : [{ bearer: [] }, { cookie: [] }]),
          response: { ...(schema.response ?? { 200: { description: "OK" } }), default: problemResponse },
        },
        url,
      };
    },
  });

  http.get(
    "/api/v1/openapi.json",
    { config: { access: "anonymous", audit: null }, schema: { hide: true } },
    async () => document(http),
  );
  http.get(
    "/api/v1/errors",
    {
      config: { access: "anonymous", audit: null },
      schema: { summary: "错误代码一览", response: { 200: z.object({ items: z.array(errorEntry) }) } },
    },
    async () => ({
      items: Object.entries(errors).map(([code, { status, title }]) => ({ code, status, title })),
    }),
  );
  await docs(http);
}

const problemResponse = {
  description: "problem+json",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The generated document, with the one shape of all errors that the answers refer to. */
function document(http: Http): object {
  const generated = http.swagger();
  const components = "components" in generated ? generated.components : {};
  const schemas = { ...components?.schemas, Problem: z.toJSONSchema(problem) };
  return { ...generated, components: { ...components, schemas } };
}
