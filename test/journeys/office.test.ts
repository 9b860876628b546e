import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { signIn } from "../../src/app/story/api.ts";
import { addPerson, depart } from "../../src/ch2-parties/index.ts";
import { delegation, draft, drafted, office, orphans, passedDraft } from "../../src/contract/office.ts";
import { me, postChoice } from "../../src/contract/session.ts";
import { moveLawClock } from "../../src/platform/clocks/index.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { createAccount } from "../../src/platform/identity/index.ts";
import { type Api, code, compile, see } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { type TestPlatform, testPlatform } from "../support/platform.ts";

const password = "one for all of them";
const day = "2026-09-21";

let p: TestPlatform;
const persons = new Map<string, string>();
let head: Api;
let chief: Api;

/** A further person of 市卫生健康委, signed in. */
async function enter(
  username: string,
  name: string,
  role: "section-head" | "chief-data-officer",
): Promise<Api> {
  await inTransaction(p.t.db, async (tx) => {
    const at = new Date(`${day}T09:00:00+08:00`);
    const post = { name, partyId: p.party("wjw"), unit: "规划信息科", roles: [role] };
    const personId = await addPerson(tx, at, post);
    persons.set(username, personId);
    await createAccount(tx, { username, password, personId });
  });
  return signIn(p.url, username, password);
}

beforeAll(async () => {
  p = await testPlatform();
  head = await enter("wjw-head", "宋佳", "section-head");
  chief = await enter("wjw-chief", "顾平", "chief-data-officer");
});
afterAll(() => p.close());

const postsOf = async (api: Api) =>
  (await api.get("/api/v1/session/posts", z.object({ items: z.array(postChoice) }))).items;
const choose = (api: Api, post: string) => api.put("/api/v1/session/post", { post }, me);
const staffOf = async (api: Api) => (await api.get("/api/v1/office", office)).staff;

test("an officer's submission goes through both stages over HTTP and is the office's own until then", async () => {
  const rule = { outgoing: ["section-head", "chief-data-officer"], incoming: [], signFirst: false };
  const officer = await p.as("wjw");
  expect(await code(officer.put("/api/v1/office/rule", rule, office))).toBe("forbidden");
  await head.put("/api/v1/office/rule", rule, office);
  const entry = await compile(officer, epidemicEntry);
  const answer = await officer.post(
    "/api/v1/matters",
    { kind: "catalogue-publication", subject: entry.id },
    drafted,
  );
  const { id } = answer.draft;
  for (const other of ["sjj", "dsj", "citizen", "auditor"])
    expect(["not_found", "forbidden"]).toContain(
      await code((await p.as(other)).get(`/api/v1/drafts/${id}`, draft)),
    );
  await head.post(`/api/v1/drafts/${id}/pass`, { version: 1, opinion: "同意" }, passedDraft);
  const passed = await chief.post(`/api/v1/drafts/${id}/pass`, { version: 2 }, passedDraft);
  expect(passed.draft.stage).toBe("sent");
  const matter = await see(await p.as("sjj"), passed.matter ?? "");
  expect(matter).toMatchObject({ state: "review", startedBy: { name: "王志远" } });
  expect(matter.office?.draft).toBeNull();
});

test("a colleague acts in a lent post, is recorded for both, and no longer than it is lent", async () => {
  const officer = await p.as("wjw2");
  const staff = await staffOf(head);
  const post = staff.find(({ name }) => name === "宋佳")?.postId ?? "";
  const to = staff.find(({ name }) => name === "冯梅")?.id ?? "";
  const lend = (by: Api, dates: { startsOn: string; endsOn: string }) =>
    by.post("/api/v1/delegations", { post, to, ...dates }, z.object({ items: z.array(delegation) }));
  expect(await code(lend(officer, { startsOn: day, endsOn: day }))).toBe("forbidden");
  expect(await code(lend(head, { startsOn: day, endsOn: "2026-09-20" }))).toBe("bad_request");
  await lend(head, { startsOn: day, endsOn: "2026-09-23" });
  const [own, lent] = await postsOf(officer);
  expect(lent).toMatchObject({ id: post, actingFor: { name: "宋佳" }, roles: ["section-head"] });
  expect(await choose(officer, post)).toMatchObject({
    person: { name: "冯梅" },
    actingFor: { name: "宋佳" },
    roles: ["section-head"],
  });
  expect(await code(lend(officer, { startsOn: day, endsOn: day }))).toBe("forbidden");

  const author = await p.as("wjw");
  const entry = await compile(author, { ...epidemicEntry, name: "逐周统计" });
  const submission = { kind: "catalogue-publication", subject: entry.id };
  const { draft: waiting } = await author.post("/api/v1/matters", submission, drafted);
  await officer.post(`/api/v1/drafts/${waiting.id}/pass`, { version: 1 }, passedDraft);
  const seen = await author.get(`/api/v1/drafts/${waiting.id}`, draft);
  expect(seen.opinions.at(-1)).toMatchObject({ by: { name: "冯梅" }, onBehalfOf: { name: "宋佳" } });

  const next = await compile(author, { ...epidemicEntry, name: "逐年统计" });
  const { draft: late } = await author.post("/api/v1/matters", { ...submission, subject: next.id }, drafted);
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-09-24T09:00:00+08:00")));
  expect(await code(officer.post(`/api/v1/drafts/${late.id}/pass`, { version: 1 }, passedDraft))).toBe(
    "not_signed_in",
  );
  const again = await signIn(p.url, "wjw2", password);
  expect(await postsOf(again)).toEqual([own]);
  expect(await code(choose(again, post))).toBe("forbidden");
});

