import { afterAll, beforeAll, expect, test } from "vitest";
import { act, apply, code, mount, publish, refusal } from "../../../test/support/business.ts";
import { registerEntry } from "../../../test/support/city.ts";
import {
  papersOf,
  refusedReasons as reasons,
  refusedApplication,
  sequenceOf,
} from "../../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import type { Entry } from "../../contract/entry.ts";
import type { Matter } from "../../contract/matter.ts";

let p: TestPlatform;
let register: Entry;
let refused: Matter;
let papers: ReturnType<typeof papersOf>;

beforeAll(async () => {
  p = await testPlatform();
  papers = papersOf(p);
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  refused = await refusedApplication(p, register);
});
afterAll(() => p.close());

test("A27.5 the provider's refusal goes out as a numbered letter with its specific reasons", async () => {
  const { issuable } = await papers.documents("gaj", refused.id);
  expect(issuable).toMatchObject([{ name: "refusalReasons", series: "双公告", to: "双鸭山市民政局" }]);
  const letter = await papers.issue("gaj", refused.id, "refusalReasons");
  expect(letter).toMatchObject({ title: "不同意共享告知书", number: "双公告〔2026〕1号" });
  const text = await papers.textOf("mzj", letter);
  for (const part of [
    "双公告〔2026〕1号",
    "双鸭山市民政局：",
    "你单位于2026年9月21日提出的",
    refused.number,
    reasons,
    "《双鸭山市公共数据管理暂行办法》第二十七条第二款第二项",
    letter.code,
  ]) {
    expect(text).toContain(part);
  }
});

test("A22.1 numbers follow each other without a gap, whatever is refused or tried twice", async () => {
  const [one, two] = [await refusedApplication(p, register), await refusedApplication(p, register)];
  const both = await Promise.allSettled([
    papers.issue("gaj", one.id, "refusalReasons"),
    papers.issue("gaj2", one.id, "refusalReasons"),
  ]);
  const issued = both.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(issued).toHaveLength(1);
  expect(await code(papers.issue("gaj", one.id, "refusalReasons"))).toBe("document_issued");
  expect(await code(papers.issue("mzj", two.id, "refusalReasons"))).toBe("not_the_holder");
  expect(await code(papers.issue("gaj", two.id, "grantNotice"))).toBe("document_not_due");
  expect(await code(papers.issue("rsj", two.id, "refusalReasons"))).toBe("not_found");
  for (const inherited of ["constructor", "__proto__", "toString"]) {
    expect(await code(papers.issue("gaj", two.id, inherited))).toBe("not_found");
    expect(await code(act(await p.as("gaj"), two.id, inherited))).toBe("not_found");
  }
  expect(await code(papers.issue("gaj", two.id, "impactAssessment"))).toBe("document_past");
  const next = await papers.issue("gaj", two.id, "refusalReasons");
  expect(sequenceOf(next)).toBe((issued.map(sequenceOf)[0] ?? 0) + 1);
});

test("an application form and an approval form say in ruled cells what was asked and how it went", async () => {
  const asked = await papers.textOf("sjj", await papers.issue("mzj", refused.id, "applicationForm"));
  for (const part of ["公共数据共享申请表", "具体应用场景", "姓名、户籍地址", "接口查询", refused.number]) {
    expect(asked).toContain(part);
  }
  const approval = await papers.issue("sjj", refused.id, "approvalForm");
  expect(approval.number).toBe("双数审〔2026〕1号");
  const text = await papers.textOf("gaj", approval);
  for (const part of ["环节单位、经办人意见日期", "形式审查通过，转提供部门", "李文博", reasons]) {
    expect(text).toContain(part);
  }
});

test("A22.1 a notice to mend is issued while the applicant is to mend, not when that is done", async () => {
  const { id } = await apply(await p.as("mzj"), register);
  const offered = async () => (await papers.documents("sjj", id)).issuable.map(({ name }) => name);
  await act(await p.as("sjj"), id, "askSupplement", { reasons: "请附系统的等级保护备案证明" });
  expect(await offered()).toEqual(["supplementNotice"]);
  await act(await p.as("mzj"), id, "supplement");
  const refused = await refusal(papers.issue("sjj", id, "supplementNotice"));
  expect([refused.code, refused.article]).toEqual(["document_past", "27¶1"]);
  for (const part of ["补正通知书", "待补正", "市数据局审核"]) expect(refused.detail).toContain(part);
  expect(await offered()).toEqual([]);
});
