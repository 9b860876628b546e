import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  compile,
  mount,
  publish,
  refusal,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { entryGrading } from "../contract/grading.ts";
import { type RecordDetail, recordDetail } from "../contract/record.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const enter = async (who: string, register: string, form: object): Promise<RecordDetail> =>
  (await p.as(who)).post("/api/v1/records", { register, form }, recordDetail);
const standard = (number: string, effectiveFrom: string) => ({
  title: "公共数据分类分级指南",
  number,
  documentKind: "standard",
  documentLevel: "city",
  documentTopic: "classification",
  issuer: "双鸭山市数据局",
  jointly: ["双鸭山市市场监督管理局"],
  edition: `${effectiveFrom.slice(0, 4)}年版`,
  effectiveFrom,
});
const rule = (grades: readonly string[], more: object = {}) => ({
  title: "分类分级细则",
  standard: "DB2305/T 001-2026",
  edition: "2026年版",
  effectiveFrom: "2026-09-01",
  grades,
  security: "三级以上数据加密存放，只在业务系统里使用",
  ...more,
});
/** Done once, by whichever test comes first. */
function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}
const cityStandard = once(() => enter("sjj", "library", standard("DB2305/T 001-2026", "2026-09-01")));
const cityTable = once(async () => {
  await cityStandard();
  await enter("sjj", "grading-rules", rule(["个人基本信息 2级", "个人身份标识 3级"]));
});
const policeRules = once(async () => {
  await cityTable();
  return enter("gaj", "grading-rules", rule(["个人基本信息 3级"]));
});
const figures =
  "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡\n" +
  "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2\n";

test("A11.6 without a standard of the city nothing is asked, with one the department's rules come before the first data", async () => {
  const api = await p.as("wjw");
  const earlier = await mount(api, await publish(p, "wjw", { ...epidemicEntry, name: "标准施行之前" }));
  expect((await upload(api, earlier, figures)).state).toBe("done");
  await cityStandard();
  expect((await upload(api, earlier, figures)).state).toBe("done");
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: "标准施行之后" });
  const resource = await mount(api, entry);
  const refused = await refusal(upload(api, resource, figures));
  expect([refused.code, refused.article]).toEqual(["rules_missing", "11¶4"]);
  await enter("wjw", "grading-rules", rule(["业务信息 1级"]));
  expect((await upload(api, resource, figures)).state).toBe("done");
  const grading = await api.get(`/api/v1/entries/${entry.id}/grading`, entryGrading);
  expect(grading.standard).toMatchObject({ number: "DB2305/T 001-2026", edition: "2026年版" });
});

test("A11.1 A11.6 a department's rules may be stricter than the city's standard, never laxer", async () => {
  await cityTable();
  const laxer = await refusal(enter("gaj", "grading-rules", rule(["户籍业务信息 2级", "个人基本信息 1级"])));
  expect([laxer.code, laxer.article]).toEqual(["rule_looser", "11¶4"]);
  expect(laxer.detail).toContain("至少为2级");
  await policeRules();
  const again = rule(["个人基本信息 3级"]);
  expect(await code(enter("gaj", "grading-rules", again))).toBe("record_exists");
  expect(await code(enter("mzj", "grading-rules", { ...again, standard: "DB23/T 9-2020" }))).toBe(
    "form_invalid",
  );
  expect(await code(enter("mzj", "grading-rules", rule(["个人基本信息"])))).toBe("form_invalid");
  expect(await code(enter("mzj", "grading-rules", rule(["甲 2级", "甲 3级"])))).toBe("form_invalid");
  expect(await code(enter("citizen", "grading-rules", again))).toBe("not_the_keeper");
});

test("A11.1 A11.6 an entry below the city's standard or its department's rules is not submitted, nor regraded to it", async () => {
  await policeRules();
  const api = await p.as("gaj");
  const below = await refusal(submit(api, await compile(api, registerEntry)));
  expect([below.code, below.article]).toEqual(["entry_incomplete", "11¶4"]);
  const low = registerEntry.items.filter(({ category, grade }) => category === "个人基本信息" && grade < 3);
  expect(low.length).toBeGreaterThan(0);
  expect(below.detail).toContain(`${low.length} 处`);
  const items = registerEntry.items.map((item) =>
    item.category === "个人基本信息" && item.grade < 3
      ? ({ ...item, grade: 3, masking: "all", storage: "sealed" } as const)
      : item,
  );
  const entry = await publish(p, "gaj", { ...registerEntry, items });
  const form = {
    gradingTrigger: "scope",
    changedOn: "2026-09-18",
    changeReason: "范围缩小",
    columns: [{ column: "mz", grade: 2 }],
  };
  const refused = await refusal(start(api, { kind: "regrading", subject: entry.id, form }));
  expect([refused.code, refused.article]).toEqual(["grading_unsound", "11¶4"]);
  expect(refused.detail).toContain("《分类分级细则》（2026年版）");
});

test("A11.1 A11.2 rules that became stricter since a regrading was submitted are held against it at its approval", async () => {
  const { id, version } = await policeRules();
  const api = await p.as("gaj");
  const items = registerEntry.items.map((item) => {
    if (item.category !== "个人基本信息") return item;
    return {
      ...item,
      category: item.column === "mz" ? "民族信息" : item.category,
      grade: 3,
      masking: "all",
      storage: "sealed",
    } as const;
  });
  const entry = await publish(p, "gaj", { ...registerEntry, name: "细则收紧之前提交", items });
  const form = {
    gradingTrigger: "scope",
    changedOn: "2026-09-18",
    changeReason: "范围缩小",
    columns: [{ column: "mz", grade: 2 }],
  };
  const matter = await start(api, { kind: "regrading", subject: entry.id, form });
  const stricter = rule(["个人基本信息 3级", "民族信息 3级"]);
  await api.post(
    `/api/v1/records/${id}/versions`,
    { version, form: stricter, reason: "民族列为敏感信息" },
    recordDetail,
  );
  const refused = await refusal(act(await p.as("sjj"), matter.id, "approve"));
  expect([refused.code, refused.article]).toEqual(["grading_unsound", "11¶4"]);
});
