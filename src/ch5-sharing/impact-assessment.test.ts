import { afterAll, beforeAll, expect, test } from "vitest";
import { act, apply, code, mount, publish } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { papersOf } from "../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry } from "../contract/entry.ts";

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
  expect(await code(papers.issue("gaj", id, "impactAssessment", {}))).toBe("document_not_due");
  await act(await p.as("sjj"), id, "passToProvider");
  const form = {
    purpose: "为救助对象核对户籍，依据《社会救助暂行办法》，只取姓名和户籍地址。",
    impact: "泄露会暴露住址，风险中等；被核对的人不超过申请救助的家庭。",
    measures: "仅核验住址，不返回原文；按次留痕，使用权限一年。\n发现异常即中断调用。",
    conclusion: "影响可控，同意按仅核验方式共享。",
  };
  expect(await code(papers.issue("gaj", id, "impactAssessment", { ...form, impact: " " }))).toBe(
    "form_invalid",
  );
  expect(await code(papers.issue("mzj", id, "impactAssessment", form))).toBe("not_the_holder");
  const report = await papers.issue("gaj", id, "impactAssessment", form);
  expect(report).toMatchObject({ kind: "impact-assessment", number: "双公评〔2026〕1号" });
  const text = await papers.textOf("gaj", report);
  for (const part of [
    "个人信息保护影响评估报告",
    "双公评〔2026〕1号",
    ...Object.values(form),
    "姓名、户籍地址",
    "《中华人民共和国个人信息保护法》第五十五条、第五十六条",
    "双鸭山市公安局（盖章）",
    report.code,
  ])
    expect(text).toContain(part.replaceAll(/\s/g, ""));
  expect(await papers.check(report)).toMatchObject({ kind: "impact-assessment", office: "双鸭山市公安局" });
});
