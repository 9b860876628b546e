import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { act, code, refusal, see, start } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { channel, responsibility } from "../contract/duty.ts";
import { unit } from "../contract/unit.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const assignment = {
  category: "婚姻登记数据",
  dataKind: "government",
  department: "双鸭山市民政局",
  basis: "《婚姻登记条例》第二条",
  scope: "结婚、离婚登记信息",
  noSecrets: true,
  secrecyReviewer: "赵敏",
  secrecyReviewedOn: "2026-09-18",
};
const propose = async (who: string, changed: object = {}) =>
  start(await p.as(who), { kind: "responsibility-assignment", form: { ...assignment, ...changed } });
const held = async (who: string, q = "") =>
  (
    await (
      await p.as(who)
    ).get(`/api/v1/responsibilities?q=${encodeURIComponent(q)}`, z.object({ items: z.array(responsibility) }))
  ).items;

test("A8.6 a category's department is named by the bureau, and only with the staffing office's consent", async () => {
  for (const other of ["mzj", "dsj"])
    expect([other, await code(propose(other))]).toEqual([other, "not_the_authority"]);
  const declined = await propose("sjj");
  expect(await held("wjw")).toEqual([]);
  for (const other of ["sjj2", "mzj"])
    expect([other, await code(act(await p.as(other), declined.id, "consent"))]).toEqual([
      other,
      "not_the_holder",
    ]);
  expect(await code(act(await p.as("sbb"), declined.id, "decline"))).toBe("reasons_missing");
  await act(await p.as("sbb"), declined.id, "decline", { reasons: "“三定”规定还没有调整" });
  expect(await held("wjw")).toEqual([]);
  const agreed = await propose("sjj");
  await act(await p.as("sbb"), agreed.id, "consent");
  expect(await held("wjw", "婚姻")).toMatchObject([
    {
      category: "婚姻登记数据",
      department: { name: "双鸭山市民政局" },
      basis: assignment.basis,
      until: null,
    },
  ]);
  expect((await see(await p.as("mzj"), agreed.id)).state).toBe("assigned");
  expect(await code(held("citizen"))).toBe("forbidden");
});

test("A3.3 a category has one source department, until functions move to another", async () => {
  const first = await propose("sjj", { category: "收养登记数据" });
  const rival = await propose("sjj", { category: "收养登记数据", department: "双鸭山市卫生健康委员会" });
  await act(await p.as("sbb"), first.id, "consent");
  const late = await refusal(act(await p.as("sbb"), rival.id, "consent"));
  expect([late.code, late.article]).toEqual(["category_assigned", "3¶3"]);
  const again = { category: "收养登记数据", department: "双鸭山市卫生健康委员会" };
  expect(await code(propose("sjj", again))).toBe("category_assigned");
  expect(await code(propose("sjj", { category: "收养登记数据", transfer: true }))).toBe("category_assigned");
  const moved = await propose("sjj", { ...again, transfer: true });
  await act(await p.as("sbb"), moved.id, "consent");
  expect((await held("sjj", "收养")).map(({ department, until }) => [department.name, until])).toEqual(
    expect.arrayContaining([
      ["双鸭山市卫生健康委员会", null],
      ["双鸭山市民政局", "2026-09-21"],
    ]),
  );
});

test("A3.1 what holds state or work secrets never becomes a category of public data", async () => {
  for (const changed of [{ noSecrets: false }, { noSecrets: undefined }, { secrecyReviewer: "" }])
    expect([changed, await code(propose("sjj", { ...changed, category: "涉密数据" }))]).toEqual([
      changed,
      "form_invalid",
    ]);
});

test("A3.2 a category is government data or public-service data, as befits its department", async () => {
  expect(await code(propose("sjj", { category: "其他数据", dataKind: "other" }))).toBe("form_invalid");
  const { t } = p;
  await t.db
    .updateTable("parties.party")
    .set({ name: "双鸭山市供水公司" })
    .where("id", "=", p.party("rsj"))
    .execute();
  await t.ownerPool.query("update parties.party set kind = 'public-service-enterprise' where id = $1", [
    p.party("rsj"),
  ]);
  const water = { category: "供水数据", department: "双鸭山市供水公司" };
  const wrong = await refusal(propose("sjj", water));
  expect([wrong.code, wrong.article]).toEqual(["form_invalid", "3¶2"]);
  expect((await propose("sjj", { ...water, dataKind: "public-service" })).state).toBe("consent");
});

test("A77.1 units of the province and the state in the city are marked as taking part by reference", async () => {
  const { items } = await (await p.as("sjj")).get("/api/v1/units", z.object({ items: z.array(unit) }));
  const byReference = items.filter((one) => one.byReference);
  expect(byReference.map(({ name }) => name)).toContain("国家税务总局双鸭山市税务局");
  expect(byReference).toEqual(items.filter(({ kind }) => kind === "superior-unit"));
  expect(items.every(({ region }) => region.startsWith("2305"))).toBe(true);
});

