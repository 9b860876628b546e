import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  code,
  grantConditional,
  issueKey,
  mount,
  publish,
  refusal,
  request,
  see,
  start,
} from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { registered } from "../../test/support/rows.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import { type Grant, grant as grantSchema } from "../contract/grant.ts";
import { type Notice, notice } from "../contract/notice.ts";
import { progress } from "../contract/progress.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { platformInfo } from "../contract/session.ts";
import { signedCall } from "./story/api.ts";

let p: TestPlatform;
let register: Entry;
beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", { ...registerEntry, name: "有期限的登记" });
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

const patiently = { timeout: 20_000, interval: 50 };
const quiet = () =>
  vi.waitFor(async () => {
    const { rows } = await p.t.pool.query("select from platform.delivery limit 1");
    expect(rows).toEqual([]);
  }, patiently);
async function moveTo(at: string): Promise<void> {
  await (await p.as("sysadmin")).post("/api/v1/demo/clock", { at }, platformInfo);
  await quiet();
}
const given = (months: number): Promise<Grant> =>
  grantConditional(p, "mzj", "gaj", register, { ...request, months });
const read = async (who: string, { id }: Grant) => (await p.as(who)).get(`/api/v1/grants/${id}`, grantSchema);
const listed = async (state: string): Promise<string[]> =>
  (await (await p.as("mzj")).get(`/api/v1/grants?limit=200&state=${state}`, listOf(grantSchema))).items.map(
    ({ id }) => id,
  );
const told = async (who: string, { id }: Grant): Promise<Notice[]> =>
  (await (await p.as(who)).get("/api/v1/notices?limit=200", listOf(notice))).items.filter(
    ({ about, path }) => about === "expired" && path === `/desk/grants/${id}`,
  );
const stop = async ({ id }: Grant) =>
  start(await p.as("gaj"), { kind: "grant-stop", subject: id, form: { risk: "境外地址异常调用" } });
const giveBack = async ({ id }: Grant) =>
  start(await p.as("mzj"), { kind: "grant-return", subject: id, form: { why: "业务已经结束" } });

test("A31.1 A73.4 a grant whose term is over reads as expired, and both offices are told of it once", async () => {
  const [short, long, returned, stopped] = [await given(1), await given(12), await given(1), await given(1)];
  const key = await issueKey(await p.as("mzj"));
  const ask = () => {
    const body = { purpose: short.purpose, subject: registered, columns: ["xm"] };
    return signedCall(p.url, `/share/v1/${short.resource.code}/query`, body, key);
  };
  await giveBack(returned);
  const stopping = await stop(stopped);
  const counted = async () =>
    Promise.all(
      (["mzj", "gaj"] as const).map(async (who) => {
        const counts = z.object({ items: z.array(progress) });
        const { items } = await (await p.as(who)).get("/api/v1/progress", counts);
        return who === "mzj" ? items[0]?.used : items[0]?.provided;
      }),
    );
  expect(await counted()).toEqual([2, 2]);
  const end = short.validUntil ?? "";
  expect(end).toBe("2026-10-21T00:00:00.000+08:00");
  await moveTo("2026-10-20T23:00:00+08:00");
  expect([(await read("mzj", short)).state, await told("mzj", short)]).toEqual(["active", []]);
  expect((await ask()).status).toBe(200);

  await moveTo(end);
  for (const who of ["mzj", "gaj"]) expect((await read(who, short)).state).toBe("expired");
  expect((await read("mzj", long)).state).toBe("active");
  expect(await listed("active")).toEqual([long.id]);
  expect((await listed("expired")).toSorted()).toEqual([short.id, stopped.id].toSorted());
  expect(await listed("ended")).toEqual([returned.id]);
  expect(await counted()).toEqual([1, 1]);
  await expect(ask()).rejects.toMatchObject({ code: "grant_expired", article: "31" });

  const [holders] = await told("mzj", short);
  expect(holders).toMatchObject({
    title: "使用权限已到期：“有期限的登记”",
    detail: "2026年10月21日 0:00 到期，已不能调用。仍需使用的，请重新申请共享（第二十七条第一款）",
    path: `/desk/grants/${short.id}`,
  });
  const [providers] = await told("gaj", short);
  expect(providers?.detail).toContain("双鸭山市民政局的使用权限2026年10月21日 0:00 到期");
  expect(await told("gaj2", short)).toHaveLength(1);
  expect(await told("wjw", short)).toEqual([]);
  expect(await told("mzj", stopped)).toHaveLength(1);
  expect(await told("mzj", returned)).toEqual([]);

  await moveTo("2026-10-22T09:00:00+08:00");
  for (const who of ["mzj", "gaj"]) expect(await told(who, short)).toHaveLength(1);
  const { rows } = await p.t.pool.query(
    "select body ->> 'grant' as grant from platform.outbox where type = 'access.grant.expired'",
  );
  expect(rows.map(({ grant }) => grant).toSorted()).toEqual([short.id, stopped.id].toSorted());
  expect((await read("mzj", stopped)).state).toBe("expired");
  const { closed, state, history } = await see(await p.as("gaj"), stopping.id);
  expect([closed, state, history.at(-1)?.reasons]).toEqual([true, "over", "使用权限的期限已满，本件终止"]);
});

