import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  act,
  approve,
  code,
  compile,
  grantConditional,
  issueKey,
  mount,
  openToPublic,
  publish,
  readEntry,
  refusal,
  request,
  save,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows, registered, registerRows } from "../../test/support/rows.ts";
import { type Entry, type EntryContent, type EntryItem, entry as entrySchema } from "../contract/entry.ts";
import { entryGrading } from "../contract/grading.ts";
import { gatewayAnswer } from "../contract/grant.ts";
import type { Matter } from "../contract/matter.ts";
import { signedCall } from "./story/api.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const named = (content: EntryContent): EntryContent => ({ ...content, name: `重新定级第${++names}种` });
const cause = {
  gradingTrigger: "direction",
  changedOn: "2026-09-18",
  changeReason: "将用于身份核验，识别到人",
};
type Columns = readonly { column: string; grade: number; category?: string }[];
const regrade = async (keeper: string, { id }: Entry, columns: Columns, more: object = {}): Promise<Matter> =>
  start(await p.as(keeper), { kind: "regrading", subject: id, form: { ...cause, columns, ...more } });
const grading = async (who: string, { id }: Entry) =>
  (await p.as(who)).get(`/api/v1/entries/${id}/grading`, entryGrading);
/** Another version in force, by the way of Art. 13, with some items graded otherwise. */
async function updated(keeper: string, { id }: Entry, more: Readonly<Record<string, Partial<EntryItem>>>) {
  const api = await p.as(keeper);
  const form = { changeKind: "law", changedOn: "2026-09-18", basis: "新修订的户口登记条例第三条" };
  const matter = await start(api, { kind: "catalogue-update", subject: id, form });
  const { draft, draftVersion } = await readEntry(api, id);
  const items = draft.items.map((item) => ({ ...item, ...more[item.column] }));
  await api.put(`/api/v1/entries/${id}`, { draftVersion, draft: { ...draft, items } }, entrySchema);
  await act(api, matter.id, "submit");
  await approve(p, matter.id);
}
/** The grade in force of an item, as another department may rely on it. */
async function gradeInForce({ id }: Entry, wanted: string) {
  const { published } = await readEntry(await p.as("mzj"), id);
  return published?.items.find(({ column }) => column === wanted)?.grade;
}

test("A11.7 A11.5 a raised grade protects the next call and seals what lies in clear before anybody has reviewed it", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const resource = await mount(await p.as("gaj"), entry);
  await upload(await p.as("gaj"), resource, `${registerRows}\n`);
  const form = { ...request, columns: ["mz"] };
  const plain = [{ column: "mz", treatment: "plain", reason: "" }] as const;
  const { purpose } = await grantConditional(p, "mzj", "gaj", entry, form, plain);
  const key = await issueKey(await p.as("mzj"));
  const ask = async () => {
    const body = { purpose, subject: registered, columns: ["mz"] };
    const { text } = await signedCall(p.url, `/share/v1/${resource}/query`, body, key);
    return gatewayAnswer.parse(JSON.parse(text)).items;
  };
  expect(await ask()).toEqual([{ mz: "汉族" }]);
  const api = await p.as("gaj");
  await save(api, await readEntry(api, entry.id), { ...entry.draft, abstract: "还没有写完" });

  const { state } = await regrade("gaj", entry, [{ column: "mz", grade: 3 }]);
  expect(state).toBe("review");
  expect(await ask()).toEqual([{ mz: "****" }]);
  await vi.waitFor(
    async () => {
      const { rows } = await p.t.ownerPool.query(
        "select count(*)::int as waiting from vault.reseal where finished_at is null",
      );
      expect(rows).toEqual([{ waiting: 0 }]);
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(await ask()).toEqual([{ mz: "****" }]);
  expect((await upload(api, resource, `${registerRows}\n`)).state).toBe("done");
  const stored = await p.t.ownerPool.query("select number from vault.resource where code = $1", [resource]);
  const types = await p.t.ownerPool.query(
    "select data_type from information_schema.columns where table_name = $1 and column_name = 'c5'",
    [`r_${stored.rows[0]?.number}`],
  );
  expect(types.rows).toEqual([{ data_type: "bytea" }]);
  const { published, draft } = await readEntry(api, entry.id);
  expect(published).toMatchObject({ sharingClass: "conditional", openingClass: "not-open" });
  expect(published?.abstract).toBe(entry.draft.abstract);
  expect(draft.abstract).toBe("还没有写完");
  for (const content of [published, draft])
    expect(content?.items.find(({ column }) => column === "mz")).toMatchObject({
      grade: 3,
      masking: "all",
      storage: "sealed",
    });
});

test("A11.7 A11.2 a lowered grade holds only once another person of the bureau agreed", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const both = [
    { column: "xm", grade: 2 },
    { column: "mz", grade: 3 },
  ];
  const { id } = await regrade("gaj", entry, both);
  expect([await gradeInForce(entry, "xm"), await gradeInForce(entry, "mz")]).toEqual([3, 3]);
  expect(await code(act(await p.as("gaj2"), id, "approve"))).toBe("not_the_holder");
  expect(await code(act(await p.as("dsj"), id, "approve"))).toBe("not_found");
  await act(await p.as("sjj"), id, "approve");
  expect([await gradeInForce(entry, "xm"), await gradeInForce(entry, "mz")]).toEqual([2, 3]);
});

