import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  apply,
  assess,
  code,
  masked,
  mount,
  publish,
  refusal,
  request,
  see,
} from "../../test/support/business.ts";
import { hospitalEntry, registerEntry } from "../../test/support/city.ts";
import { papersOf } from "../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry, EntryItem } from "../contract/entry.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { personalItems } from "./impact-assessment.ts";

const conditional = {
  sharingClass: "conditional" as const,
  sharingScope: "市级部门",
  sharingPurpose: "核对统计",
  sharingBasis: "《统计法》第九条",
};

const weighed = {
  purpose: "为救助对象核对户籍，依据《社会救助暂行办法》，只取姓名和户籍地址。",
  impact: "泄露会暴露住址，风险中等；被核对的人不超过申请救助的家庭。",
  measures: "仅核验住址，不返回原文；按次留痕，使用权限一年。\n发现异常即中断调用。",
  conclusion: "影响可控，同意按仅核验方式共享。",
};

let p: TestPlatform;
let register: Entry;
let papers: ReturnType<typeof papersOf>;

beforeAll(async () => {
  p = await testPlatform();
  papers = papersOf(p);
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

test("A27.4 the provider's review of personal data leaves its impact assessment, in the words it was weighed in", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  expect(await code(papers.issue("gaj", id, "impactAssessment", { ...weighed, impact: " " }))).toBe(
    "form_invalid",
  );
  expect(await code(papers.issue("mzj", id, "impactAssessment", weighed))).toBe("not_the_holder");
  const report = await papers.issue("gaj", id, "impactAssessment", weighed);
  expect(report).toMatchObject({ kind: "impact-assessment", number: "双公评〔2026〕1号" });
  const text = await papers.textOf("gaj", report);
  for (const part of [
    "个人信息保护影响评估报告",
    "双公评〔2026〕1号",
    ...Object.values(weighed),
    "姓名、户籍地址",
    "《中华人民共和国个人信息保护法》第五十五条、第五十六条",
    "双鸭山市公安局（盖章）",
    report.code,
  ])
    expect(text).toContain(part.replaceAll(/\s/g, ""));
  expect(await papers.check(report)).toMatchObject({ kind: "impact-assessment", office: "双鸭山市公安局" });
});

const grant = async (id: string, columns: readonly ColumnDecision[], who = "gaj") =>
  act(await p.as(who), id, "grant", { form: { columns } });
const shown = async (id: string, who = "gaj") =>
  (await see(await p.as(who), id)).facts.find(({ label }) => label === "个人信息保护影响评估")?.value;

test("A27.4 what is about persons is granted only with the impact assessment of this matter on record and in force", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  const other = await apply(await p.as("mzj"), register);
  for (const each of [id, other.id]) await act(await p.as("sjj"), each, "passToProvider");
  await assess(await p.as("gaj"), other.id);
  const refused = await refusal(grant(id, masked(request.columns)));
  expect([refused.code, refused.article]).toEqual(["impact_not_assessed", "27¶2(2)"]);
  for (const part of ["姓名、户籍地址", "第五十五条", "文书与附件"]) expect(refused.detail).toContain(part);
  expect(await shown(id)).toContain("没有有效的评估报告");

  await assess(await p.as("gaj"), id);
  const [report] = (await papers.documents("gaj", id)).items;
  if (report === undefined) throw new Error("no report");
  await papers.revoke("gaj", { id }, report, { act: "void", reason: "用途写错" });
  expect(await code(grant(id, masked(request.columns)))).toBe("impact_not_assessed");
  await assess(await p.as("gaj"), id);
  expect(await shown(id)).toMatch(/^双公评〔2026〕\d+号$/);
  expect((await grant(id, masked(request.columns))).state).toBe("granted");
});

test("A27.4 an application that was stated anew is assessed anew", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  await assess(await p.as("gaj"), id);
  await act(await p.as("sjj"), id, "askSupplement", { reasons: "应用场景写到具体环节" });
  const scenario = "低保年度复核时核对户籍地址是否迁出";
  await act(await p.as("mzj"), id, "supplement", { form: { scenario, months: 24 } });
  await act(await p.as("sjj"), id, "passToProvider");
  expect(await shown(id)).toContain("没有有效的评估报告");
  expect(await code(grant(id, masked(request.columns)))).toBe("impact_not_assessed");

  await assess(await p.as("gaj"), id);
  const { items } = await papers.documents("gaj", id);
  expect(items.map(({ revocation }) => revocation)).toEqual([null, null]);
  expect(await shown(id)).toBe(items[1]?.number);
  expect((await grant(id, masked(request.columns))).state).toBe("granted");
});

