import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Api,
  act,
  approve,
  code,
  compile,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { papersOf } from "../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { addPerson } from "../ch2-parties/index.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { drafted, draft as draftSchema, office, passedDraft } from "../contract/office.ts";
import { type EntryRemark, entryRemarks } from "../contract/remark.ts";
import { submissions } from "../contract/submission.ts";

import { inTransaction } from "../platform/db/index.ts";
import { createAccount } from "../platform/identity/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const draft = (more: Partial<EntryContent> = {}): EntryContent => {
  names += 1;
  return { ...epidemicEntry, name: `意见逐项统计第${names}种`, ...more };
};

const said = async (api: Api, { id }: Pick<Entry, "id">): Promise<EntryRemark[]> =>
  (await api.get(`/api/v1/entries/${id}/remarks`, entryRemarks)).items;
const answer = (api: Api, { id }: Pick<Entry, "id">, remark: string, body: object) =>
  api.send("PUT", `/api/v1/entries/${id}/remarks/${remark}`, body);

const [first] = epidemicEntry.items;
if (first === undefined) throw new Error("the entry has items");
const item = `/items/${first.column}`;
const reasons = "见逐项意见";
const two = [
  { place: "/abstract", detail: "请写明数据来自哪个系统" },
  { place: item, detail: "类别请按本市标准填写" },
];

/** An entry of 市卫生健康委 returned by the city's bureau with two remarks. */
async function returned(action = "returnFromReview") {
  const keeper = await p.as("wjw");
  const made = await compile(keeper, draft());
  const { id } = await submit(keeper, made);
  await act(await p.as("sjj"), id, action, { reasons, form: { remarks: two } });
  return { keeper, matter: id, entry: await readEntry(keeper, made.id) };
}

const sentIn = async (who: string, matter: string) =>
  (await (await p.as(who)).get(`/api/v1/matters/${matter}/submissions`, submissions)).items.map(
    ({ content }) => content.abstract,
  );

test("A12.2 an entry that comes again is read against the time before, by the parties of its matter", async () => {
  const { keeper, matter, entry } = await returned();
  const [mine, other] = await said(keeper, entry);
  await save(keeper, entry, { ...entry.draft, abstract: "数据来自传染病网络直报系统" });
  await answer(keeper, entry, mine?.id ?? "", { answer: "mended" });
  await answer(keeper, entry, other?.id ?? "", { answer: "kept", note: "类别无误" });
  expect(await sentIn("sjj", matter)).toEqual([entry.draft.abstract]);
  await act(keeper, matter, "resubmit");
  expect(await sentIn("sjj", matter)).toEqual([entry.draft.abstract, "数据来自传染病网络直报系统"]);
  expect(await code(sentIn("mzj", matter))).toBe("not_found");
});

/** A section head of 市民政局, which then has its own head review what it submits. */
async function headOf(party: string): Promise<Api> {
  const [username, password] = [`${party}-head`, "one for all of them"];
  await inTransaction(p.t.db, async (tx) => {
    const at = new Date("2026-09-21T09:00:00+08:00");
    const post = { name: "宋佳", partyId: p.party(party), unit: "规划科", roles: ["section-head" as const] };
    const personId = await addPerson(tx, at, post);
    await createAccount(tx, { username, password, personId });
  });
  const head = await p.signIn(username, password);
  await head.put(
    "/api/v1/office/rule",
    { outgoing: ["section-head"], incoming: [], signFirst: false },
    office,
  );
  return head;
}