test("who leaves hands over at once: sessions, keys, delegations end, the work goes to the successor", async () => {
  const officer = await p.as("wjw");
  const client = await officer.post("/api/v1/clients", { name: "交换系统" }, z.object({ id: z.uuid() }));
  await officer.post(`/api/v1/clients/${client.id}/keys`, { algorithm: "hmac-sha256" }, z.unknown());
  const before = await head.get(
    "/api/v1/drafts?box=all",
    z.object({ items: z.array(z.object({ id: z.uuid(), stage: z.string() })) }),
  );
  const waiting = before.items.find(({ stage }) => stage === "section-head")?.id ?? "";
  const staff = await staffOf(head);
  const leaver = staff.find(({ name }) => name === "王志远");
  const successor = staff.find(({ name }) => name === "冯梅");
  if (leaver === undefined || successor === undefined) throw new Error("the city has changed");
  const moved = await inTransaction(p.t.db, (tx) =>
    depart(tx, {
      person: { id: leaver.id, name: leaver.name },
      party: p.party("wjw"),
      successors: { [p.party("wjw")]: successor.id },
      reason: "调离",
      by: { id: persons.get("wjw-chief") ?? "", name: "顾平" },
    }),
  );
  expect(moved).toEqual({ matters: 0, drafts: 2, keys: 1, successors: ["冯梅"], unmanned: [] });
  expect(await code(officer.get("/api/v1/session", me))).toBe("not_signed_in");
  const { version } = await head.get(`/api/v1/drafts/${waiting}`, draft);
  await head.post(`/api/v1/drafts/${waiting}/return`, { version, opinion: "请接手人重拟" }, draft);
  const heir = await signIn(p.url, "wjw2", password);
  expect((await heir.get(`/api/v1/drafts/${waiting}`, draft)).may.redraft).toBe(true);
});

test("the demonstration's own section head and chief data officer review what their officer submits", async () => {
  const [officer, own, last] = [await p.as("mzj"), await p.as("mzj-head"), await p.as("mzj-cdo")];
  const rule = { outgoing: ["section-head", "chief-data-officer"], incoming: [], signFirst: false };
  await last.put("/api/v1/office/rule", rule, office);
  const { id: subject } = await compile(officer, { ...epidemicEntry, name: "救助逐月统计" });
  const { draft: begun } = await officer.post(
    "/api/v1/matters",
    { kind: "catalogue-publication", subject },
    drafted,
  );
  const pass = (by: Api, version: number) =>
    by.post(`/api/v1/drafts/${begun.id}/pass`, { version }, passedDraft);
  await pass(own, 1);
  const { matter } = await pass(last, 2);
  expect(await see(officer, matter ?? "")).toMatchObject({ state: "review", startedBy: { name: "赵敏" } });
});

test("what nobody can go on with is counted, and shown to the administrator alone", async () => {
  const admin = await p.as("sysadmin");
  const none = { matters: [], assignments: [], drafts: [] };
  expect(await admin.get("/api/v1/office/orphans", orphans)).toEqual(none);
  await p.t.ownerPool.query("update parties.person set suspended_at = now() where id = $1", [
    persons.get("wjw-chief"),
  ]);
  const found = await admin.get("/api/v1/office/orphans", orphans);
  expect(found.drafts).toHaveLength(1);
  await p.t.ownerPool.query(
    "update parties.person set suspended_at = now() where id in (select person_id from parties.post where party_id = $1)",
    [p.party("sjj")],
  );
  expect((await admin.get("/api/v1/office/orphans", orphans)).matters.length).toBeGreaterThan(0);
  expect(await (await fetch(`${p.url}/metrics`)).text()).toMatch(/gongshu_matters_orphaned [1-9]/);
  expect(await code((await p.as("gaj")).get("/api/v1/office/orphans", orphans))).toBe("forbidden");
});
