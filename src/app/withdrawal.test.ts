import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  code,
  grantConditional,
  issueKey,
  openingOf,
  openToPublic,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows, registered, registerRows } from "../../test/support/rows.ts";
import { withdrawalForm, withdrawing } from "../../test/support/withdrawal.ts";
import { listOf } from "../contract/common.ts";
import { type Entry, entrySearch, entrySummary } from "../contract/entry.ts";
import { grant as grantSchema } from "../contract/grant.ts";
import type { Matter } from "../contract/matter.ts";
import { notice } from "../contract/notice.ts";
import { progress } from "../contract/progress.ts";
import { provinceStatus } from "../contract/province.ts";
import { signedCall } from "./story/api.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { begin, pass, takeOff, withdraw, mounted } = withdrawing(() => p);
const form = withdrawalForm;

test("A13.1 A13.3 A73.4 a withdrawal is reviewed in two days, and grants end with the decision and not before", async () => {
  const { entry, resource } = await mounted("gaj", { ...registerEntry, name: "将撤销的登记" }, registerRows);
  const { id, purpose } = await grantConditional(p, "mzj", "gaj", entry);
  const key = await issueKey(await p.as("mzj"));
  const ask = async () => {
    const body = { purpose, subject: registered, columns: ["xm"] };
    return signedCall(p.url, `/share/v1/${resource}/query`, body, key);
  };
  expect(await code(begin("mzj", entry))).toBe("may_not_start");
  const unsaid = await refusal(begin("gaj", entry, { ...form, arrangement: "" }));
  expect([unsaid.code, unsaid.article]).toEqual(["users_not_provided_for", "73(11)"]);
  expect(unsaid.errors.map(({ pointer }) => pointer)).toEqual(["/form/arrangement"]);
  const matter = await begin("gaj", entry);
  expect(matter.deadlines.map(({ dueOn, workingDays, article }) => [dueOn, workingDays, article])).toEqual([
    ["2026-09-23", 2, "第十三条第二款"],
  ]);
  expect(matter.facts.map(({ value }) => value)).toEqual(["双鸭山市民政局持有使用权限"]);
  const own = await p.as("gaj");
  const read = await readEntry(own, entry.id);
  expect(await code(save(own, read, read.draft))).toBe("entry_not_editable");
  const asked = await apply(await p.as("rsj"), entry);
  await pass(matter);
  expect(await code(act(await p.as("sjj"), matter.id, "takeOff"))).toBe("same_person_twice");
  expect((await ask()).status).toBe(200);
  expect((await takeOff(matter)).state).toBe("gone");

  await expect(ask()).rejects.toMatchObject({ code: "grant_ended", article: "13¶2" });
  const grant = await (await p.as("mzj")).get(`/api/v1/grants/${id}`, grantSchema);
  expect(grant).toMatchObject({ state: "ended", endedArticle: "13¶2", resource: { entryName: entry.name } });
  expect(grant.endedReason).toContain(form.arrangement);
  await vi.waitFor(
    async () => {
      const { items } = await (await p.as("mzj")).get("/api/v1/notices?limit=200", listOf(notice));
      expect(items.find(({ about }) => about === "ended")).toMatchObject({
        title: "使用权限已终止：“将撤销的登记”目录已撤销",
        path: `/desk/grants/${id}`,
      });
    },
    { timeout: 20_000, interval: 50 },
  );
  const applicant = await p.as("rsj");
  await vi.waitFor(async () => expect((await see(applicant, asked.id)).state).toBe("ended"), patiently);
  expect((await see(applicant, asked.id)).history.at(-1)?.reasons).toContain(matter.number);
  expect(await code(upload(own, resource, registerRows))).toBe("not_found");
});

const patiently = { timeout: 20_000, interval: 50 };

