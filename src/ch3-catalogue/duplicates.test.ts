import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  compile,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { type Likenesses, likenesses } from "../contract/duplicates.ts";
import type { EntryContent } from "../contract/entry.ts";
import type { Matter } from "../contract/matter.ts";
import { uuid } from "../platform/ids/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const draft = (name: string, more: Partial<EntryContent> = {}): EntryContent => ({
  ...epidemicEntry,
  name,
  ...more,
});
/** A draft of the unit that has come to the service agency. */
async function atVerification(who: string, content: EntryContent): Promise<Matter> {
  const api = await p.as(who);
  const { id } = await submit(api, await compile(api, content));
  return act(await p.as("sjj"), id, "approve");
}
const seen = async (who: string, matter: Matter): Promise<Likenesses> =>
  (await p.as(who)).get(`/api/v1/matters/${matter.id}/likenesses`, likenesses);
const decide = async (
  who: string,
  matter: Matter,
  given: { other: string; choice: string; reason?: string },
) =>
  (await p.as(who)).post(
    `/api/v1/matters/${matter.id}/likenesses`,
    { reason: "两个单位各自统计", version: matter.version, ...given },
    likenesses,
  );

test("A12.6 entries of one name and the same items are found across units and decided before they go on", async () => {
  const first = await publish(p, "wjw", draft("发热门诊统计"));
  const matter = await atVerification("mzj", draft("发热 门诊统计"));
  const { items, mayDecide } = await seen("dsj", matter);
  expect(mayDecide).toBe(true);
  const [pair] = items;
  expect(pair).toMatchObject({
    other: { id: first.id, provider: { id: p.party("wjw") } },
    kinds: ["same-name", "same-items"],
    mustDecide: true,
    decision: null,
  });
  expect(pair?.shared).toEqual(expect.arrayContaining(epidemicEntry.items.map(({ name }) => name)));
  const stopped = await refusal(act(await p.as("dsj"), matter.id, "verify"));
  expect([stopped.code, stopped.article]).toEqual(["duplicates_undecided", "12¶4"]);
  expect(await code(decide("dsj", matter, { other: first.id, choice: "keep", reason: " " }))).toBe(
    "bad_request",
  );
  const kept = await decide("dsj", matter, { other: first.id, choice: "keep" });
  expect(kept.items[0]?.decision).toMatchObject({ choice: "keep", reason: "两个单位各自统计" });
  const { rows } = await p.t.ownerPool.query(
    `select record.receipt from catalogue.record
     join ledger.body on body.ref = 'catalogue.record:' || record.id where matter_id = $1`,
    [matter.id],
  );
  expect(rows).toEqual([{ receipt: kept.items[0]?.decision?.receipt }]);
  expect((await act(await p.as("dsj"), matter.id, "verify")).state).toBe("re-review");
});

/** An update of an entry in force, declared by `who`, in which its unit renames it; it has come to the bureau. */
async function renaming(who: string, keeper: string, id: string, name: string): Promise<Matter> {
  const form = { changeKind: "function", changedOn: "2026-09-18", basis: "“三定”规定第五条" };
  const { id: matter } = await start(await p.as(who), { kind: "catalogue-update", subject: id, form });
  const api = await p.as(keeper);
  const seenNow = await readEntry(api, id);
  await save(api, seenNow, { ...seenNow.draft, name });
  return act(api, matter, "submit");
}
const undecided = async (attempt: Promise<unknown>) => {
  const { code, article } = await refusal(attempt);
  expect([code, article]).toEqual(["duplicates_undecided", "12¶4"]);
};

test("A12.6 an entry that became a duplicate after its verification is not published before that is decided", async () => {
  const matter = await atVerification("mzj", draft("体检统计"));
  await act(await p.as("dsj"), matter.id, "verify");
  const other = await publish(p, "wjw", draft("体检统计"));
  await undecided(act(await p.as("sjj2"), matter.id, "publish"));
  await decide("sjj2", { ...matter, version: matter.version + 1 }, { other: other.id, choice: "keep" });
  expect((await act(await p.as("sjj2"), matter.id, "publish")).state).toBe("published");
});

test("A12.6 A13.2 an update is neither verified nor published as a duplicate that nobody decided about", async () => {
  const own = await publish(p, "mzj", draft("献血情况"));
  await publish(p, "wjw", draft("献血统计"));
  const renamed = await renaming("mzj", "mzj", own.id, "献血统计");
  await act(await p.as("sjj"), renamed.id, "approve");
  await undecided(act(await p.as("dsj"), renamed.id, "verify"));

  const late = await publish(p, "mzj", draft("接种情况"));
  const matter = await renaming("mzj", "mzj", late.id, "接种统计");
  await act(await p.as("sjj"), matter.id, "approve");
  await act(await p.as("dsj"), matter.id, "verify");
  await publish(p, "wjw", draft("接种统计"));
  await undecided(act(await p.as("sjj2"), matter.id, "publish"));
});

