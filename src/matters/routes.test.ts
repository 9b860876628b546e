import { afterAll, expect, test } from "vitest";
import { bureau, civil, health, person, testMatters } from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { sessionFor } from "../../test/support/session.ts";
import { matter } from "../contract/matter.ts";
import { createHttp } from "../platform/http/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { createLog } from "../platform/logging/log.ts";
import { createMetrics } from "../platform/metrics/metrics.ts";
import { mattersRoutes } from "./index.ts";

const t = await testDatabase();
const matters = await testMatters(t);
const callers = new Map(
  [person(civil, "赵敏"), person(bureau, "李文博"), person(health, "外人")].map((caller) => [
    caller.party.id,
    caller,
  ]),
);
const http = await createHttp({
  publicUrl: "http://127.0.0.1:8080",
  trustProxy: [],
  log: createLog({ level: "silent" }),
  metrics: createMetrics(),
  identify: async (token) => {
    const caller = callers.get(token);
    return caller === undefined ? null : sessionFor(caller);
  },
  version: "0.0.0",
});
mattersRoutes(http, { matters, database: t.database });
await http.ready();
afterAll(async () => {
  await http.close();
  await t.drop();
});

const as = (party: { id: string }) => ({ authorization: `Bearer ${party.id}` });
const body = { kind: "test-application", form: { scenario: "低保核对" } };

test("a matter is started, listed, acted on and refused over HTTP, each answer of the promised shape", async () => {
  const started = await http.inject({
    method: "POST",
    url: "/api/v1/matters",
    headers: as(civil),
    payload: body,
  });
  expect(started.statusCode).toBe(201);
  const { id } = matter.parse(started.json());
  const todo = await http.inject({ url: "/api/v1/matters?box=todo", headers: as(bureau) });
  expect(todo.json().items.map((item: { id: string }) => item.id)).toEqual([id]);
  const url = `/api/v1/matters/${id}/actions/pass`;
  const hidden = await http.inject({ method: "POST", url, headers: as(health), payload: { version: 1 } });
  expect(hidden.statusCode).toBe(404);
  const notHeld = await http.inject({ method: "POST", url, headers: as(civil), payload: { version: 1 } });
  expect(notHeld.json()).toMatchObject({ status: 403, code: "not_the_holder", article: "27¶2" });
  const passed = await http.inject({ method: "POST", url, headers: as(bureau), payload: { version: 1 } });
  expect(matter.parse(passed.json())).toMatchObject({ state: "with-provider", version: 2 });
  const again = await http.inject({ method: "POST", url, headers: as(bureau), payload: { version: 1 } });
  expect(again.json()).toMatchObject({ status: 409, code: "stale_version" });
});

test("the same opening under one idempotency key is one matter", async () => {
  const headers = { ...as(civil), "idempotency-key": uuid() };
  const open = () => http.inject({ method: "POST", url: "/api/v1/matters", headers, payload: body });
  const first = await open();
  const second = await open();
  expect(second.json()).toEqual(first.json());
});

test("procedures, articles and the calendar are told to anyone; matters to nobody unknown", async () => {
  const procedures = await http.inject({ url: "/api/v1/procedures", headers: as(civil) });
  expect(procedures.json().items[0]).toMatchObject({ kind: "test-application", startable: true });
  const all = await http.inject({ url: "/api/v1/articles" });
  expect(all.json().items).toHaveLength(78);
  const article = await http.inject({ url: "/api/v1/articles/28" });
  expect(article.json()).toMatchObject({ number: 28, title: "校核纠错", deadline: "5 个工作日" });
  expect((await http.inject({ url: "/api/v1/articles/79" })).statusCode).toBe(404);
  const strip = await http.inject({ url: "/api/v1/calendar?from=2026-10-09&to=2026-10-11" });
  expect(strip.json().items.map(({ kind }: { kind: string }) => kind)).toEqual([
    "workday",
    "make-up",
    "weekend",
  ]);
  expect((await http.inject({ url: "/api/v1/calendar?from=2026-01-01&to=2026-12-31" })).statusCode).toBe(400);
  expect((await http.inject({ url: "/api/v1/matters" })).statusCode).toBe(401);
});
