import { afterAll, beforeAll, expect, test } from "vitest";
import { act, mount, openToPublic, publish, start, upload } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { papersOf } from "../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { checkedDocument } from "../contract/document.ts";
import type { Entry } from "../contract/entry.ts";

let p: TestPlatform;
let figures: Entry;
let papers: ReturnType<typeof papersOf>;

beforeAll(async () => {
  p = await testPlatform();
  papers = papersOf(p);
  figures = await publish(p, "wjw", epidemicEntry);
  const wjw = await p.as("wjw");
  const row = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  const header = "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡";
  await upload(wjw, await mount(wjw, figures), `${header}\n${row}\n`);
  await openToPublic(p, figures);
}, 180_000);
afterAll(() => p.close());

test("A38.3 the security and secrecy review leaves its form", async () => {
  const opening = (await p.t.pool.query("select id from matters.matter where kind = 'opening-publication'"))
    .rows[0];
  const review = await papers.textOf("sjj", await papers.issue("wjw2", opening.id, "secrecyReview"));
  for (const part of [
    "安全保密审查表",
    "不含国家秘密、工作秘密是",
    "无须处理：均为汇总统计数",
    "第三十八条",
  ]) {
    expect(review).toContain(part);
  }
}, 180_000);

test("A40.2 A40.4 A40.5 an objection leaves its papers: suspension, result, decision of the review", async () => {
  const [citizen, wjw] = [await p.as("citizen"), await p.as("wjw")];
  const attachments = [await citizen.attach("证据.txt", "text/plain", "通报截图\n")];
  const form = { ground: "error", claim: "数字有误", where: "2月9日", contact: "0469-0000000" };
  const { id } = await start(citizen, { kind: "opening-objection", subject: figures.id, form, attachments });
  const suspension = await papers.textOf("citizen", await papers.issue("wjw", id, "suspensionNotice"));
  for (const part of ["中止开放", "刘晓晨：", "您于2026年9月21日提出的", "第四十条"])
    expect(suspension).toContain(part);
  await act(wjw, id, "restore", { form: { finding: "已核对原件" }, reasons: "与原始报表一致" });
  const result = await papers.issue("wjw", id, "resultNotice");
  expect(result.number).toBe("双卫健告〔2026〕1号");
  const told = await papers.textOf("citizen", result);
  for (const part of [
    "办理结果：恢复开放",
    "核实情况：已核对原件",
    "与原始报表一致",
    "可以申请由提供单位的同级",
  ]) {
    expect(told).toContain(part);
  }
  const faulty = { act: "void", reason: "日期写错" };
  await act(citizen, id, "askReview", { reasons: "仍有出入" });
  await papers.revoke("wjw", { id }, result, faulty);
  const second = await papers.issue("wjw", id, "resultNotice");
  await act(await p.as("sjj"), id, "uphold", { reasons: "复核无误" });
  await papers.revoke("wjw", { id }, second, faulty);
  expect((await papers.issue("wjw", id, "resultNotice")).number).toBe("双卫健告〔2026〕3号");
  const decision = await papers.textOf("citizen", await papers.issue("sjj", id, "reviewDecision"));
  for (const part of ["异议复核决定书", "办理结果：维持结果", "复核无误"]) expect(decision).toContain(part);
  const own = await papers.issue("citizen", id, "applicationForm");
  expect((await p.anybody.get(`/api/v1/check/${own.code}`, checkedDocument)).office).toBeNull();
}, 180_000);