test("A12.6 the bureau that reminded of an update decides about it; the provider does not", async () => {
  const own = await publish(p, "mzj", draft("随访情况"));
  const other = await publish(p, "wjw", draft("随访统计"));
  const matter = await renaming("sjj", "mzj", own.id, "随访统计");
  expect((await seen("sjj", matter)).mayDecide).toBe(true);
  expect((await seen("mzj", matter)).mayDecide).toBe(false);
  expect(await code(decide("mzj", matter, { other: other.id, choice: "keep" }))).toBe("not_the_holder");
  const kept = await decide("sjj", matter, { other: other.id, choice: "keep" });
  expect(kept.items[0]?.decision?.choice).toBe("keep");
});

test("A12.6 a provider that holds the matter itself does not decide about its own entry", async () => {
  const other = await publish(p, "wjw", draft("平台运行统计"));
  const matter = await atVerification("dsj", draft("平台运行统计"));
  expect((await seen("dsj2", matter)).mayDecide).toBe(false);
  expect(await code(decide("dsj2", matter, { other: other.id, choice: "keep" }))).toBe("not_the_holder");
});

test("A12.6 only who is in charge of the matter decides, in its present version", async () => {
  const other = await publish(p, "wjw", draft("护理统计"));
  const matter = await atVerification("mzj", draft("护理统计"));
  const keep = { other: other.id, choice: "keep" } as const;
  expect(await code(decide("dsj", { ...matter, version: matter.version - 1 }, keep))).toBe("stale_version");
  await p.t.ownerPool.query(
    "update matters.matter set assigned_name = '许静', assigned_person = started_by where id = $1",
    [matter.id],
  );
  expect((await seen("dsj", matter)).mayDecide).toBe(false);
  expect(await code(decide("dsj", matter, keep))).toBe("assigned_to_another");
});

test("A12.6 where the office reviews what it sends back, the decision stands on record with that step", async () => {
  const first = await publish(p, "wjw", draft("理疗统计"));
  const matter = await atVerification("mzj", draft("理疗统计"));
  const reviewed = (stages: string) =>
    p.t.ownerPool.query(
      `insert into matters.office_rule (id, party_id, outgoing, incoming, sign_first, set_by, set_by_name, set_at)
       values ($3, $1, '{}', $2, false, $1, '周倩', platform.law_now())`,
      [p.party("dsj"), stages, uuid()],
    );
  await reviewed("{section-head}");
  const drafted = await decide("dsj", matter, { other: first.id, choice: "merge" });
  await reviewed("{}");
  expect(drafted.items[0]?.decision).toBeNull();
  expect((await see(await p.as("mzj"), matter.id)).state).toBe("verification");
});

test("A12.6 merging and returning send the entry back with the other one named", async () => {
  const first = await publish(p, "wjw", draft("住院统计"));
  for (const [choice, words] of [
    ["merge", "请并入双鸭山市卫生健康委员会的“住院统计”"],
    ["return", "与双鸭山市卫生健康委员会的“住院统计”"],
  ] as const) {
    const matter = await atVerification("mzj", draft("住院统计"));
    await decide("dsj", matter, { other: first.id, choice });
    const { state, history } = await see(await p.as("mzj"), matter.id);
    expect([state, history.at(-1)?.reasons?.startsWith(words)]).toEqual(["returned", true]);
    const { items } = await seen("mzj", matter);
    expect(items[0]?.decision).toMatchObject({ choice, reason: "两个单位各自统计" });
  }
});

test("A12.6 only whoever holds the matter decides, and strangers see nothing", async () => {
  const first = await publish(p, "wjw", draft("急诊统计"));
  const matter = await atVerification("mzj", draft("急诊统计"));
  for (const who of ["mzj", "sjj"])
    expect(await code(decide(who, matter, { other: first.id, choice: "keep" }))).toBe("not_the_holder");
  expect((await seen("mzj", matter)).mayDecide).toBe(false);
  expect(await code(seen("gaj", matter))).toBe("not_found");
  expect(await code(decide("gaj", matter, { other: first.id, choice: "keep" }))).toBe("not_found");
  const unlike = await publish(p, "gaj", { ...registerEntry, name: "不相干的户籍" });
  expect(await code(decide("dsj", matter, { other: unlike.id, choice: "keep" }))).toBe("not_found");
});

test("A15.3 an item whose one source is another unit is shown as a conflict with that unit's entry", async () => {
  const register = await publish(p, "gaj", { ...registerEntry, name: "户籍登记之一" });
  const [item] = registerEntry.items;
  await p.t.ownerPool.query(
    `insert into collection.data_item (id, key, name, standard, source_id, basis, matter_id, since)
     values (gen_random_uuid(), $1, $1, '', $2, '', gen_random_uuid(), platform.law_now())`,
    [item?.name, p.party("gaj")],
  );
  const own = epidemicEntry.items.map((one, at) =>
    at === 1 ? { ...one, name: item?.name ?? "", column: "yige" } : one,
  );
  const matter = await atVerification("wjw", draft("门诊病人", { items: own }));
  const pair = (await seen("dsj", matter)).items.find(({ other }) => other.id === register.id);
  expect(pair).toMatchObject({ kinds: ["two-sources"], shared: [item?.name], mustDecide: false });
});