test("A27.1 a purpose whose term is over is no other purpose of the holder's", async () => {
  const entry = await publish(p, "wjw", { ...registerEntry, name: "只有一项权限的登记" });
  await mount(await p.as("wjw"), entry);
  const grant = await grantConditional(p, "mzj", "wjw", entry, { ...request, months: 1 });
  const key = await issueKey(await p.as("mzj"));
  const ask = () => {
    const body = { purpose: "p-00000000", subject: registered, columns: ["xm"] };
    return code(signedCall(p.url, `/share/v1/${grant.resource.code}/query`, body, key));
  };
  expect(await ask()).toBe("purpose_not_granted");
  await moveTo(grant.validUntil ?? "");
  expect(await ask()).toBe("grant_missing");
});

test("A27.4 A73.4 what cannot be told of the end of terms holds up no deadline of the law", async () => {
  const entry = await publish(p, "wjw", { ...registerEntry, name: "期限照算的登记" });
  await mount(await p.as("wjw"), entry);
  const grant = await grantConditional(p, "mzj", "wjw", entry, { ...request, months: 1 });
  const late = await apply(await p.as("rsj"), entry, request);
  await act(await p.as("sjj"), late.id, "passToProvider");
  await p.t.ownerPool.query("revoke insert on access.expiry from gongshu_app");
  await (await p.as("sysadmin")).post("/api/v1/demo/clock", { at: grant.validUntil }, platformInfo);
  const { deadlines } = await see(await p.as("sjj"), late.id);
  expect(deadlines.map(({ overdue }) => overdue)).toContain(true);
  expect(await told("mzj", grant)).toEqual([]);
  await p.t.ownerPool.query("grant insert on access.expiry to gongshu_app");
  await vi.waitFor(async () => expect(await told("mzj", grant)).toHaveLength(1), patiently);
});

test("A73.4 grants that were over before ends were told of are told of to nobody", async () => {
  const grant = await given(1);
  await moveTo(grant.validUntil ?? "");
  const tolds = () => p.t.pool.query("select grant_id from access.expiry order by grant_id");
  const { rows } = await tolds();
  expect(rows).toContainEqual({ grant_id: grant.id });
  const migration = join(import.meta.dirname, "../access/migrations/202612012111-access-expired-before.sql");
  await p.t.ownerPool.query(`delete from access.expiry; ${await readFile(migration, "utf8")}`);
  expect((await tolds()).rows).toEqual(rows);
});

test("A73.4 what is over is not stopped, given back or ended a second time", async () => {
  const grant = await given(1);
  await stop(grant);
  await moveTo(grant.validUntil ?? "");
  for (const late of [stop, giveBack]) {
    const refused = await refusal(late(grant));
    expect([refused.code, refused.detail]).toEqual([
      "grant_state_conflict",
      "使用权限的期限已满，仍需使用的请重新申请共享",
    ]);
  }
});

test("A13.1 A73.4 a withdrawal provides for who uses the entry still, and ends nothing that is over", async () => {
  const entry = await publish(p, "gaj", { ...registerEntry, name: "只有到期权限的登记" });
  await mount(await p.as("gaj"), entry);
  const over = await grantConditional(p, "mzj", "gaj", entry, { ...request, months: 1 });
  await moveTo(over.validUntil ?? "");
  const matter = await start(await p.as("gaj"), {
    kind: "catalogue-withdrawal",
    subject: entry.id,
    form: { changeKind: "function", changedOn: "2026-09-18", basis: "“三定”规定已经删去", arrangement: "" },
  });
  await act(await p.as("sjj"), matter.id, "approve");
  await act(await p.as("dsj"), matter.id, "verify");
  await act(await p.as("sjj2"), matter.id, "takeOff");
  await quiet();
  expect(await read("mzj", over)).toMatchObject({ state: "expired", endedReason: null });
  const { items } = await (await p.as("mzj")).get("/api/v1/notices?limit=200", listOf(notice));
  expect(items.filter(({ about }) => about === "ended")).toEqual([]);
});

test("A13.1 grants whose term is over go nowhere with their unit, and are nothing that it holds", async () => {
  const grant = await given(1);
  await moveTo(grant.validUntil ?? "");
  const mergers = {
    act: "merge",
    units: [p.party("mzj")],
    into: p.party("rsj"),
    basis: "双编发〔2026〕12号",
  };
  const sjj = await p.as("sjj");
  const { lawTime } = await p.anybody.get("/api/v1/platform", platformInfo);
  const change = { ...mergers, effectiveOn: lawTime.slice(0, 10) };
  const { digest, holdings } = await sjj.post("/api/v1/reorganisations/preview", change, changePreview);
  const inForce = [...(await listed("active")), ...(await listed("suspended"))];
  expect(holdings.find(({ kind }) => kind === "grants")?.items.map(({ id }) => id) ?? []).toEqual(
    inForce.toSorted(),
  );
  await sjj.post("/api/v1/reorganisations", { change, digest }, changeDone);
  expect(await read("gaj", grant)).toMatchObject({ holder: { id: p.party("mzj") }, version: 1 });
});
