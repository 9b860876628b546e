import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  assess,
  code,
  compile,
  grantConditional,
  issueKey,
  masked,
  mount,
  publish,
  refusal,
  request,
  see,
  submit,
  upload,
} from "../../test/support/business.ts";
import { registerCsv, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { batch } from "../contract/batch.ts";
import { recordDetail } from "../contract/record.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { registeredUnit } from "../contract/unit.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const stated = { effectiveOn: "2026-09-21", basis: "双编发〔2026〕12号《机构改革方案》" };
const unitNamed = async (name: string) => {
  const items = z.object({ items: z.array(registeredUnit) });
  const { items: units } = await (await p.as("sjj")).get("/api/v1/unit-register", items);
  const found = units.find((unit) => unit.name === name);
  if (found === undefined) throw new Error(`no unit ${name}`);
  return found;
};
const preview = async (who: string, change: object) =>
  (await p.as(who)).post("/api/v1/reorganisations/preview", change, changePreview);
const carryOut = async (who: string, change: object) => {
  const { digest } = await preview(who, change);
  return (await p.as(who)).post("/api/v1/reorganisations", { change, digest }, changeDone);
};
const rename = (name: string) => ({
  act: "rename",
  unit: p.party("zrzyj"),
  name,
  shortName: "市自然资源和规划局",
  ...stated,
});

test("a unit that is renamed keeps its former name in the register and in every step of its time", async () => {
  const matter = await submit(
    await p.as("zrzyj"),
    await compile(await p.as("zrzyj"), { ...registerEntry, name: "不动产登记" }),
  );
  const assessment = {
    unit: "双鸭山市自然资源局",
    period: "2026年上半年",
    score: 90,
    findings: "目录更新及时",
    assessedOn: "2026-09-01",
  };
  const entered = { register: "assessments", form: assessment, attachments: [] };
  const { id } = await (await p.as("sjj")).post("/api/v1/records", entered, recordDetail);
  await carryOut("sjj", rename("双鸭山市自然资源和规划局"));
  expect((await (await p.as("zrzyj")).get(`/api/v1/records/${id}`, recordDetail)).id).toBe(id);
  expect(await code((await p.as("mzj")).get(`/api/v1/records/${id}`, recordDetail))).toBe("not_found");
  expect((await unitNamed("双鸭山市自然资源和规划局")).formerNames.map(({ name }) => name)).toEqual([
    "双鸭山市自然资源局",
  ]);
  const seen = await see(await p.as("zrzyj"), matter.id);
  expect(seen.history[0]?.party?.name).toBe("双鸭山市自然资源局");
  expect(await code(carryOut("sjj", rename("双鸭山市民政局")))).toBe("unit_name_taken");
});

test("units are changed by the bureau of their area, on a day that has come, by a document", async () => {
  for (const other of ["mzj", "zrzyj", "dsj", "gov", "jixian-sjj"])
    expect([other, await code(preview(other, rename("某局")))]).toEqual([other, "not_the_authority"]);
  for (const other of ["citizen", "operator", "sysadmin"])
    expect([other, await code(preview(other, rename("某局")))]).toEqual([other, "forbidden"]);
  expect(await code(preview("sjj", { ...rename("某局"), effectiveOn: "2026-09-22" }))).toBe("change_not_due");
  for (const wrong of [{ basis: " " }, { unit: "x" }, { act: "swallow" }, { effectiveOn: "2026-02-30" }])
    expect([wrong, await code(preview("sjj", { ...rename("某局"), ...wrong }))]).toEqual([
      wrong,
      "bad_request",
    ]);
  const county = { act: "end", unit: (await unitNamed("集贤县财政局")).id, ...stated };
  expect((await preview("jixian-sjj", county)).holdings).toEqual([]);
});

test("the city's bureau, the Big Data Centre and the governments are not merged away", async () => {
  for (const key of ["dsj", "gov", "jixian-gov", "sjj"])
    expect([key, await code(preview("sjj2", { act: "end", unit: p.party(key), ...stated }))]).toEqual([
      key,
      "unit_must_stay",
    ]);
});

test("A13.1 a merger moves entries, grants, keys, matters and posts; ten working days to update begin on its day", async () => {
  const entry = await publish(p, "gaj", registerEntry);
  const sent = await upload(await p.as("gaj"), await mount(await p.as("gaj"), entry), registerCsv(3));
  const grant = await grantConditional(p, "mzj", "gaj", entry);
  await issueKey(await p.as("mzj"));
  await issueKey(await p.as("gaj"));
  const open = await apply(await p.as("mzj"), entry, { ...request, columns: ["xm"] });
  await act(await p.as("sjj"), open.id, "passToProvider");
  const remark = { text: "请户政处先看用途" };
  await (await p.as("gaj")).post(`/api/v1/matters/${open.id}/comments`, remark, z.unknown());
  const inUse = await refusal(carryOut("sjj", { act: "end", unit: p.party("gaj"), ...stated }));
  expect([inUse.code, inUse.message]).toEqual(["unit_in_use", expect.stringContaining("数据目录 1 项")]);
  const merger = { act: "merge", units: [p.party("gaj")], into: p.party("scjgj"), ...stated };
  const shown = (await preview("sjj", merger)).holdings.map(({ kind, count }) => [kind, count]);
  expect(Object.fromEntries(shown)).toEqual({ matters: 1, grants: 1, entries: 1, clients: 1, posts: 4 });
  const outdated = { change: merger, digest: "0" };
  expect(await code((await p.as("sjj")).post("/api/v1/reorganisations", outdated, changeDone))).toBe(
    "change_outdated",
  );
  const done = await carryOut("sjj", merger);
  expect(done.updates).toBe(1);
  expect((await (await p.as("scjgj")).get(`/api/v1/batches/${sent.id}`, batch)).provider.name).toBe(
    "双鸭山市公安局",
  );
  expect(await code((await p.as("mzj")).get(`/api/v1/batches/${sent.id}`, batch))).toBe("not_found");
  const matter = await see(await p.as("scjgj"), open.id);
  expect(matter.holder?.name).toBe("双鸭山市市场监督管理局");
  expect(matter.office?.comments.map(({ text }) => text)).toEqual([remark.text]);
  await assess(await p.as("scjgj"), open.id);
  await act(await p.as("scjgj"), open.id, "grant", { form: { columns: masked(["xm"]) } });
  const row = await p.t.db
    .selectFrom("access.grant")
    .select(["provider_id", "version"])
    .where("id", "=", grant.id)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ provider_id: p.party("scjgj"), version: 2 });
  const update = await p.t.db
    .selectFrom("matters.matter as matter")
    .innerJoin("matters.deadline as deadline", "deadline.matter_id", "matter.id")
    .select(["matter.holder_party", "deadline.due_on", "deadline.working_days"])
    .where("matter.kind", "=", "catalogue-update")
    .where("matter.subject_id", "=", entry.id)
    .execute();
  expect(update).toEqual([{ holder_party: p.party("scjgj"), working_days: 10, due_on: "2026-10-12" }]);
  expect(await unitNamed("双鸭山市公安局")).toMatchObject({
    endedAt: expect.any(String),
    successors: [{ name: "双鸭山市市场监督管理局", kind: "merger" }],
  });
  const record = await (await p.as("wjw")).get(`/api/v1/records/${done.record}`, recordDetail);
  expect(record.content).toMatchObject({ basis: stated.basis, before: ["双鸭山市公安局"] });
  const events = await p.t.ownerPool.query(
    "select body from platform.outbox where type = 'parties.reorganised' and aggregate = $1",
    [`party:${p.party("gaj")}`],
  );
  expect(events.rows).toHaveLength(1);
  const again = await code(carryOut("sjj", merger));
  expect(again).toBe("unit_ended");
});

