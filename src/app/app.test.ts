import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shuangyashan } from "../../test/support/city.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { addParty, addPerson, addRegion } from "../ch2-parties/index.ts";
import { type Role, role } from "../contract/roles.ts";
import { lawNow } from "../platform/clocks/index.ts";
import { inTransaction, type Tx } from "../platform/db/index.ts";
import { openHome } from "../platform/home/index.ts";
import type { Http, RegisteredRoute } from "../platform/http/index.ts";
import { createAccount } from "../platform/identity/index.ts";
import { createLog } from "../platform/logging/log.ts";
import { createMetrics } from "../platform/metrics/metrics.ts";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";

const password = "one for all of them";
const written: string[] = [];
const destination = new Writable({
  write(chunk, _encoding, done) {
    written.push(String(chunk));
    done();
  },
});

let t: TestDatabase;
let app: Http;
let directory: string;
const bearers = new Map<Role, { authorization: string }>();

beforeAll(async () => {
  t = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), "gongshu-app-"));
  const platform = {
    config: readConfig({}),
    home: await openHome(directory, "demonstration"),
    database: t.database,
    portal: t.portalPool,
    urls: t.urls,
    log: createLog({ destination }),
    metrics: createMetrics(),
    city: shuangyashan,
    notices: [],
    close: async () => undefined,
  };
  app = await createApp(platform, "http://127.0.0.1:8080");
  await app.ready();
  await inTransaction(t.db, onePersonPerRole);
  for (const username of role.options) bearers.set(username, await bearer(username));
});
afterAll(async () => {
  await app.close();
  await t.drop();
  await rm(directory, { recursive: true });
});

async function onePersonPerRole(tx: Tx): Promise<void> {
  const at = await lawNow(tx);
  await addRegion(tx, { code: "230500", name: "双鸭山市", level: "city", parent: null });
  const partyId = await addParty(tx, at, {
    name: "演示单位",
    shortName: "演示",
    kind: "citizen",
    level: "city",
    region: "230500",
    uscc: null,
  });
  for (const held of role.options) {
    const personId = await addPerson(tx, at, { name: "演示人员", partyId, unit: null, roles: [held] });
    await createAccount(tx, { username: held, password, personId });
  }
}

async function bearer(username: string): Promise<{ authorization: string }> {
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/session",
    payload: { username, password },
  });
  return { authorization: `Bearer ${answer.json().token}` };
}

const someId = "018f0000-0000-7000-8000-000000000000";
const call = ({ method, url }: RegisteredRoute, headers: Record<string, string> = {}) => {
  const concrete = url.replace(/:\w+/g, someId).replace("*", "x");
  if (method === "POST") return app.inject({ method, url: concrete, headers, payload: {} });
  if (method === "GET" || method === "HEAD" || method === "DELETE" || method === "PUT" || method === "PATCH")
    return app.inject({ method, url: concrete, headers });
  throw new Error(`no such method: ${method}`);
};
const codeOf = (body: string): string | null => (body.startsWith("{") ? JSON.parse(body).code : null);

/** Signing out under a role would end the session the other routes are tested with. */
const tried = () =>
  app.routeTable.all().filter(({ method, url }) => !(method === "DELETE" && url === "/api/v1/session"));

describe("every route × everyone", () => {
  test("without signing in only the open routes answer", async () => {
    expect(tried().length).toBeGreaterThan(10);
    for (const route of tried()) {
      const answer = await call(route);
      const refused =
        answer.statusCode === 401 && (route.method === "HEAD" || codeOf(answer.body) === "not_signed_in");
      expect([route.method, route.url, refused]).toEqual([
        route.method,
        route.url,
        route.access !== "anonymous",
      ]);
    }
  });

  test.each(role.options)("%s reaches the routes that name the role, and no other", async (held) => {
    for (const route of tried()) {
      if (typeof route.access === "string") continue;
      const answer = await call(route, bearers.get(held));
      const refused = answer.statusCode === 403 && answer.body.includes("您的岗位没有办理此项的权限");
      expect([
        route.method,
        route.url,
        refused || (route.method === "HEAD" && answer.statusCode === 403),
      ]).toEqual([route.method, route.url, !route.access.includes(held)]);
    }
  });

  test.each(role.options)("%s, signed in, is known on every route for the signed-in", async (held) => {
    for (const route of tried().filter(({ access }) => access === "signed-in")) {
      const answer = await call(route, bearers.get(held));
      expect([route.url, answer.statusCode]).not.toEqual([route.url, 401]);
    }
  });

  test("every mutation names its act for the log", () => {
    const silent = app.routeTable
      .all()
      .filter(({ method, audit }) => !/GET|HEAD/.test(method) && audit === null);
    expect(silent).toEqual([]);
  });
});