test("A27.4 A22.1 an assessment that was revoked is made anew while the matter is open; what a grant rests on is replaced, not revoked", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  const reason = "评估人没有核实必要性，不应当制发";
  const revoked = await papers.issue("gaj", id, "impactAssessment", weighed);
  await papers.revoke("gaj", { id }, revoked, { act: "revoked", reason });
  expect(await code(grant(id, masked(request.columns)))).toBe("impact_not_assessed");
  const offered = async () => (await papers.documents("gaj", id)).issuable.map(({ name }) => name);
  expect(await offered()).toContain("impactAssessment");

  const next = await papers.issue("gaj", id, "impactAssessment", weighed);
  expect(await papers.check(revoked)).toMatchObject({
    revocation: { act: "revoked", replacedBy: { number: next.number } },
  });
  expect(await papers.textOf("gaj", next)).toContain(`${revoked.number}，原文书撤销`);
  await grant(id, masked(request.columns));
  expect(await code(papers.revoke("gaj", { id }, next, { act: "revoked", reason }))).toBe("document_stays");
  await papers.revoke("gaj", { id }, next, { act: "void", reason });
  expect(await shown(id)).toContain("没有有效的评估报告");
  const last = await papers.issue("gaj", id, "impactAssessment", weighed);
  expect(await shown(id)).toBe(last.number);
});

test("A27.4 a refusal of all needs no assessment, nor does what is about nobody", async () => {
  const figures = await publish(p, "wjw", { ...hospitalEntry, name: "就诊统计", ...conditional });
  await mount(await p.as("wjw"), figures);
  const form = { ...request, columns: ["city", "confirmed"] };
  const { id } = await apply(await p.as("mzj"), figures, form);
  await act(await p.as("sjj"), id, "passToProvider");
  const plain = form.columns.map((column) => ({ column, treatment: "plain" as const, reason: "" }));
  expect((await grant(id, plain, "wjw")).state).toBe("granted");
  expect(await shown(id, "wjw")).toBeUndefined();

  const { id: none } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), none, "passToProvider");
  expect((await act(await p.as("gaj"), none, "refuse", { reasons: "超出必要范围" })).state).toBe("refused");
});

test("A27.3 persons' data that are shared without conditions wait for their provider's assessment too", async () => {
  const items = registerEntry.items.map((item) => ({ ...item, name: `${item.name}（公示）` }));
  const entry = { ...registerEntry, name: "执业人员公示信息", sharingClass: "unconditional" as const, items };
  const open = await publish(p, "gaj", entry);
  await mount(await p.as("gaj"), open);
  const { id } = await apply(await p.as("mzj"), open, { ...request, columns: ["pcs"] });
  const refused = await refusal(act(await p.as("sjj"), id, "grantUnconditional"));
  expect([refused.code, refused.article]).toEqual(["impact_not_assessed", "27¶2(1)"]);
  expect(await code(papers.issue("sjj", id, "impactAssessment"))).toBe("not_the_holder");
  await assess(await p.as("gaj"), id);
  expect((await act(await p.as("sjj"), id, "grantUnconditional")).state).toBe("granted");
});

test("of rows by person every item is personal, of others only what leads to one", () => {
  const [, name, sex] = registerEntry.items;
  const number = registerEntry.items[0];
  if (number === undefined || name === undefined || sex === undefined) throw new Error("no items");
  const firm = { ...number, column: "uscc", standard: "credit-code" as const, masking: "none" as const };
  const of = (items: readonly EntryItem[]) =>
    personalItems({ items: [...items] }, ["uscc", "gmsfhm", "xm", "xb"]).map(({ column }) => column);
  expect(of([number, sex])).toEqual(["gmsfhm", "xb"]);
  expect(of([firm, sex])).toEqual([]);
  expect(of([firm, name, sex])).toEqual(["xm"]);
  expect(of([firm, { ...sex, masking: "address" }])).toEqual(["xb"]);
});