describe("Remarks on single fields and items", () => {
  test("A12.4 a remark of the review stands at its field and item, on record with the step, for keeper and reviewers only", async () => {
    const { keeper, matter, entry } = await returned();
    const [abstract, one] = await said(keeper, entry);
    expect(abstract).toMatchObject({
      place: "/abstract",
      title: "数据资源摘要",
      changed: false,
      answer: null,
      inside: false,
    });
    expect(one).toMatchObject({ place: item, title: `数据项 ${first?.name}`, detail: two[1]?.detail });
    expect(abstract?.by.party).toBe("双鸭山市数据局");
    const step = (await see(keeper, matter)).history.at(-1);
    expect(step?.form).toEqual({ remarks: two });
    expect(step?.receipt).not.toBeNull();
    for (const stranger of ["mzj", "citizen", "jixian-sjj"])
      expect([stranger, await code(said(await p.as(stranger), entry))]).toEqual([stranger, "not_found"]);
  });

  test("A12.4 county, service agency and re-review remark as well", async () => {
    const county = await p.as("jixian-wjw");
    const made = await compile(county, draft());
    const { id } = await submit(county, made);
    const remark = (place: string) => ({ reasons, form: { remarks: [{ place, detail: "请改" }] } });
    const resubmit = async (abstract: string) => {
      const now = await readEntry(county, made.id);
      await save(county, now, { ...now.draft, abstract, name: `${now.draft.name}改` });
      await act(county, id, "resubmit");
    };
    await act(await p.as("jixian-sjj"), id, "returnFromReview", remark("/abstract"));
    await resubmit("一");
    await act(await p.as("jixian-sjj"), id, "approve");
    await act(await p.as("dsj"), id, "returnFromVerification", remark("/name"));
    await resubmit("二");
    await act(await p.as("jixian-sjj"), id, "approve");
    await act(await p.as("dsj"), id, "verify");
    await act(await p.as("sjj"), id, "returnFromReReview", remark("/abstract"));
    const all = await said(county, made);
    expect(all.map(({ by }) => by.party)).toEqual(["集贤县数据局", "双鸭山市大数据中心", "双鸭山市数据局"]);
    expect(all.map(({ settledAt }) => settledAt === null)).toEqual([false, false, true]);
    expect(all.map(({ place, answer }) => [place, answer])).toEqual([
      ["/abstract", "mended"],
      ["/name", "mended"],
      ["/abstract", null],
    ]);
  });

  test("A12.8 a remark points at what the entry has, once", async () => {
    const keeper = await p.as("wjw");
    const { id } = await submit(keeper, await compile(keeper, draft()));
    const sent = (remarks: object[]) =>
      p.as("sjj").then((sjj) => act(sjj, id, "returnFromReview", { reasons, form: { remarks } }));
    const astray = await refusal(sent([two[0] ?? {}, { place: "/items/no_such", detail: "请改" }]));
    expect(astray.code).toBe("remark_out_of_place");
    expect(await code(sent([two[0] ?? {}, two[0] ?? {}]))).toBe("form_invalid");
    expect(await code(sent([{ place: "/abstract", detail: " " }]))).toBe("form_invalid");
    expect((await see(keeper, id)).state).toBe("review");
  });

  test("A12.8 what was returned comes again only with every remark answered: changed, or kept with a reason", async () => {
    const { keeper, matter, entry } = await returned();
    const [abstract, one] = await said(keeper, entry);
    const refused = await refusal(act(keeper, matter, "resubmit"));
    expect([refused.code, refused.message.includes("2 条")]).toEqual(["remark_unanswered", true]);
    expect(await code(answer(keeper, entry, abstract?.id ?? "", { answer: "mended" }))).toBe(
      "remark_unanswered",
    );
    expect(await code(answer(keeper, entry, one?.id ?? "", { answer: "kept", note: " " }))).toBe(
      "bad_request",
    );
    await save(keeper, entry, { ...entry.draft, abstract: "由传染病报告系统每日汇总产生。" });
    expect((await said(keeper, entry)).map(({ changed }) => changed)).toEqual([true, false]);
    expect(await code(act(keeper, matter, "resubmit"))).toBe("remark_unanswered");
    await answer(keeper, entry, abstract?.id ?? "", { answer: "mended" });
    await answer(keeper, entry, one?.id ?? "", { answer: "kept", note: "本市标准没有这一类" });
    await act(keeper, matter, "resubmit");
    const bureau = await said(await p.as("sjj"), entry);
    expect(bureau.map(({ answer, note, answeredBy }) => [answer, note, answeredBy === null])).toEqual([
      ["mended", "", false],
      ["kept", "本市标准没有这一类", false],
    ]);
    expect(bureau.every(({ settledAt }) => settledAt !== null)).toBe(true);
    expect(await code(answer(keeper, entry, abstract?.id ?? "", { answer: null }))).toBe(
      "entry_not_editable",
    );
    await act(await p.as("sjj"), matter, "returnFromReview", { reasons });
    expect(await code(answer(keeper, entry, abstract?.id ?? "", { answer: null }))).toBe("remark_settled");
    const { rows } = await p.t.ownerPool.query("select body from catalogue.record where series = $1", [
      `remarks:${entry.id}`,
    ]);
    expect(rows[0].body.answers).toHaveLength(2);
  });

  test("A12.3 only the keeper's own officers answer a remark, also where everybody reads the entry", async () => {
    const keeper = await p.as("wjw");
    const entry = await publish(p, "wjw", draft());
    await save(keeper, entry, { ...entry.draft, timeFrom: "2020-01-02" });
    const { id } = await submit(keeper, entry);
    await act(await p.as("sjj"), id, "returnFromReview", { reasons, form: { remarks: two } });
    const [abstract] = await said(keeper, entry);
    const body = { answer: "kept", note: "不改" };
    for (const other of ["mzj", "sjj", "jixian-wjw"])
      expect([other, await code(answer(await p.as(other), entry, abstract?.id ?? "", body))]).toEqual([
        other,
        "entry_not_own",
      ]);
    expect(await said(await p.as("mzj"), entry)).toEqual([]);
    const elsewhere = await compile(keeper, draft());
    expect(await code(answer(keeper, elsewhere, abstract?.id ?? "", body))).toBe("not_found");
    await answer(await p.as("wjw2"), entry, abstract?.id ?? "", body);
  });

  test("A13.1 an update sent back carries its remarks and comes again with answers", async () => {
    const keeper = await p.as("wjw");
    const entry = await publish(p, "wjw", draft());
    const form = { changeKind: "law", changedOn: "2026-09-18", basis: "《测试条例》第二条修改" };
    const { id } = await start(keeper, { kind: "catalogue-update", subject: entry.id, form });
    await save(keeper, entry, { ...entry.draft, abstract: "按新条例改" });
    await act(keeper, id, "submit");
    await act(await p.as("sjj"), id, "returnFromReview", { reasons, form: { remarks: two } });
    expect(await code(act(keeper, id, "submit"))).toBe("remark_unanswered");
    for (const { id: remark } of await said(keeper, entry))
      await answer(keeper, entry, remark, { answer: "kept", note: "与条例用语一致" });
    await act(keeper, id, "submit");
    await approve(p, id);
  });

  test("A12.4 many entries are returned at once with one remark for each", async () => {
    const keeper = await p.as("wjw");
    const made = await Promise.all([compile(keeper, draft()), compile(keeper, draft())]);
    const matters = await Promise.all(made.map((entry) => submit(keeper, entry)));
    const remarks = [{ place: "/abstract", detail: "请写明来源系统" }];
    await (await p.as("sjj")).send("POST", "/api/v1/matters/decisions", {
      kind: "catalogue-publication",
      state: "review",
      action: "returnFromReview",
      matters: matters.map(({ id, version }) => ({ id, version })),
      form: { remarks },
      reasons,
    });
    for (const entry of made)
      expect((await said(keeper, entry)).map(({ place }) => place)).toEqual(["/abstract"]);
  });

  test("A12.3 inside its own office an entry is returned with remarks that nobody else sees, and answered before it leaves", async () => {
    const head = await headOf("mzj");
    const keeper = await p.as("mzj");
    const made = await compile(keeper, draft());
    const opening = { kind: "catalogue-publication", subject: made.id };
    const { id } = (await keeper.post("/api/v1/matters", opening, drafted)).draft;
    const back = (remarks: object[]) =>
      head.post(`/api/v1/drafts/${id}/return`, { version: 1, opinion: "请改", remarks }, draftSchema);
    expect(await code(back([{ place: "/items/no_such", detail: "请改" }]))).toBe("remark_out_of_place");
    expect((await back(two)).subject).toEqual({ type: "entry", id: made.id });
    expect((await said(keeper, made)).map(({ inside, by }) => [inside, by.person])).toEqual([
      [true, "宋佳"],
      [true, "宋佳"],
    ]);
    const again = () => keeper.post(`/api/v1/drafts/${id}/redraft`, { version: 2 }, draftSchema);
    expect(await code(again())).toBe("remark_unanswered");
    for (const { id: remark } of await said(keeper, made))
      await answer(keeper, made, remark, { answer: "kept", note: "已与业务科核对，无须修改" });
    await again();
    const sent = await head.post(`/api/v1/drafts/${id}/pass`, { version: 3 }, passedDraft);
    expect((await said(keeper, made)).every(({ settledAt }) => settledAt !== null)).toBe(true);
    expect(await said(await p.as("sjj"), made)).toEqual([]);
    expect((await see(await p.as("sjj"), sent.matter ?? "")).state).toBe("review");
  });
});

test("A12.3 the notice that sends an entry back says what was said, and nothing of what was not", async () => {
  const api = await p.as("wjw");
  const bureau = await p.as("sjj");
  const papers = papersOf(p);
  const notice = async (form: object) => {
    const { id } = await submit(api, await compile(api, draft()));
    await act(bureau, id, "returnFromReview", { reasons: "摘要与名称不符", form });
    return papers.textOf("sjj", await papers.issue("sjj", id, "returnNotice"));
  };
  const bare = await notice({});
  expect(bare).toContain("摘要与名称不符");
  for (const heading of ["逐项意见", "重复和冲突", "：—"]) expect(bare).not.toContain(heading);
  const pointed = await notice({ remarks: two });
  expect(pointed).toContain("逐项意见");
  expect(pointed).toContain("请写明数据来自哪个系统");
  expect(pointed).not.toContain("重复和冲突");
});
