import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createLog } from "../logging/log.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { createHttp, type Http } from "./create.ts";
import { Problem } from "./problem.ts";

const open = { access: "anonymous", audit: null } as const;
const acts = { access: "anonymous", audit: "test.acted" } as const;
const started: Http[] = [];

async function start(register: (http: Http) => void, publicUrl = "https://data.example"): Promise<Http> {
  const http = await createHttp({
    publicUrl,
    trustProxy: [],
    log: createLog({ level: "silent" }),
    metrics: createMetrics(),
    identify: async () => null,
    version: "0.0.0",
  });
  started.push(http);
  register(http);
  await http.ready();
  return http;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((http) => http.close()));
});

const thing = z.object({
  name: z.string().min(2),
  rows: z.array(z.object({ "a/b": z.int() })),
  day: z.iso.date().optional(),
});

describe("problems", () => {
  const routes = (http: Http) => {
    http.post("/api/v1/things", { config: acts, schema: { body: thing } }, async () => ({ ok: true }));
    http.get(
      "/api/v1/things",
      { config: open, schema: { querystring: z.object({ limit: z.coerce.number().max(200) }) } },
      async () => ({}),
    );
    http.get("/api/v1/refused", { config: open }, async () => {
      throw new Problem("forbidden", "须由本单位办理。", { article: "27¶2(2)" });
    });
    http.get("/api/v1/broken", { config: open }, async () => {
      throw new Error("secret 230599199001011234 in table x");
    });
    http.get(
      "/api/v1/leaky",
      { config: open, schema: { response: { 200: z.object({ id: z.string() }) } } },
      async () => ({ id: "1", idNumber: "230599199001011234" }),
    );
  };

  test("field errors come all at once, as pointers and Chinese sentences", async () => {
    const http = await start(routes);
    const answer = await http.inject({
      method: "POST",
      url: "/api/v1/things",
      payload: { name: "x", rows: [{ "a/b": "?" }], day: "9/10" },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toMatchObject({
      code: "bad_request",
      title: "请求内容有误",
      requestId: answer.headers["x-request-id"],
      errors: [
        { pointer: "/name", detail: "不能少于 2 个字" },
        { pointer: "/rows/0/a~1b", detail: "此项应为数字" },
        { pointer: "/day", detail: "日期须写作 YYYY-MM-DD" },
      ],
    });
  });

  test("A12.5 a fault is told by the title of its field, in one sentence with one full stop", async () => {
    const mounted = z.object({
      kind: z.literal("b"),
      url: z.url("请填写地址。").meta({ title: "接口地址" }),
    });
    const body = z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), mounted]);
    const http = await start((made) =>
      made.post("/api/v1/mounts", { config: acts, schema: { body } }, async () => ({})),
    );
    const payload = { kind: "b", url: "" };
    const answer = await http.inject({ method: "POST", url: "/api/v1/mounts", payload });
    expect(answer.json()).toMatchObject({ detail: "接口地址：请填写地址。", errors: [{ pointer: "/url" }] });
  });

  test.each([
    [
      '{"name":"某事","rows":[{"a/b":{"__proto__":{"a":1}}}]}',
      "/rows/0/a~1b/__proto__",
      "不能用 __proto__ 作字段名，请改名或者删去这个字段",
    ],
    [
      '{"constructor":{"prototype":{}}}',
      "/constructor",
      "不能用 constructor 作字段名，请改名或者删去这个字段",
    ],
    ['{"name":"某\\u0007事"}', "/name", "含有看不见的控制字符或者残缺的字，请删去后重试"],
    ['{"name":"某\\ud800事"}', "/name", "含有看不见的控制字符或者残缺的字，请删去后重试"],
    ['{"na\\u0000me":1}', "/name", "的字段名含有看不见的控制字符或者残缺的字，请改正后重试"],
  ])("A12.5 what no form may hold is told by its place: %s", async (payload, pointer, detail) => {
    const http = await start(routes);
    const headers = { "content-type": "application/json" };
    const answer = await http.inject({ method: "POST", url: "/api/v1/things", payload, headers });
    expect(answer.json()).toMatchObject({
      status: 400,
      detail: `${pointer}：${detail}。`,
      errors: [{ pointer, detail }],
    });
  });

  test("A12.5 what no query may hold is told by its place, and lines and tabs are text", async () => {
    const http = await start(routes);
    for (const [query, pointer] of [
      ["limit=%07", "/query/limit"],
      ["__proto__=1", "/query/__proto__"],
    ])
      expect((await http.inject(`/api/v1/things?${query}`)).json().errors?.[0]?.pointer).toBe(pointer);
    const payload = { name: "第一行\n\t第二行", rows: [] };
    expect((await http.inject({ method: "POST", url: "/api/v1/things", payload })).json()).toEqual({
      ok: true,
    });
  });

  test("faults of the query stand under /query, and a page of more than 200 is refused", async () => {
    const http = await start(routes);
    const answer = await http.inject("/api/v1/things?limit=201");
    expect(answer.json().errors).toEqual([{ pointer: "/query/limit", detail: "不能超过 200" }]);
    expect(answer.json().detail).toBe("参数 limit：不能超过 200。");
  });

  test("a refusal carries its article", async () => {
    const http = await start(routes);
    const answer = await http.inject("/api/v1/refused");
    expect(answer.json()).toMatchObject({ status: 403, code: "forbidden", article: "27¶2(2)" });
  });

  test("an internal error tells nothing of its cause", async () => {
    const http = await start(routes);
    const answer = await http.inject("/api/v1/broken");
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/230599|table|stack|\.ts/);
    expect(answer.json()).toMatchObject({ code: "internal", requestId: answer.headers["x-request-id"] });
  });

  test("a field the answer does not declare does not leave", async () => {
    const http = await start(routes);
    expect((await http.inject("/api/v1/leaky")).json()).toEqual({ id: "1" });
  });

  test.each([
    ["unknown route", { url: "/nowhere" }, 404, "not_found"],
    ["malformed JSON", { payload: "{", headers: { "content-type": "application/json" } }, 400, "bad_request"],
    ["no JSON at all", { payload: "", headers: { "content-type": "application/json" } }, 400, "bad_request"],
    [
      "__proto__",
      { payload: '{"__proto__":{"a":1}}', headers: { "content-type": "application/json" } },
      400,
      "bad_request",
    ],
    [
      "a form",
      { payload: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "unsupported_media_type",
    ],
    [
      "plain text",
      { payload: "{}", headers: { "content-type": "text/plain" } },
      415,
      "unsupported_media_type",
    ],
    ["too large", { payload: { name: "长".repeat(400_000) } }, 413, "too_large"],
    ["bad escape in the path", { url: "/api/v1/%ff" }, 400, "bad_request"],
    [
      "a cut link in a browser",
      { method: "GET", url: "/datasets/%E0%A4%A?q=1", headers: { accept: "text/html,*/*" } },
      404,
      "not_found",
    ],
  ])("%s is a problem too", async (_name, request, status, code) => {
    const http = await start(routes);
    const answer = await http.inject({ method: "POST", url: "/api/v1/things", ...request });
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.json().detail).toMatch(/[一-龥]/);
  });

  test("a path that is asked by another method says which ones it takes", async () => {
    const http = await start(routes);
    const answer = await http.inject({ method: "DELETE", url: "/api/v1/things?x=1" });
    expect(answer.headers.allow).toBe("GET, HEAD, POST");
    expect(answer.json()).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.json().detail).toContain("DELETE");
  });

  test.each([
    ["no HTTP", "hello\r\n\r\n", 400],
    ["endless headers", `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}\r\n\r\n`, 413],
  ])("what is %s is told on the bare connection", async (_name, bytes, status) => {
    const http = await start(routes);
    const { port } = new URL(await http.listen({ port: 0, host: "127.0.0.1" }));
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(bytes);
    const answer = (await text(socket)).split("\r\n\r\n");
    expect(answer[0]).toContain(`HTTP/1.1 ${status}`);
    expect(answer[0]).toContain("application/problem+json");
    expect(JSON.parse(answer[1] ?? "").status).toBe(status);
  });

  test("a request id sent by the client is not taken over", async () => {
    const http = await start(routes);
    const answer = await http.inject({ url: "/api/v1/refused", headers: { "x-request-id": "forged" } });
    expect(answer.json().requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("deny by default", () => {
  test("a route that does not say who may call it does not boot", async () => {
    await expect(start((http) => void http.get("/api/v1/x", async () => ({})))).rejects.toThrow(
      "GET /api/v1/x has no config.access",
    );
  });

  test.each([null, undefined])("a mutation without the name of its act does not boot (%s)", async (audit) => {
    const config =
      audit === undefined ? { access: "signed-in" as const } : { access: "signed-in" as const, audit };
    await expect(start((http) => void http.post("/api/v1/x", { config }, async () => ({})))).rejects.toThrow(
      "POST /api/v1/x changes something but has no config.audit",
    );
  });
});

describe("headers", () => {
  test("a strict content policy and no frames, on https with HSTS", async () => {
    const http = await start((app) => void app.get("/", { config: open }, async () => "ok"));
    const { headers } = await http.inject("/");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["strict-transport-security"]).toContain("max-age=31536000");
  });

  test("no HSTS on a plain http installation", async () => {
    const http = await start(
      (app) => void app.get("/", { config: open }, async () => "ok"),
      "http://127.0.0.1:8080",
    );
    expect((await http.inject("/")).headers["strict-transport-security"]).toBeUndefined();
  });
});

describe("OpenAPI", () => {
  test("is 3.1, served, and names every interface and the shape of its errors", async () => {
    const http = await start((app) => {
      app.post("/api/v1/things", { config: acts, schema: { body: thing } }, async () => ({}));
      app.get("/a-page", { config: open }, async () => "page");
    });
    const document = (await http.inject("/api/v1/openapi.json")).json();
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(["/api/v1/errors", "/api/v1/things"]);
    expect(document.paths["/api/v1/things"].post.requestBody).toBeDefined();
    expect(document.components.schemas.Problem.properties.code).toEqual({ type: "string" });
  });

  test("is browsable without a network", async () => {
    const http = await start(() => undefined);
    const page = await http.inject("/api/docs");
    expect(page.body).not.toMatch(/https?:\/\//);
    expect((await http.inject("/api/docs/assets/js/scalar.js")).statusCode).toBe(200);
  });
});