const legacy = {
  name: "卫生健康数据共享前置系统",
  channelPurpose: "sharing",
  channelStatus: "built",
  users: "各区卫生健康局，预约挂号数据",
  plan: "先迁接口，再停前置机",
  mergeBy: "2026-12-31",
};
const declare = async (who: string, changed: object = {}) =>
  start(await p.as(who), { kind: "channel-merger", form: { ...legacy, ...changed } });
const channels = async (who: string) =>
  (await (await p.as(who)).get("/api/v1/channels", z.object({ items: z.array(channel) }))).items;

test("A7.1 the platform is the one authorised channel", async () => {
  const authorised = (await channels("mzj")).filter(({ state }) => state === "authorised");
  expect(authorised.map(({ owner, purpose }) => [owner, purpose])).toEqual([[null, "platform"]]);
  const second = p.t.db
    .insertInto("parties.channel")
    .values({
      id: crypto.randomUUID(),
      name: "另一个平台",
      purpose: "platform",
      state: "authorised",
      owner_id: null,
      matter_id: null,
      merge_by: null,
      merged_on: null,
    })
    .execute();
  await expect(second).rejects.toThrow("one_authorised_channel");
});

test("A7.6 A35.2 a channel that exists is declared, its plan reviewed, merged by its day and accepted", async () => {
  const { id } = await declare("wjw");
  expect(await code(declare("wjw"))).toBe("record_exists");
  await act(await p.as("sjj"), id, "returnPlan", { reasons: "没有写停用日期" });
  await act(await p.as("wjw"), id, "revisePlan", { form: { plan: "11月底停用" } });
  const { deadlines } = await act(await p.as("sjj"), id, "acceptPlan");
  expect(deadlines.filter(({ state }) => state === "open").map(({ dueOn }) => dueOn)).toEqual(["2026-12-31"]);
  await act(await p.as("wjw"), id, "reportMerged", { form: { result: "接口已迁到平台" } });
  expect((await channels("wjw")).map(({ name, state }) => [name, state])).toContainEqual([
    legacy.name,
    "merging",
  ]);
  expect(await code(act(await p.as("wjw"), id, "accept"))).toBe("not_the_holder");
  await act(await p.as("dsj"), id, "sendBack", { reasons: "前置机还在运行" });
  await act(await p.as("wjw"), id, "reportMerged", { form: { result: "前置机已停" } });
  await act(await p.as("dsj"), id, "accept");
  expect(await channels("sjj")).toContainEqual(
    expect.objectContaining({ name: legacy.name, state: "merged", mergedOn: "2026-09-21", overdue: false }),
  );
  expect((await channels("mzj")).map(({ name }) => name)).not.toContain(legacy.name);
});

test("A7.5 no new channel is built beside the platform", async () => {
  const refused = await refusal(declare("gaj", { name: "新共享系统", channelStatus: "planned" }));
  expect([refused.code, refused.article]).toEqual(["channel_not_allowed", "7¶2"]);
  expect((await channels("gaj")).map(({ state }) => state)).toEqual(["authorised"]);
});

test("A7.4 a county builds no platform unless the city's bureau excepts it, with reasons and terms", async () => {
  const form = { name: "集贤县数据平台", why: "边远乡镇网络不通", connection: "每日与市平台同步" };
  const ask = async (who: string) => start(await p.as(who), { kind: "county-platform", form });
  const own = await refusal(declare("jixian-sjj", { channelPurpose: "platform", channelStatus: "planned" }));
  expect([own.code, own.article]).toEqual(["channel_not_allowed", "7¶1"]);
  for (const other of ["jixian-wjw", "gaj"])
    expect([other, await code(ask(other))]).toEqual([other, "channel_not_allowed"]);
  const refused = await ask("jixian-sjj");
  await act(await p.as("sjj"), refused.id, "refuse", { reasons: "市平台已覆盖" });
  expect((await channels("jixian-sjj")).map(({ state }) => state)).toEqual(["authorised"]);
  const again = await ask("jixian-sjj");
  const terms = { form: { terms: "限一年，只汇聚不开放" } };
  expect(await code(act(await p.as("sjj"), again.id, "except", terms))).toBe("reasons_missing");
  expect(await code(act(await p.as("jixian-sjj"), again.id, "except", terms))).toBe("not_the_holder");
  await act(await p.as("sjj"), again.id, "except", { ...terms, reasons: "网络条件所限" });
  expect((await channels("sjj")).filter(({ state }) => state === "excepted").map(({ name }) => name)).toEqual(
    ["集贤县数据平台"],
  );
});