/** Begins a withdrawal that says nothing to users, while what is done meanwhile waits for the locked rows. */
async function beginDuring(locked: string, meanwhile: () => Promise<unknown>, keeper: string, entry: Entry) {
  const waiting = async () => {
    const { rows } = await p.t.ownerPool.query(
      "select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()",
    );
    return rows.length;
  };
  const client = await p.t.ownerPool.connect();
  try {
    await client.query("begin");
    await client.query(locked);
    const done = meanwhile();
    await expect.poll(waiting, patiently).toBe(1);
    let begun: string | undefined;
    const beginning = begin(keeper, entry, { ...form, arrangement: "" }).then(
      ({ state }) => (begun = state),
      (error) => (begun = error.code),
    );
    await expect.poll(async () => begun !== undefined || (await waiting()) === 2, patiently).toBe(true);
    await client.query("commit");
    await Promise.all([done, beginning]);
    return begun;
  } finally {
    client.release();
  }
}

test("A73.4 a withdrawal that begins while a grant is decided or a dataset opened waits for it, and sees its users", async () => {
  const shared = await mounted("gaj", { ...registerEntry, name: "正在授权的登记" }, registerRows);
  const granting = () => grantConditional(p, "mzj", "gaj", shared.entry);
  const epoch = "update access.epoch set value = value";
  expect(await beginDuring(epoch, granting, "gaj", shared.entry)).toBe("users_not_provided_for");

  const open = await mounted("wjw", { ...epidemicEntry, name: "正在开放的统计" }, figureRows);
  const log = "lock table opening.publication_log in exclusive mode";
  const opening = () => openToPublic(p, open.entry);
  expect(await beginDuring(log, opening, "wjw", open.entry)).toBe("users_not_provided_for");
});

test("A13.1 what is withdrawn is found by its keeper and its reviewers alone, and is not worked on again", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "将撤销的统计" }, figureRows);
  const counted = async () => {
    const { items } = await (await p.as("wjw")).get(
      "/api/v1/progress",
      z.object({ items: z.array(progress) }),
    );
    return items.map(({ published, mounted }) => [published, mounted]);
  };
  const [[published = 0, resources = 0] = []] = await counted();
  await withdraw("wjw", entry);
  expect(await counted()).toEqual([[published - 1, resources - 1]]);
  const found = async (who: string) => {
    const path = `/api/v1/entries/search?q=${encodeURIComponent("将撤销的统计")}`;
    return (await (await p.as(who)).get(path, entrySearch)).items.map(({ id }) => id);
  };
  const listed = async (who: string) =>
    (await (await p.as(who)).get("/api/v1/entries?limit=200", listOf(entrySummary))).items.some(
      ({ id }) => id === entry.id,
    );
  for (const who of ["gaj", "mzj", "jixian-sjj"]) {
    expect([who, await found(who), await listed(who)]).toEqual([who, [], false]);
    expect(await code(readEntry(await p.as(who), entry.id))).toBe("entry_gone");
  }
  for (const who of ["wjw", "sjj", "dsj", "auditor"]) expect([who, await listed(who)]).toEqual([who, true]);
  const own = await p.as("wjw");
  const gone = await readEntry(own, entry.id);
  expect(gone).toMatchObject({ status: "withdrawn", editable: false, published: null, name: entry.name });
  expect(await code(save(own, gone, gone.draft))).toBe("entry_withdrawn");
  expect(await code(submit(own, gone))).toBe("entry_withdrawn");
  expect(await code(apply(await p.as("mzj"), entry))).toBe("entry_gone");
  expect((await publish(p, "wjw", { ...epidemicEntry, name: "将撤销的统计" })).status).toBe("published");
});