test("A13.1 on a split each entry is given to a successor, and what is about it follows", async () => {
  const first = await publish(p, "wjw", { ...registerEntry, name: "医师执业注册" });
  const second = await publish(p, "wjw", { ...registerEntry, name: "母婴保健" });
  await mount(await p.as("wjw"), second);
  const about = await apply(await p.as("mzj"), second, request);
  await act(await p.as("sjj"), about.id, "passToProvider");
  const split = {
    act: "split",
    unit: p.party("wjw"),
    successors: [p.party("wjw"), p.party("rsj")],
    rest: p.party("wjw"),
    ...stated,
  };
  const unassigned = await refusal(carryOut("sjj", { ...split, entries: { [first.id]: p.party("wjw") } }));
  expect(unassigned.code).toBe("entries_unassigned");
  const strange = { [first.id]: p.party("wjw"), [second.id]: p.party("mzj") };
  expect(await code(carryOut("sjj", { ...split, entries: strange }))).toBe("entries_unassigned");
  const entries = { [first.id]: p.party("wjw"), [second.id]: p.party("rsj") };
  expect((await carryOut("sjj", { ...split, entries })).updates).toBe(1);
  expect((await see(await p.as("rsj"), about.id)).holder?.name).toBe("双鸭山市人力资源和社会保障局");
  const providers = await p.t.db
    .selectFrom("catalogue.entry")
    .select(["id", "provider_id"])
    .where("id", "in", [first.id, second.id])
    .execute();
  expect(new Map(providers.map(({ id, provider_id }) => [id, provider_id]))).toEqual(
    new Map(Object.entries(entries)),
  );
  expect(await unitNamed("双鸭山市卫生健康委员会")).toMatchObject({ endedAt: null });
});