test.each([
  ["GET", "/api/v1/matters/x/actions/y", "POST"],
  ["PUT", "/api/v1/matters/x", "GET, HEAD"],
  ["DELETE", "/desk/needs", "GET, HEAD"],
  ["POST", "/desk", "GET, HEAD"],
  ["DELETE", "/dataset/d-ABCD1234", "GET, HEAD"],
] as const)("%s %s is told which methods the address takes", async (method, url, allowed) => {
  const answer = await app.inject({ method, url });
  expect([answer.statusCode, answer.headers.allow, answer.json().code]).toEqual([
    405,
    allowed,
    "method_not_allowed",
  ]);
});

test("a file that a folder does not have is not found", async () => {
  const answer = await app.inject("/desk/assets/nothing.js");
  expect([answer.statusCode, answer.headers.allow]).toEqual([404, undefined]);
});

test.each(["/api/v1/nothing", "/nothing"])("%s is nowhere, by whatever method", async (url) => {
  for (const method of ["GET", "POST"] as const) {
    const answer = await app.inject({ method, url });
    expect([method, answer.statusCode, answer.headers.allow]).toEqual([method, 404, undefined]);
  }
});

describe("observation", () => {
  test("is alive, ready, and shows its figures without a value from any user", async () => {
    await app.inject("/nowhere/230599199001011234?name=王小明");
    expect((await app.inject("/healthz")).json()).toEqual({ status: "ok" });
    expect((await app.inject("/readyz")).json()).toEqual({ status: "ready" });
    const figures = (await app.inject("/metrics")).body;
    expect(figures).toMatch(
      /gongshu_http_request_seconds_count\{method="GET",route="\/unmatched",status="404"\} \d/,
    );
    expect(figures).toMatch(
      /gongshu_http_refusals_total\{route="[^"]*",code="not_signed_in",signed_in="false"\} \d/,
    );
    for (const name of ["events_pending", "jobs_waiting", "db_connections", "nodejs_eventloop_lag_seconds"])
      expect(figures).toContain(`gongshu_${name} `);
    expect(figures).not.toMatch(/230599|王小明|nowhere/);
  });

  test.each(["forwarded", "x-forwarded-for", "x-real-ip", "via"])(
    "shows its figures to nobody whom a proxy brings (%s)",
    async (header) => {
      const answer = await app.inject({ url: "/metrics", headers: { [header]: "203.0.113.7" } });
      expect(answer.json()).toMatchObject({ status: 404, code: "not_found" });
    },
  );

  test("the log holds no line and no value that a request forged", async () => {
    written.length = 0;
    const forged = '\n{"level":"info","msg":"forged"}';
    await app.inject({
      url: `/api/v1/session?x=${encodeURIComponent(forged)}230599199001011234`,
      headers: {
        "x-request-id": "forged",
        "user-agent": "forged 230599199001011234",
        authorization: "Bearer forged",
      },
    });
    await app.inject({
      method: "POST",
      url: "/api/v1/session",
      payload: { username: `230599199001011234${forged}`, password: "forged-secret" },
    });
    const lines = written.join("").trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["request answered", "request answered"]);
    expect(lines.join()).not.toMatch(/forged|230599/);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      route: "/api/v1/session",
      status: 401,
      audit: "session.opened",
    });
  });
});

test("closing finishes what is under way and turns away what comes after", async () => {
  const own = await createApp(
    {
      config: readConfig({}),
      home: await openHome(directory, "demonstration"),
      database: t.database,
      portal: t.portalPool,
      urls: t.urls,
      log: createLog({ level: "silent" }),
      metrics: createMetrics(),
      city: shuangyashan,
      notices: [],
      close: async () => undefined,
    },
    "http://127.0.0.1:8080",
  );
  const url = new URL(await own.listen({ port: 0, host: "127.0.0.1" }));
  const headers = {
    ...(await bearer("auditor")),
    "content-length": 4,
    "content-disposition": "filename=a.txt",
  };
  const upload = httpRequest({ port: url.port, method: "POST", path: "/api/v1/files", headers });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    upload.on("response", (response) => resolve(response.resume().statusCode));
    upload.on("error", reject);
  });
  upload.write("ha");
  await new Promise((resolve) => setTimeout(resolve, 200));
  const closed = own.close();
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect(fetch(new URL("/healthz", url))).rejects.toThrow();
  upload.end("lf");
  expect(await answered).toBe(201);
  await closed;
});
