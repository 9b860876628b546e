import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  act,
  code,
  grantConditional,
  mount,
  publish,
  refusal,
  see,
  start,
} from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { withdrawing } from "../../test/support/withdrawal.ts";
import { listOf } from "../contract/common.ts";
import { matterDocuments } from "../contract/document.ts";
import type { Entry } from "../contract/entry.ts";
import { type Grant, grant as grantSchema } from "../contract/grant.ts";
import { notice } from "../contract/notice.ts";

let p: TestPlatform;
let register: Entry;

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

const { withdraw } = withdrawing(() => p);
const patiently = { timeout: 20_000, interval: 50 };
const fresh = () => grantConditional(p, "mzj", "gaj", register);
const stateOf = async ({ id }: Grant) => {
  const { state, endedReason, endedArticle } = await (await p.as("mzj")).get(
    `/api/v1/grants/${id}`,
    grantSchema,
  );
  return [state, endedReason, endedArticle];
};
const stop = async (who: string, { id }: Grant, risk = "境外地址异常调用") =>
  start(await p.as(who), { kind: "grant-stop", subject: id, form: { risk } });
const giveBack = async (who: string, { id }: Grant, why = "业务已经结束") =>
  start(await p.as(who), { kind: "grant-return", subject: id, form: { why } });

test("A31.5 the provider or the city's bureau stops a grant at once, and resumes or ends it with reasons", async () => {
  for (const who of ["gaj", "sjj"]) {
    const grant = await fresh();
    const { id } = await stop(who, grant);
    expect(await stateOf(grant)).toEqual(["suspended", "境外地址异常调用", "61¶2"]);
    for (const step of ["resume", "end"])
      expect(await code(act(await p.as(who), id, step))).toBe("reasons_missing");
    await act(await p.as(who), id, "resume", { reasons: "经核实为本单位测试" });
    expect(await stateOf(grant)).toEqual(["active", null, null]);
    const again = await stop(who, grant);
    await act(await p.as(who), again.id, "end", { reasons: "拒不整改" });
    expect(await stateOf(grant)).toEqual(["ended", "拒不整改", "31"]);
  }
});

test("A31.5 nobody else stops a grant", async () => {
  const grant = await fresh();
  for (const other of ["wjw", "dsj", "rsj", "jixian-wjw", "jixian-sjj"])
    expect([other, await code(stop(other, grant))]).toEqual([other, "not_found"]);
  expect(await code(stop("mzj", grant))).toBe("not_provider");
  for (const outsider of ["citizen", "operator", "auditor", "secadmin", "gov"])
    expect([outsider, await code(stop(outsider, grant))]).toEqual([outsider, "may_not_start"]);
  expect((await stateOf(grant))[0]).toBe("active");
});

test("what is stopped is lifted by who stopped it", async () => {
  const grant = await fresh();
  const { id } = await stop("sjj", grant);
  for (const step of ["resume", "end"])
    for (const [other, answer] of [
      ["gaj", "not_the_holder"],
      ["mzj", "not_found"],
    ] as const)
      expect([
        other,
        await code(act(await p.as(other), id, step, { version: 1, reasons: "已查清" })),
      ]).toEqual([other, answer]);
  expect((await stateOf(grant))[0]).toBe("suspended");
});

test("A31.5 a stop says what the risk is, and is not repeated on what is stopped or over", async () => {
  const grant = await fresh();
  const silent = await refusal(stop("gaj", grant, " "));
  expect([silent.code, silent.article]).toEqual(["form_invalid", "61¶2"]);
  await stop("gaj", grant);
  expect(await code(stop("sjj", grant))).toBe("grant_state_conflict");
  await giveBack("mzj", grant);
  expect(await code(stop("gaj", grant))).toBe("grant_state_conflict");
});

test("the holder gives a grant back, nobody else, and it stays ended", async () => {
  const grant = await fresh();
  for (const other of ["gaj", "sjj"])
    expect([other, await code(giveBack(other, grant))]).toEqual([other, "grant_not_found"]);
  for (const stranger of ["wjw", "rsj"])
    expect([stranger, await code(giveBack(stranger, grant))]).toEqual([stranger, "not_found"]);
  expect(await code(giveBack("mzj", grant, ""))).toBe("form_invalid");
  const matter = await giveBack("mzj", grant);
  expect([matter.closed, matter.state]).toEqual([true, "ended"]);
  expect(await stateOf(grant)).toEqual(["ended", "使用单位退回：业务已经结束", "31"]);
  expect(await code(giveBack("mzj", grant))).toBe("grant_state_conflict");
});

test("A31.5 a stop of a grant that was given back meanwhile ends with it, and who stopped it learns why", async () => {
  const grant = await fresh();
  const { id } = await stop("gaj", grant);
  await giveBack("mzj", grant);
  await vi.waitFor(async () => expect((await see(await p.as("gaj"), id)).state).toBe("over"), patiently);
  const { closed, actions, history } = await see(await p.as("gaj"), id);
  expect([closed, actions]).toEqual([true, []]);
  expect([history.at(-1)?.action, history.at(-1)?.reasons]).toEqual([
    "lapse",
    "使用权限已经终止：使用单位退回：业务已经结束，本件终止",
  ]);
  await vi.waitFor(async () => {
    const { items } = await (await p.as("gaj")).get("/api/v1/notices?limit=200", listOf(notice));
    expect(items.some(({ path }) => path === `/desk/matters/${id}`)).toBe(true);
  }, patiently);
});

test("A31.5 a stop ends with the grant that its withdrawn entry takes along, and no order is issued any more", async () => {
  const entry = await publish(p, "gaj", { ...registerEntry, name: "停用后撤销的登记" });
  await mount(await p.as("gaj"), entry);
  const grant = await grantConditional(p, "mzj", "gaj", entry);
  const { id } = await stop("gaj", grant);
  const issuable = async () =>
    (await (await p.as("gaj")).get(`/api/v1/matters/${id}/documents`, matterDocuments)).issuable.length;
  expect(await issuable()).toBe(1);
  await withdraw("gaj", entry);
  await vi.waitFor(async () => expect((await see(await p.as("gaj"), id)).state).toBe("over"), patiently);
  expect(await issuable()).toBe(0);
  expect((await stateOf(grant))[0]).toBe("ended");
});

test("A31.5 a stop that was left open when its grant ended can be closed, but brings nothing back", async () => {
  const grant = await fresh();
  const { id } = await stop("gaj", grant);
  // As it was ended before stops ended with their grants.
  await p.t.ownerPool.query(`update access."grant" set state = 'ended' where id = $1`, [grant.id]);
  expect(await code(act(await p.as("gaj"), id, "resume", { reasons: "已查清" }))).toBe(
    "grant_state_conflict",
  );
  expect((await act(await p.as("gaj"), id, "end", { reasons: "已退回" })).closed).toBe(true);
  expect((await stateOf(grant))[0]).toBe("ended");
});