test("A13.1 what is begun in the name of a unit that has just ended is refused", async () => {
  const late = await p.as("zrzyj");
  const draft = { ...registerEntry, name: "林权登记" };
  const entry = await compile(late, draft);
  const client = await p.t.ownerPool.connect();
  try {
    await client.query("begin");
    await client.query("select from parties.party where id = $1 for update", [p.party("zrzyj")]);
    const attempts = [code(compile(late, { ...draft, name: "草原登记" })), code(submit(late, entry))];
    await expect
      .poll(async () => {
        const waiting = "select from pg_locks where locktype in ('transactionid', 'tuple') and not granted";
        return (await p.t.ownerPool.query(waiting)).rows.length;
      })
      .toBe(2);
    const ended = "update parties.party set active_until = platform.law_now() where id = $1";
    await client.query(ended, [p.party("zrzyj")]);
    await client.query("commit");
    expect(await Promise.all(attempts)).toEqual(["unit_ended", "unit_ended"]);
  } finally {
    client.release();
  }
});

test("ten thousand open matters pass on in one act, each once, or not at all", async () => {
  const { id } = await submit(
    await p.as("rsj"),
    await compile(await p.as("rsj"), { ...registerEntry, name: "社会保险参保" }),
  );
  await p.t.ownerPool.query(
    `insert into matters.matter (id, kind, number, title, state, version, starter_party, started_by, started_by_name,
       provider_party, holder_party, form, received_at, entered_at)
     select gen_random_uuid(), kind, number || '-' || n, title, state, version, starter_party, started_by,
       started_by_name, provider_party, holder_party, form, received_at, entered_at
     from matters.matter, generate_series(1, 9999) n where id = $1`,
    [id],
  );
  const openOf = async (party: string) =>
    Number(
      (
        await p.t.ownerPool.query(
          "select count(*) from matters.matter where outcome is null and starter_party = $1",
          [party],
        )
      ).rows[0].count,
    );
  const before = await openOf(p.party("rsj"));
  expect(before).toBeGreaterThanOrEqual(10_000);
  const merger = { act: "merge", units: [p.party("rsj")], into: p.party("mzj"), ...stated };
  const own = await openOf(p.party("mzj"));
  await p.t.ownerPool.query(
    "create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$",
  );
  await p.t.ownerPool.query(
    "create trigger refuse before insert on parties.succession for each row execute function refuse()",
  );
  expect(await code(carryOut("sjj", merger))).toBe("internal");
  expect(await openOf(p.party("rsj"))).toBe(before);
  await p.t.ownerPool.query("drop trigger refuse on parties.succession");
  await carryOut("sjj", merger);
  expect(await openOf(p.party("rsj"))).toBe(0);
  expect(await openOf(p.party("mzj"))).toBe(own + before);
  const { rows } = await p.t.ownerPool.query(
    "select count(*), count(distinct matter_id) as matters from matters.hand_over where from_party = $1 and to_party = $2",
    [p.party("rsj"), p.party("mzj")],
  );
  expect(rows[0].count).toBe(rows[0].matters);
  expect(Number(rows[0].count)).toBeGreaterThanOrEqual(10_000);
});
