import { afterAll, beforeAll, expect, test } from "vitest";
import { act, code, compile, publish, refusal, see, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { type Likenesses, likenesses } from "../contract/duplicates.ts";
import type { EntryContent } from "../contract/entry.ts";
import type { Matter } from "../contract/matter.ts";

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