test("A13.1 however many namesakes have left the catalogue, what is in force is found before them", async () => {
  const content = { ...epidemicEntry, name: "同名的统计" };
  const gone = await publish(p, "wjw", content);
  await withdraw("wjw", gone);
  // More than are ranked, each as the withdrawal left the one.
  const uuid = "overlay(overlay(md5(n::text) placing '4' from 13) placing '8' from 17)::uuid";
  const copies = `generate_series(1, 1100) n, lateral (select ${uuid} as id) copy`;
  const written = await p.t.ownerPool.query<{ columns: string }>(
    `select string_agg(attname, ', ') as columns from pg_attribute
      where attrelid = 'catalogue.search'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  const columns = written.rows[0]?.columns;
  for (const sql of [
    `insert into catalogue.entry select (jsonb_populate_record(e, jsonb_build_object('id', copy.id,
       'code', 'd-' || lpad(n::text, 8, '0'), 'catalogue_code', null))).* from catalogue.entry e, ${copies} where e.id = $1`,
    `insert into catalogue.entry_version (entry_id, version, content, grade, matter_id, published_at)
       select copy.id, version, content, grade, matter_id, published_at from catalogue.entry_version v, ${copies} where v.entry_id = $1`,
    `insert into catalogue.search (${columns}) select ${columns} from (
       select (jsonb_populate_record(s, jsonb_build_object('entry_id', copy.id))).*
       from catalogue.search s, ${copies} where s.entry_id = $1) copied`,
  ])
    await p.t.ownerPool.query(sql, [gone.id]);
  const live = await publish(p, "wjw", content);
  const found = async (who: string) => {
    const path = `/api/v1/entries/search?q=${encodeURIComponent("同名的统计")}&limit=200`;
    return (await p.as(who)).get(path, entrySearch);
  };
  expect((await found("mzj")).items.map(({ id }) => id)).toEqual([live.id]);
  for (const who of ["wjw", "sjj", "auditor"]) expect((await found(who)).items[0]?.id).toBe(live.id);
});

test("A13.1 an update that is under way ends with the entry, with the reason, and its department is told", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "待更新又撤销的统计" }, figureRows);
  const own = await p.as("wjw");
  // The bureau reminded: whoever holds it has not started it.
  const changing = await start(await p.as("sjj"), {
    kind: "catalogue-update",
    subject: entry.id,
    form: { changeKind: "law", changedOn: "2026-09-18", basis: "统计法实施条例第十条" },
  });
  const other = await publish(p, "wjw", { ...epidemicEntry, name: "只是待更新的统计" });
  const staying = await start(own, {
    kind: "catalogue-update",
    subject: other.id,
    form: { changeKind: "law", changedOn: "2026-09-18", basis: "统计法实施条例第十条" },
  });
  const matter = await begin("wjw", entry);
  await pass(matter);
  await takeOff(matter);
  await vi.waitFor(async () => expect((await see(own, changing.id)).state).toBe("ended"), {
    timeout: 20_000,
    interval: 50,
  });
  const ended = await see(own, changing.id);
  expect([ended.closed, ended.holder, ended.deadlines.map(({ state }) => state)]).toEqual([
    true,
    null,
    ["cancelled"],
  ]);
  const last = ended.history.at(-1);
  expect([last?.action, last?.reasons]).toEqual(["end", expect.stringContaining(matter.number)]);
  await vi.waitFor(
    async () => {
      const { items } = await own.get("/api/v1/notices?limit=200", listOf(notice));
      expect(items.map(({ title }) => title)).toContain(`已办结：${changing.title}`);
    },
    { timeout: 20_000, interval: 50 },
  );
  expect((await see(own, staying.id)).state).toBe("updating");
});

test("A13.1 whatever else is under way about the entry ends with it, and nothing about another", async () => {
  const rules = {
    title: "双鸭山市公共数据资源登记制度",
    number: "双数规〔2026〕2号",
    documentKind: "rule",
    documentLevel: "city",
    documentTopic: "registration",
    issuer: "双鸭山市数据局",
    edition: "2026年版",
    effectiveFrom: "2026-06-01",
  };
  await (await p.as("sjj")).post("/api/v1/records", { register: "library", form: rules }, z.unknown());
  const own = await p.as("wjw");
  const open = async ({ id: subject, draft }: Entry) => [
    await start(own, openingOf({ id: subject, draft })),
    await start(own, {
      kind: "class-change",
      subject,
      form: {
        openingClass: "not-open",
        openingBasis: "《统计法》第二十八条",
        changeReason: "统计调查对象要求保密",
      },
    }),
    await start(own, {
      kind: "resource-registration",
      subject,
      form: { origin: "统计业务，《统计法》第三条", systemName: "统计平台", contact: "冯梅" },
    }),
  ];
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "办理中撤销的统计" }, figureRows);
  const { entry: other } = await mounted("wjw", { ...epidemicEntry, name: "办理中的统计" }, figureRows);
  const [ending, staying] = [await open(entry), await open(other)];
  await withdraw("wjw", entry);
  const states = (matters: Matter[]) =>
    Promise.all(matters.map(async ({ id }) => (await see(own, id)).state));
  const ended = ending.map(() => "ended");
  await vi.waitFor(async () => expect(await states(ending)).toEqual(ended), patiently);
  expect(await states(staying)).toEqual(staying.map(({ state }) => state));
});

test("A13.3 A73.4 what is open closes with the entry, on the portal too, and the province is told", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "将下架的统计" }, figureRows);
  await openToPublic(p, entry);
  const read = () => p.anybody.send("GET", `/open/v1/${entry.code}/rows`);
  expect(await code(begin("wjw", entry, { ...form, arrangement: "" }))).toBe("users_not_provided_for");
  await withdraw("wjw", entry);
  const refused = await refusal(read());
  expect([refused.code, refused.article]).toEqual(["opening_withdrawn", "13¶2"]);
  const told = async () => {
    const { rows } = await p.t.pool.query<{ kind: string }>(
      "select kind from province.message where entry_id = $1 order by seq",
      [entry.id],
    );
    return rows.map(({ kind }) => kind);
  };
  await vi.waitFor(async () => expect(await told()).toEqual(["publish", "withdraw"]), {
    timeout: 20_000,
    interval: 50,
  });
  expect((await (await p.as("dsj")).get("/api/v1/province", provinceStatus)).stopped).toBeNull();
});

test("A13.3 a withdrawal that is refused at any stage, or taken back, gives the entry back to its keeper", async () => {
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: "留下的统计" });
  const own = await p.as("wjw");
  const none = { ...form, arrangement: "" };
  const reasons = { reasons: "职能仍在" };
  const ends: ((id: string) => Promise<unknown>)[] = [
    async (id) => act(await p.as("sjj"), id, "refuseInReview", reasons),
    async (id) => {
      await act(await p.as("sjj"), id, "approve");
      await act(await p.as("dsj"), id, "refuseInVerification", reasons);
    },
    async (id) => {
      await act(await p.as("sjj"), id, "approve");
      await act(await p.as("dsj"), id, "verify");
      await act(await p.as("sjj2"), id, "refuseInReReview", reasons);
    },
    async (id) => act(own, id, "withdraw"),
  ];
  for (const end of ends) {
    const { id } = await begin("wjw", entry, none);
    expect(await code(begin("wjw", entry))).toBe("entry_not_editable");
    expect(await readEntry(own, entry.id)).toMatchObject({ status: "in-review", editable: false });
    await end(id);
    expect(await readEntry(own, entry.id)).toMatchObject({ status: "published", editable: true });
  }
});

test("A73.4 while a withdrawal is under way nothing is granted and nothing opened, and after its refusal both are", async () => {
  const none = { ...form, arrangement: "" };
  const shared = await mounted("gaj", { ...registerEntry, name: "也许撤销的登记" }, registerRows);
  const first = await begin("gaj", shared.entry, none);
  const late = await refusal(grantConditional(p, "mzj", "gaj", shared.entry));
  expect([late.code, late.article]).toEqual(["entry_leaving", "13¶2"]);
  expect(late.detail).toContain(first.number);
  await act(await p.as("sjj"), first.id, "refuseInReview", { reasons: "职能仍在" });
  expect((await grantConditional(p, "mzj", "gaj", shared.entry)).state).toBe("active");

  const open = await mounted("wjw", { ...epidemicEntry, name: "也许撤销的统计" }, figureRows);
  const second = await begin("wjw", open.entry, none);
  expect(await code(openToPublic(p, open.entry))).toBe("entry_leaving");
  await pass(second);
  expect((await takeOff(second)).state).toBe("gone");
});
