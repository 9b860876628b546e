import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { act, apply, code, mount, publish, refusal, start } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { papersOf } from "../../test/support/documents.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import { listRow } from "../contract/lists.ts";
import type { Matter } from "../contract/matter.ts";

let p: TestPlatform;
let register: Entry;

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

const need = {
  dataName: "残疾人证持有信息",
  dataItems: "证件号码、残疾类别和等级，涉及本市持证残疾人",
  scenario: "残疾人两项补贴资格核对",
  basis: "《社会救助暂行办法》第五十八条",
  presumedHolder: "双鸭山市公安局",
};
const state = async (who: string, form: object = need): Promise<Matter> =>
  start(await p.as(who), { kind: "sharing-need", form });
const step = async (id: string, action: string, form: object, who = "sjj", reasons = "") =>
  act(await p.as(who), id, action, reasons === "" ? { form } : { form, reasons });
const talk = {
  heldOn: "2026-09-21",
  consulted: ["双鸭山市公安局"],
  outcome: "该局有户籍登记，没有残疾人证数据",
};
const demands = async () =>
  (await (await p.as("mzj")).get("/api/v1/lists/sharing-demand", listOf(listRow))).items.map(
    ({ name, terms }) => [name, terms],
  );

test("A22.2 a department states a need outside any entry; its bureau coordinates, keeps record, and names the entry to apply for", async () => {
  const opened = await state("mzj");
  expect(opened).toMatchObject({ state: "coordination", holder: { id: p.party("sjj") } });
  expect(opened.deadlines).toMatchObject([{ kind: "promised", workingDays: 10 }]);
  expect(await demands()).toContainEqual([need.dataName, "办理中"]);
  const { id } = opened;
  const compiled = { compiler: "双鸭山市公安局", compileBy: "2026-11-30" };
  for (const [early, form] of [
    ["arrange", compiled],
    ["decline", {}],
  ] as const)
    expect(await code(step(id, early, form, "sjj", "没有单位掌握"))).toBe("need_not_coordinated");
  expect(await code(step(id, "coordinate", talk, "mzj"))).toBe("not_the_holder");
  const talked = await step(id, "coordinate", talk);
  expect(talked.history.find(({ action }) => action === "coordinate")?.form).toMatchObject(talk);
  const arranged = await step(id, "arrange", compiled);
  expect(arranged).toMatchObject({ state: "arranged", holder: { id: p.party("sjj") } });

  const met = await step(id, "meet", { entry: register.catalogueCode });
  expect(met).toMatchObject({ state: "met", closed: true });
  expect(met.facts.map(({ value }) => value)).toEqual([`${register.name}（${register.catalogueCode}）`]);
  expect(await demands()).toEqual([]);
  const papers = papersOf(p);
  const answer = await papers.textOf("mzj", await papers.issue("sjj", id, "answer"));
  for (const part of ["共享需求协调结果告知书", "双鸭山市民政局：", register.catalogueCode ?? "—"])
    expect(answer).toContain(part);
});

test("A22.2 what the bureau names is there: a published entry that may be shared, or an application of that department", async () => {
  const { id } = await state("mzj");
  const wrong = async (form: object) => {
    const { code: answer, detail } = await refusal(step(id, "meet", form));
    return `${answer} ${detail}`;
  };
  expect(await wrong({})).toContain("form_invalid 请填写可以申请的数据目录");
  expect(await wrong({ entry: "d-00000000" })).toContain("没有代码为“d-00000000”的已发布目录");
  const shut = { sharingClass: "not-shared" as const, sharingBasis: "《统计法》第九条" };
  const closed = await publish(p, "gaj", { ...registerEntry, name: "刑事登记信息", ...shut });
  expect(await wrong({ entry: closed.code })).toContain("不予共享");
  const foreign = await apply(await p.as("rsj"), register);
  expect(await wrong({ application: foreign.number })).toContain("没有文号为");
  const own = await apply(await p.as("mzj"), register);
  const [back, denied] = [await apply(await p.as("mzj"), register), await apply(await p.as("mzj"), register)];
  await act(await p.as("mzj"), back.id, "withdraw");
  await act(await p.as("sjj"), denied.id, "passToProvider");
  await act(await p.as("gaj"), denied.id, "refuse", { reasons: "超出必要范围" });
  for (const { number } of [back, denied])
    expect(await wrong({ application: number })).toContain("已经撤回或者没有同意");
  const met = await step(id, "meet", { application: own.number });
  expect(met.facts.map(({ value }) => value)).toEqual([own.number]);
});

test("A22.2 a need that nobody can meet ends with reasons, and stands in the list of demand until it is stated again", async () => {
  const { id } = await state("mzj", { ...need, dataName: "商品房网签价格" });
  const later = await refusal(step(id, "coordinate", { ...talk, heldOn: "2026-09-22" }));
  expect([later.code, later.article]).toEqual(["form_invalid", "22"]);
  expect(await code(step(id, "coordinate", { ...talk, consulted: ["某某局"] }))).toBe("form_invalid");
  await step(id, "coordinate", talk);
  expect(await code(step(id, "decline", {}))).toBe("reasons_missing");
  const { state: ended } = await step(id, "decline", {}, "sjj", "全市没有单位依法采集");
  expect(ended).toBe("unmet");
  expect(await demands()).toContainEqual(["商品房网签价格", "不能满足"]);

  const again = await state("mzj", { ...need, dataName: "商品房网签价格" });
  const ofIt = async () => (await demands()).filter(([name]) => name === "商品房网签价格");
  expect(await ofIt()).toEqual([["商品房网签价格", "办理中"]]);
  await step(again.id, "meet", { entry: register.catalogueCode });
  expect(await ofIt()).toEqual([]);
});

test("A22.2 a county's department states it to its county's bureau, the bureau to the city's; nobody else sees it", async () => {
  const own = await state("jixian-wjw", { ...need, presumedHolder: "" });
  expect(own.holder?.id).toBe(p.party("jixian-sjj"));
  const further = await state("jixian-sjj", { ...need, presumedHolder: "" });
  expect(further.holder?.id).toBe(p.party("sjj"));
  for (const stranger of ["gaj", "rsj", "citizen"])
    expect(await code((await p.as(stranger)).get(`/api/v1/matters/${own.id}`, z.unknown()))).toBe(
      "not_found",
    );
  expect(await code(state("citizen"))).toBe("may_not_start");
  expect(await code(state("mzj", { ...need, presumedHolder: "某某局" }))).toBe("form_invalid");
});

test("A22.2 a need is for a day to come: one that is past is refused at its field", async () => {
  const past = await refusal(state("mzj", { ...need, neededBy: "2026-09-20" }));
  expect([past.code, past.article, past.errors[0]?.pointer]).toEqual([
    "form_invalid",
    "22",
    "/form/neededBy",
  ]);
  expect((await state("mzj", { ...need, neededBy: "2026-09-21" })).state).toBe("coordination");
});