test("A11.8 the platform knows each change with its cause, its matter and its time", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  expect(await grading("gaj", entry)).toMatchObject({ standard: null, events: [], underWay: null });
  const columns = [
    { column: "mz", grade: 3, category: "个人敏感信息" },
    { column: "xm", grade: 2 },
  ];
  const { id } = await regrade("gaj", entry, columns);
  expect((await grading("gaj", entry)).underWay).toBe(id);
  await act(await p.as("sjj"), id, "approve");
  const { events, underWay } = await grading("gaj", entry);
  expect(underWay).toBeNull();
  expect(
    events.map(({ item, before, after, trigger, matterId }) => [
      item,
      before?.grade,
      after?.grade,
      trigger,
      matterId,
    ]),
  ).toEqual([
    ["姓名", 3, 2, "direction", id],
    ["民族", 2, 3, "direction", id],
  ]);
  expect(events.map(({ version }) => version)).toEqual([3, 2]);
  expect(events.at(1)).toMatchObject({ reason: cause.changeReason, after: { category: "个人敏感信息" } });
  const seen = await grading("mzj", entry);
  expect(seen.events.map(({ matterId }) => matterId)).toEqual([null, null]);
});

test("A11.7 only the provider regrades, what is published, what changes, for a change that happened, and soundly", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const up = [{ column: "mz", grade: 3 }];
  expect(await code(regrade("mzj", entry, up))).toBe("may_not_start");
  const made = await compile(await p.as("gaj"), named(registerEntry));
  expect(await code(regrade("gaj", made, up))).toBe("not_found");
  expect(await code(regrade("gaj", entry, [{ column: "mz", grade: 2 }]))).toBe("grading_unchanged");
  expect(await code(regrade("gaj", entry, [...up, ...up]))).toBe("grading_unchanged");
  expect(await code(regrade("gaj", entry, [{ column: "none", grade: 2 }]))).toBe("grading_unchanged");
  expect(await code(regrade("gaj", entry, up, { changedOn: "2026-09-22" }))).toBe("change_in_future");
  const unsound = await refusal(regrade("gaj", entry, [{ column: "gmsfhm", grade: 2 }]));
  expect([unsound.code, unsound.article]).toEqual(["grading_unsound", "11¶4"]);
  await regrade("gaj", entry, up);
  expect(await code(regrade("gaj", entry, [{ column: "xm", grade: 4 }]))).toBe("regrading_under_way");
});

test("A11.2 a raise is not taken back without the bureau, whose refusal restores what was", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const down = await regrade("gaj", entry, [{ column: "xm", grade: 2 }]);
  expect((await act(await p.as("gaj"), down.id, "withdraw")).state).toBe("withdrawn");
  const up = await regrade("gaj", entry, [{ column: "mz", grade: 4 }]);
  const refused = await refusal(act(await p.as("gaj"), up.id, "withdraw"));
  expect([refused.code, refused.article]).toEqual(["grade_in_force", "11¶1"]);
  expect(await gradeInForce(entry, "mz")).toBe(4);
  await act(await p.as("sjj"), up.id, "refuse", { reasons: "民族单独不能识别到人" });
  const { published } = await readEntry(await p.as("gaj"), entry.id);
  expect(published?.items).toEqual(entry.draft.items);
});

test("A11.2 a refusal does not undo what another version has changed since", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const { id } = await regrade("gaj", entry, [
    { column: "mz", grade: 3 },
    { column: "xb", grade: 3 },
  ]);
  await updated("gaj", entry, { mz: { grade: 4 } });
  await act(await p.as("sjj"), id, "refuse", { reasons: "性别单独不能识别到人" });
  const { published } = await readEntry(await p.as("gaj"), entry.id);
  const found = new Map(published?.items.map((item) => [item.column, item]));
  expect(found.get("mz")).toMatchObject({ grade: 4, masking: "all", storage: "sealed" });
  expect(found.get("xb")).toEqual(entry.draft.items.find(({ column }) => column === "xb"));
});

test("A11.2 an agreement does not force grades on items that another version has graded otherwise since", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const { id } = await regrade("gaj", entry, [{ column: "xm", grade: 2 }]);
  await updated("gaj", entry, { xm: { grade: 4, masking: "all" } });
  const refused = await refusal(act(await p.as("sjj"), id, "approve"));
  expect([refused.code, refused.article]).toEqual(["grade_moved", "11¶4"]);
  expect(refused.detail).toContain("“姓名”已由另一版目录改为4级");
  expect(await gradeInForce(entry, "xm")).toBe(4);
});

test("A11.2 an agreement leaves alone what the department is grading otherwise in its draft", async () => {
  const entry = await publish(p, "gaj", named(registerEntry));
  const { id } = await regrade("gaj", entry, [{ column: "xm", grade: 2 }]);
  const api = await p.as("gaj");
  const seen = await readEntry(api, entry.id);
  const items = seen.draft.items.map((item) => (item.column === "xm" ? { ...item, grade: 4 } : item));
  await save(api, seen, { ...seen.draft, items });
  await act(await p.as("sjj"), id, "approve");
  const after = await readEntry(api, entry.id);
  const gradeIn = (content: EntryContent | null) =>
    content?.items.find(({ column }) => column === "xm")?.grade;
  expect([gradeIn(after.published), gradeIn(after.draft)]).toEqual([2, 4]);
});

test("A11.7 A37.4 what is open stays open until the review, then it is withdrawn", async () => {
  const entry = await publish(p, "wjw", named(epidemicEntry));
  await upload(await p.as("wjw"), await mount(await p.as("wjw"), entry), figureRows);
  await openToPublic(p, entry);
  const read = () => p.anybody.send("GET", `/open/v1/${entry.code}/rows`);
  const { id } = await regrade("wjw", entry, [{ column: "city", grade: 3 }]);
  expect((await read()).status).toBe(200);
  await act(await p.as("sjj"), id, "approve");
  expect(await code(read())).toBe("opening_withdrawn");
});
