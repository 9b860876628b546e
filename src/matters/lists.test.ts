import { readXlsx } from "hucre";
import { afterAll, expect, test } from "vitest";
import { bureau, centre, civil, health, person, police, testMatters } from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { sessionFor } from "../../test/support/session.ts";
import { parameters } from "../law/parameters.ts";
import { lawNow, moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { createHttp } from "../platform/http/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { createLog } from "../platform/logging/log.ts";
import { createMetrics } from "../platform/metrics/metrics.ts";
import { importYear, mattersRoutes, supervisionEvidence } from "./index.ts";

const t = await testDatabase({ lawClock: "2026-12-30T09:30:00+08:00" });
const matters = await testMatters(t);
const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const admin = person(centre, "吴昊", ["system-admin"]);
const outsider = person(health, "外人");
const callers = new Map([applicant, checker, officer, admin, outsider].map((one) => [one.party.id, one]));
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

type Who = typeof applicant;
const headers = (who: Who, key?: string) => ({
  authorization: `Bearer ${who.party.id}`,
  ...(key === undefined ? {} : { "idempotency-key": key }),
});
const get = (who: Who, url: string) => http.inject({ url: `/api/v1${url}`, headers: headers(who) });
const post = (who: Who, url: string, payload: object, key?: string) =>
  http.inject({ method: "POST", url: `/api/v1${url}`, headers: headers(who, key), payload });
const start = (scenario: string) =>
  matters.start(applicant, { kind: "test-application", form: { scenario } });
const moveTo = (at: string) => inTransaction(t.db, (tx) => moveLawClock(tx, new Date(at)));
const decision = { kind: "test-application", state: "with-bureau", action: "pass" };
const at1 = (id: string) => ({ id, version: 1 });

test("many are decided with one opinion; what cannot be is told with its reason and unchanged; repeated it is the same", async () => {
  const late = await start("早先");
  await moveTo("2027-01-05T09:30:00+08:00");
  const [one, other, stale, gone] = [
    await start("一"),
    await start("二"),
    await start("三"),
    await start("四"),
  ];
  await matters.act(applicant, gone, "withdraw", { version: 1 });
  const unknown = uuid();
  const body = {
    ...decision,
    matters: [late, one, other, gone, unknown].map(at1).concat([{ id: stale, version: 7 }]),
  };
  const key = uuid();
  const first = await post(checker, "/matters/decisions", body, key);
  const { done, refused } = first.json();
  expect(done.map(({ id }: { id: string }) => id)).toEqual([one, other]);
  expect(
    refused.map(({ id, refusal }: { id: string; refusal: { code: string } }) => [id, refusal.code]),
  ).toEqual([
    [late, "batch_exception"],
    [gone, "batch_mixed"],
    [unknown, "not_found"],
    [stale, "stale_version"],
  ]);
  expect((await post(checker, "/matters/decisions", body, key)).json()).toEqual(first.json());
  const again = await post(checker, "/matters/decisions", body, uuid());
  expect(again.json().done).toEqual([]);
  for (const [id, state, version] of [
    [one, "with-provider", 2],
    [late, "with-bureau", 1],
    [stale, "with-bureau", 1],
  ])
    expect(await matters.get(checker, String(id))).toMatchObject({ state, version });
  const others = await post(officer, "/matters/decisions", { ...decision, matters: [at1(stale)] });
  expect(others.json().refused[0].refusal.code).toBe("not_the_holder");
  const twice = await post(checker, "/matters/decisions", { ...decision, matters: [at1(stale), at1(stale)] });
  expect(twice.statusCode).toBe(400);
});

test("what a guard refuses in a batch undoes its own matter only", async () => {
  const ids = [await start("禁止"), await start("可以")];
  for (const id of ids) await matters.act(checker, id, "pass", { version: 1 });
  const body = {
    kind: "test-application",
    state: "with-provider",
    action: "approve",
    form: { months: 6 },
    matters: ids.map((id) => ({ id, version: 2 })),
  };
  const { done, refused } = (await post(officer, "/matters/decisions", body)).json();
  expect([done.length, refused.length, refused[0].refusal]).toEqual([
    1,
    1,
    { code: "forbidden", detail: "该场景不予共享。", article: "24(3)" },
  ]);
  const { rows } = await t.pool.query(
    "select from probe.leaf where body->>'matter_id' = $1 and body->>'action' = 'approve'",
    [ids[0]],
  );
  expect(rows).toHaveLength(0);
});

test("the bureau urges and, once it is late, orders; numbered, answered once, seen by the two only", async () => {
  const id = await start("督办");
  await matters.act(checker, id, "pass", { version: 1 });
  const url = `/matters/${id}/supervisions`;
  const order = { kind: "order", demand: "请说明原因并于三日内办结", replyBy: "2027-01-12" };
  expect((await post(checker, url, order)).json()).toMatchObject({ code: "not_overdue", article: "8(2)" });
  expect((await post(officer, url, { kind: "urge", demand: "快" })).json().code).toBe("may_not_supervise");
  expect((await post(outsider, url, { kind: "urge", demand: "快" })).statusCode).toBe(404);
  expect((await post(checker, url, { kind: "order", demand: "快" })).statusCode).toBe(400);
  const key = uuid();
  const urged = await post(checker, url, { kind: "urge", demand: "请尽快" }, key);
  expect(urged.json().supervisions).toMatchObject([{ number: "双数催〔2027〕1号", article: "第八条第二项" }]);
  expect((await post(checker, url, { kind: "urge", demand: "请尽快" }, key)).json()).toEqual(urged.json());
  await moveTo("2027-01-08T09:30:00+08:00");
  const issued = (await post(checker, url, order)).json();
  expect(issued.supervisions[1]).toMatchObject({
    number: "双数督〔2027〕1号",
    article: "第七十三条第五项",
    answerable: false,
  });
  const seen = (await get(officer, `/matters/${id}`)).json();
  expect([seen.urged, seen.ordered, seen.supervisions[1].answerable]).toEqual([1, 1, true]);
  expect((await get(applicant, `/matters/${id}`)).json()).toMatchObject({ ordered: 1, supervisions: [] });
  const answer = `${url}/${seen.supervisions[1].id}/answer`;
  expect((await post(checker, answer, { answer: "已办" })).json().code).toBe("not_the_holder");
  const answered = (await post(officer, answer, { answer: "系统检修，今日办结" })).json();
  expect(answered.supervisions[1]).toMatchObject({ answer: "系统检修，今日办结", answerable: false });
  expect((await post(officer, answer, { answer: "再说" })).json().code).toBe("already_answered");
  const { rows } = await t.pool.query<{ ref: string; body: object }>(
    "select ref, body from probe.leaf where ref like 'matters.supervision:%' order by receipt",
  );
  const refs = rows.map(({ ref }) => ref.slice("matters.supervision:".length));
  expect(refs).toHaveLength(3);
  const evidence = await inTransaction(t.db, (tx) => supervisionEvidence.read(tx, refs));
  expect(refs.map((ref) => evidence.get(ref))).toEqual(rows.map(({ body }) => body));
});

test("a list is taken along as CSV and XLSX: what the caller sees, cells made harmless", async () => {
  const odd = person({ ...civil, name: "=HYPERLINK(1)" }, "赵敏");
  await matters.start(odd, { kind: "test-application", form: { scenario: "calc" } });
  const csv = await get(applicant, "/matters/export?format=csv&box=started&q=calc");
  expect(csv.headers["content-disposition"]).toContain("filename*=UTF-8''");
  const [head = "", row = ""] = csv.body.split("\r\n");
  expect(head.startsWith("\ufeff文号,事项")).toBe(true);
  expect(row).toContain(",'=HYPERLINK(1)申请“calc”,");
  expect((await get(outsider, "/matters/export?format=csv&box=all")).body.split("\r\n")).toHaveLength(2);
  const xlsx = await get(applicant, "/matters/export?box=started&q=calc");
  const book = await readXlsx(xlsx.rawPayload);
  expect(book.sheets[0]?.rows[1]?.[0]).toMatch(/^双数试〔2027〕\d+号$/);
});

test("conditions are kept under a name, for oneself", async () => {
  const view = { name: "逾期的", query: { box: "all", light: "red", overdue: true } };
  expect((await post(checker, "/matters/views", view)).statusCode).toBe(201);
  expect((await post(checker, "/matters/views", view)).json().code).toBe("view_exists");
  const [kept] = (await get(checker, "/matters/views")).json().items;
  expect(kept).toMatchObject(view);
  expect((await get(officer, "/matters/views")).json().items).toEqual([]);
  const drop = (who: Who) =>
    http.inject({ method: "DELETE", url: `/api/v1/matters/views/${kept.id}`, headers: headers(who) });
  expect((await drop(officer)).statusCode).toBe(404);
  expect((await drop(checker)).json().items).toEqual([]);
});

const notice = { year: 2027, source: "试验通知", off: ["2027-01-11", "2027-01-12"], work: ["2027-01-10"] };

test("a year is seen before it is loaded: every limit that moves with both days; then loaded as it was seen", async () => {
  const id = await start("跨年");
  const limit = async () => (await matters.get(applicant, id)).deadlines[0];
  expect(await limit()).toMatchObject({ dueOn: "2027-01-11", provisional: true });
  const seen = (await post(admin, "/calendar/years/preview", notice)).json();
  expect(seen).toMatchObject({ year: 2027, replaces: null });
  expect(seen.moved.find((move: { matter: { id: string } }) => move.matter.id === id)).toMatchObject({
    oldDueOn: "2027-01-11",
    newDueOn: "2027-01-10",
    oldProvisional: true,
    newProvisional: false,
  });
  expect(await limit()).toMatchObject({ dueOn: "2027-01-11" });
  await start("其间");
  const stale = await post(checker, "/calendar/years", { ...notice, digest: seen.digest });
  expect(stale.json().code).toBe("calendar_preview_stale");
  const { digest, count } = (await post(checker, "/calendar/years/preview", notice)).json();
  expect((await post(checker, "/calendar/years", { ...notice, digest })).json()).toEqual({ moved: count });
  expect(await limit()).toMatchObject({ dueOn: "2027-01-10", provisional: false });
  expect((await get(outsider, "/calendar/years")).json().items[0]).toMatchObject({ year: 2027 });
});

test("a notice again, with faults, or from who may not, is refused in words", async () => {
  const preview = (who: Who, changed: object) =>
    post(who, "/calendar/years/preview", { ...notice, ...changed });
  expect((await preview(admin, {})).json()).toMatchObject({ status: 409, code: "calendar_unchanged" });
  const wrong = { off: ["2027-02-01", "2027-02-06", "2028-01-01"], work: ["2027-02-06", "2027-02-03"] };
  const { code, detail } = (await preview(admin, wrong)).json();
  expect(code).toBe("calendar_invalid");
  for (const part of [
    "2028-01-01 不是 2027 年的日期",
    "2027-02-06 既列为放假又列为上班",
    "2027-02-03 本来就是",
  ])
    expect(detail).toContain(part);
  expect((await preview(officer, {})).statusCode).toBe(403);
  expect((await preview(admin, { off: ["2027-02-30"] })).statusCode).toBe(400);
  const replaced = (await preview(admin, { source: "更正通知", off: ["2027-01-11"] })).json();
  expect(replaced.replaces).toBe("试验通知");
  const at = await lawNow(t.db);
  const same = inTransaction(t.db, (tx) => importYear(tx, notice, parameters, at));
  await expect(same).rejects.toMatchObject({ code: "calendar_unchanged" });
});
