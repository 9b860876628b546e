import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  act,
  approve,
  code,
  compile,
  grantConditional,
  issueKey,
  mount,
  openingOf,
  publish,
  readEntry,
  refusal,
  request,
  securityReview,
  see,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows, registered, registerRows } from "../../test/support/rows.ts";
import { type Entry, type EntryContent, type EntryItem, entry as entrySchema } from "../contract/entry.ts";
import { gatewayAnswer, gatewayVerified } from "../contract/grant.ts";
import { type Zone, zone as zoneSchema } from "../contract/zone.ts";
import { signedCall } from "./story/api.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const named = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...registerEntry,
  name: `专区第${++names}种`,
  ...more,
});
const withMz = (more: Partial<EntryItem>): EntryItem[] =>
  registerEntry.items.map((item) => (item.column === "mz" ? { ...item, ...more } : item));
const sealed = { grade: 4, masking: "all", storage: "sealed" } as const;
const important = withMz({ ...sealed, importance: "important" });
const cause = { gradingTrigger: "content", changedOn: "2026-09-18", changeReason: "列入重要数据目录" };
const regrade = async ({ id }: Entry, column: object) =>
  start(await p.as("gaj"), { kind: "regrading", subject: id, form: { ...cause, columns: [column] } });
const zone = async (who = "secadmin"): Promise<Zone> => (await p.as(who)).get("/api/v1/zone", zoneSchema);
const settled = (entry: Entry) =>
  vi.waitFor(
    async () => {
      const moves = (await zone()).moves.filter((move) => move.entry.id === entry.id);
      expect(moves.length > 0 && moves.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
      return moves;
    },
    { timeout: 20_000, interval: 100 },
  );

test("A11.4 A11.5 data found to be important are only verified from the next call on, and move into the zone, on record", async () => {
  const entry = await publish(p, "gaj", named());
  const api = await p.as("gaj");
  const resource = await mount(api, entry);
  await upload(api, resource, registerRows);
  const asked = { ...request, columns: ["mz", "xb"] };
  const plain = asked.columns.map((column) => ({ column, treatment: "plain", reason: "" }) as const);
  const query = await grantConditional(p, "mzj", "gaj", entry, asked, plain);
  const verify = await grantConditional(p, "mzj", "gaj", entry, { ...asked, mode: "verify" }, plain);
  const key = await issueKey(await p.as("mzj"));
  const call = async (kind: string, body: object) =>
    JSON.parse((await signedCall(p.url, `/share/v1/${resource}/${kind}`, body, key)).text);
  const columns = ["xb"];
  const rows = await call("query", { purpose: query.purpose, subject: registered, columns });
  expect(gatewayAnswer.parse(rows).items).toEqual([{ xb: "1" }]);

  const { id } = await regrade(entry, { column: "mz", grade: 4, importance: "important" });
  const refused = await refusal(call("query", { purpose: query.purpose, subject: registered, columns }));
  expect([refused.code, refused.article]).toEqual(["zone_verify_only", "11¶3"]);
  const [move] = await settled(entry);
  expect(move).toMatchObject({ from: "data", to: "zone", version: 2, code: resource });
  const { rows: kept } = await p.t.ownerPool.query(
    "select count(*)::int as leaves from ledger.body where ref = 'vault.reseal:' || $1",
    [move?.id],
  );
  expect(kept).toEqual([{ leaves: 1 }]);
  expect((await zone("auditor")).resources).toContainEqual({
    code: resource,
    entry: { id: entry.id, code: entry.code, name: entry.name },
    unit: { id: p.party("gaj"), name: "双鸭山市公安局" },
    importance: "important",
    items: ["民族"],
    kind: "table",
    rows: "1",
    place: "zone",
    moving: false,
  });
  const { facts } = await see(await p.as("gaj"), verify.matterId);
  expect(facts).toContainEqual({ label: "数据分级", value: "重要数据", article: "11¶4" });
  const verified = await call("verify", {
    purpose: verify.purpose,
    subject: registered,
    claims: { mz: "汉族" },
  });
  expect(gatewayVerified.parse(verified).match).toBe(true);
  await upload(api, resource, registerRows);

  await act(await p.as("sjj"), id, "refuse", { reasons: "未列入重要数据目录" });
  const moves = await settled(entry);
  expect(moves.map(({ from, to }) => [from, to])).toEqual([
    ["zone", "data"],
    ["data", "zone"],
  ]);
  expect((await zone()).resources.map(({ code: one }) => one)).not.toContain(resource);
});

test("A11.4 only the security administrator and the auditor list what lies in the zone", async () => {
  for (const other of ["gaj", "sjj", "dsj", "sysadmin", "citizen", "operator"])
    expect(await code(zone(other))).toBe("forbidden");
});

test("A11.5 an entry with important data is shared by verification only and not opened, with core data not shared", async () => {
  const api = await p.as("gaj");
  const sent = async (more: Partial<EntryContent>) => refusal(submit(api, await compile(api, named(more))));
  const modes = await sent({ items: important });
  expect([modes.code, modes.article]).toEqual(["entry_incomplete", "11¶3"]);
  const open = await sent({
    items: important,
    sharingModes: ["verify"],
    openingClass: "conditional",
    openingConditions: "仅限科研",
  });
  expect([open.code, open.article]).toEqual(["entry_incomplete", "11¶3"]);
  const core = await sent({ items: withMz({ ...sealed, importance: "core" }), sharingModes: ["verify"] });
  expect(core.detail).toContain("1 处");
  const low = await sent({
    items: withMz({ ...sealed, grade: 3, importance: "important" }),
    sharingModes: ["verify"],
  });
  expect(low.detail).toContain("1 处");
});

test("A11.5 important data are mounted by who answers for them, straight into the zone", async () => {
  const entry = await publish(p, "gaj", named({ items: important, sharingModes: ["verify"] }));
  const refused = await refusal(mount(await p.as("gaj"), entry));
  expect([refused.code, refused.article]).toEqual(["zone_post_needed", "11¶3"]);
  const head = await p.as("gaj2");
  await p.t.ownerPool.query(
    `update parties.post set roles = roles || '{section-head}'
     where person_id = (select person_id from platform.account where username = 'gaj2')`,
  );
  const resource = await mount(head, entry);
  const [move] = await settled(entry);
  expect(move).toMatchObject({ from: "data", to: "zone" });
  await upload(await p.as("gaj"), resource, registerRows);
  const { rows } = await p.t.ownerPool.query<{ place: string; rows: string }>(
    "select place, rows from vault.resource where code = $1",
    [resource],
  );
  expect(rows).toEqual([{ place: "zone", rows: "1" }]);
});

test("A11.7 what was found to be important is not made general by an update in passing", async () => {
  const entry = await publish(p, "gaj", named({ items: important, sharingModes: ["verify"] }));
  const api = await p.as("gaj");
  const form = { changeKind: "law", changedOn: "2026-09-18", basis: "新修订的户口登记条例第三条" };
  const { id } = await start(api, { kind: "catalogue-update", subject: entry.id, form });
  const { draft, draftVersion } = await readEntry(api, entry.id);
  const general = draft.items.map(({ importance: _, ...item }) => item);
  await api.put(
    `/api/v1/entries/${entry.id}`,
    { draftVersion, draft: { ...draft, items: general } },
    entrySchema,
  );
  const refused = await refusal(act(api, id, "submit"));
  expect([refused.code, refused.article]).toEqual(["importance_dropped", "11¶4"]);
  const lowered = await regrade(entry, { column: "mz", grade: 3, importance: "general" });
  await act(await p.as("sjj"), lowered.id, "approve");
  const { published } = await readEntry(api, entry.id);
  expect(published?.items.find(({ column }) => column === "mz")).toMatchObject({
    grade: 3,
    storage: "sealed",
  });
});

test("A11.8 A11.5 what is open is closed once it is found to lie beside important data, on review", async () => {
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: `专区第${++names}种` });
  const api = await p.as("wjw");
  await upload(api, await mount(api, entry), figureRows);
  const columns = entry.draft.items.map(({ column }) => column).filter((column) => column !== "province");
  const opening = await start(api, openingOf(entry, columns));
  await act(await p.as("wjw2"), opening.id, "passSecurityReview", { form: securityReview });
  await approve(p, opening.id);
  const read = () => p.anybody.send("GET", `/open/v1/${entry.code}/rows`);
  const form = { ...cause, columns: [{ column: "province", grade: 4, importance: "important" }] };
  const { id } = await start(api, { kind: "regrading", subject: entry.id, form });
  expect((await read()).status).toBe(200);
  await act(await p.as("sjj"), id, "approve");
  const closed = await refusal(read());
  expect([closed.code, closed.article]).toEqual(["opening_withdrawn", "11¶4"]);
});

test("A11.7 A11.5 what a department alone calls core data is still verified until it is reviewed", async () => {
  const entry = await publish(p, "gaj", named());
  const api = await p.as("gaj");
  const resource = await mount(api, entry);
  await upload(api, resource, registerRows);
  const asked = { ...request, columns: ["mz"], mode: "verify" };
  const plain = [{ column: "mz", treatment: "plain", reason: "" }] as const;
  const { purpose } = await grantConditional(p, "mzj", "gaj", entry, asked, plain);
  const key = await issueKey(await p.as("mzj"));
  const body = { purpose, subject: registered, claims: { mz: "汉族" } };
  const verify = async () =>
    gatewayVerified.parse(
      JSON.parse((await signedCall(p.url, `/share/v1/${resource}/verify`, body, key)).text),
    ).match;
  const { id } = await regrade(entry, { column: "mz", grade: 4, importance: "core" });
  await settled(entry);
  expect(await verify()).toBe(true);
  await act(await p.as("sjj"), id, "approve");
  expect(await code(verify())).toBe("column_not_granted");
});
