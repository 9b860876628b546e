import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  act,
  approve,
  code,
  compile,
  mount,
  publish,
  readEntry,
  refusal,
  save,
  see,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { type Entry, type EntryContent, entrySummary } from "../contract/entry.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
/** A complete entry of a name of its own. */
const draft = (more: Partial<EntryContent> = {}): EntryContent => {
  names += 1;
  return { ...epidemicEntry, name: `逐日统计第${names}种`, ...more };
};
const drafted = async (keeper: string, content = draft()) => compile(await p.as(keeper), content);
const submitted = async (keeper: string, content = draft()) => {
  const entry = await drafted(keeper, content);
  return { entry, matter: await submit(await p.as(keeper), entry) };
};
const holderOf = async (username: string, id: string) => (await see(await p.as(username), id)).holder?.id;
const found = async (username: string, query: string): Promise<string[]> => {
  const path = `/api/v1/entries?limit=200${query}`;
  return (await (await p.as(username)).get(path, listOf(entrySummary))).items.map(({ id }) => id);
};
/** What everybody else finds, by list, search and id. */
async function seenBy(username: string, { id, draft: { name } }: Entry): Promise<string[]> {
  const api = await p.as(username);
  const ways: string[] = [];
  if ((await found(username, "")).includes(id)) ways.push("list");
  if ((await found(username, `&q=${encodeURIComponent(name)}`)).includes(id)) ways.push("search");
  const read = await api.send("GET", `/api/v1/entries/${id}`).catch(() => undefined);
  if (read !== undefined) ways.push("id");
  return ways;
}

describe("Compiling", () => {
  test("A12.3 a unit's own officers compile its entries; nobody else does, and nobody else changes them", async () => {
    for (const stranger of ["citizen", "sysadmin", "auditor", "operator"])
      expect([stranger, await code(compile(await p.as(stranger), draft()))]).toEqual([stranger, "forbidden"]);
    const entry = await publish(p, "wjw", draft());
    for (const other of ["mzj", "sjj", "jixian-wjw"])
      expect(await code(save(await p.as(other), entry, entry.draft))).toBe("entry_not_own");
    const colleague = await p.as("wjw2");
    expect((await save(colleague, entry, { ...entry.draft, abstract: "改" })).draft.abstract).toBe("改");
    expect(await code(save(await p.as("wjw"), entry, entry.draft))).toBe("draft_conflict");
  });

  test("a draft is invisible to other departments by list, by search and by id", async () => {
    const entry = await drafted("wjw");
    expect(await seenBy("wjw2", entry)).toEqual(["list", "search", "id"]);
    for (const other of ["mzj", "sjj", "dsj", "jixian-sjj", "citizen", "developer", "sysadmin"])
      expect([other, await seenBy(other, entry)]).toEqual([other, []]);
    expect(await code(submit(await p.as("mzj"), entry))).toBe("not_found");
  });

  test("A12.4 what is in review is seen by its reviewers, not by other departments", async () => {
    const { entry } = await submitted("wjw");
    for (const other of ["mzj", "jixian-sjj", "jixian-wjw", "gaj", "company"])
      expect([other, await seenBy(other, entry)]).toEqual([other, []]);
    for (const reviewer of ["sjj", "dsj", "auditor"]) expect(await seenBy(reviewer, entry)).toContain("id");
    const { entry: county } = await submitted("jixian-wjw");
    expect(await seenBy("jixian-sjj", county)).toContain("id");
  });

  test("A26.1 a change in review is unknown to other departments; the published version stays in force", async () => {
    const entry = await publish(p, "wjw", draft());
    await save(await p.as("wjw"), entry, { ...entry.draft, abstract: "改" });
    const other = await p.as("mzj");
    const { id } = await submit(await p.as("wjw"), entry);
    const seen = await readEntry(other, entry.id);
    expect([seen.draft.abstract, seen.published?.abstract]).toEqual(Array(2).fill(entry.draft.abstract));
    expect((await readEntry(await p.as("sjj"), entry.id)).draft.abstract).toBe("改");
    expect(await code(act(await p.as("wjw2"), id, "approve"))).toBe("not_the_holder");
    await approve(p, id);
    expect((await readEntry(other, entry.id)).published?.abstract).toBe("改");
  });
});

describe("The chain", () => {
  test("A12.4 the bureau of the level reviews before anybody verifies, and nothing is in the catalogue meanwhile", async () => {
    const { entry, matter } = await submitted("wjw");
    expect([matter.state, matter.holder?.id]).toEqual(["review", p.party("sjj")]);
    expect(await code(act(await p.as("dsj"), matter.id, "verify", { version: 1 }))).toBe("not_found");
    expect(await code(readEntry(await p.as("mzj"), entry.id))).toBe("not_found");
    const { state, history } = await act(await p.as("sjj"), matter.id, "approve");
    expect([state, history.at(-1)?.party?.id]).toEqual(["verification", p.party("sjj")]);
    expect(await code(readEntry(await p.as("mzj"), entry.id))).toBe("not_found");
  });

  test("A12.2 a county's entry goes to its own bureau, then to the city; A10.1 all pass through the service agency", async () => {
    const { entry, matter } = await submitted("jixian-wjw");
    expect(await holderOf("jixian-wjw", matter.id)).toBe(p.party("jixian-sjj"));
    expect(await code(act(await p.as("sjj"), matter.id, "approve", { version: 1 }))).toBe("not_found");
    await act(await p.as("jixian-sjj"), matter.id, "approve");
    expect(await holderOf("jixian-wjw", matter.id)).toBe(p.party("dsj"));
    await act(await p.as("dsj"), matter.id, "verify");
    expect(await holderOf("jixian-wjw", matter.id)).toBe(p.party("sjj"));
    await act(await p.as("sjj"), matter.id, "publish");
    expect((await readEntry(await p.as("mzj"), entry.id)).status).toBe("published");
  });

  test("A6.1 a bureau's own entry is reviewed by the next level, the city bureau's by the government", async () => {
    const county = await submitted("jixian-sjj");
    expect(await holderOf("jixian-sjj", county.matter.id)).toBe(p.party("sjj"));
    expect(await code(act(await p.as("jixian-sjj"), county.matter.id, "approve"))).toBe("not_the_holder");
    await approve(p, county.matter.id);
    const city = await submitted("sjj");
    expect(await holderOf("sjj", city.matter.id)).toBe(p.party("gov"));
    expect(await code(act(await p.as("sjj2"), city.matter.id, "approve"))).toBe("not_the_holder");
    expect((await readEntry(await p.as("gov"), city.entry.id)).draft.name).toBe(city.entry.draft.name);
    await act(await p.as("gov"), city.matter.id, "approve");
    await act(await p.as("dsj"), city.matter.id, "verify");
    expect(await code(act(await p.as("sjj"), city.matter.id, "publish"))).toBe("same_person_twice");
    await act(await p.as("sjj2"), city.matter.id, "publish");
  });

  test("A12.7 who amended the bureau's own entry does not publish it either; another round goes on", async () => {
    const { matter } = await submitted("sjj");
    await act(await p.as("gov"), matter.id, "returnFromReview", { reasons: "摘要不清楚" });
    await act(await p.as("sjj2"), matter.id, "resubmit");
    await act(await p.as("gov"), matter.id, "approve");
    await act(await p.as("dsj"), matter.id, "verify");
    expect(await code(act(await p.as("sjj2"), matter.id, "publish"))).toBe("same_person_twice");
    await act(await p.as("sjj2"), matter.id, "returnFromReReview", { reasons: "换人办理" });
    await act(await p.as("sjj"), matter.id, "resubmit");
    await act(await p.as("gov"), matter.id, "approve");
    await act(await p.as("dsj"), matter.id, "verify");
    await act(await p.as("sjj2"), matter.id, "publish");
  });

  test("A12.7 an entry is published by the re-review of another person than its reviewer, not before", async () => {
    const { entry, matter } = await submitted("wjw");
    const inForce = async () => (await readEntry(await p.as("wjw"), entry.id)).publishedVersion;
    await act(await p.as("sjj"), matter.id, "approve");
    expect(await code(act(await p.as("sjj2"), matter.id, "publish"))).toBe("wrong_state");
    await act(await p.as("dsj"), matter.id, "verify");
    expect(await inForce()).toBeNull();
    expect(await code(act(await p.as("sjj"), matter.id, "publish"))).toBe("same_person_twice");
    expect((await see(await p.as("sjj"), matter.id)).withheld.join()).toContain("须由本单位另一人办理");
    const { closed, holder } = await act(await p.as("sjj2"), matter.id, "publish");
    expect([closed, holder, await inForce()]).toEqual([true, null, 1]);
    const published = await readEntry(await p.as("mzj"), entry.id);
    expect(published.catalogueCode).toMatch(/^301\d{3}\/\d{6}$/);
    expect(published.providerCode).toMatch(/^[0-9A-Z]{18}$/);
  });

  test("A12.6 the service agency finds an entry of the same name of the same unit, and so does the re-review", async () => {
    const first = await submitted("wjw", draft({ name: "传染病报告" }));
    const second = await submitted("wjw", draft({ name: "传染病报告" }));
    for (const { matter } of [first, second]) {
      await act(await p.as("sjj"), matter.id, "approve");
    }
    await act(await p.as("dsj"), second.matter.id, "verify");
    await act(await p.as("dsj"), first.matter.id, "verify");
    await act(await p.as("sjj2"), first.matter.id, "publish");
    const twin = await refusal(act(await p.as("sjj2"), second.matter.id, "publish"));
    expect([twin.code, twin.article]).toEqual(["duplicate_entry", "12¶4"]);
    const third = await submitted("wjw", draft({ name: "传染病报告" }));
    await act(await p.as("sjj"), third.matter.id, "approve");
    expect(await code(act(await p.as("dsj"), third.matter.id, "verify"))).toBe("duplicate_entry");
    const elsewhere = await submitted("mzj", draft({ name: "传染病报告" }));
    await act(await p.as("sjj"), elsewhere.matter.id, "approve");
    expect(await code(act(await p.as("dsj"), elsewhere.matter.id, "verify"))).toBe("duplicates_undecided");
  });

  test("A12.8 an incomplete entry is neither submitted nor resubmitted, and every gap is named", async () => {
    const entry = await drafted("wjw", draft({ abstract: "", timeFrom: null }));
    const api = await p.as("wjw");
    const refused = await refusal(submit(api, entry));
    expect([refused.code, refused.status, refused.article]).toEqual(["entry_incomplete", 422, "12¶5"]);
    expect(refused.detail).toContain("2 处");
    const whole = await save(api, entry, draft());
    const { id } = await submit(api, whole);
    await act(await p.as("sjj"), id, "returnFromReview", { reasons: "摘要不清楚" });
    await save(api, await readEntry(api, entry.id), { ...whole.draft, abstract: "" });
    expect(await code(act(api, id, "resubmit"))).toBe("entry_incomplete");
  });

  test("A3.1 A12.8 neither an area that there is not, nor a secrecy review to come, nor a rule nobody can read goes in", async () => {
    const [item, ...rest] = epidemicEntry.items;
    if (item === undefined) throw new Error("the figures have items");
    const review = { reviewer: "孙立群", date: "2026-09-22", result: "no-secrets" } as const;
    const pattern = { expression: "([", message: "" };
    const more = { area: ["999999"], secrecyReview: review, items: [{ ...item, pattern }, ...rest] };
    const entry = await drafted("wjw", draft(more));
    const refused = await refusal(submit(await p.as("wjw"), entry));
    expect(refused.code).toBe("entry_incomplete");
    const told = [
      ["/items/0/pattern/expression", "12¶5"],
      ["/area", "12¶5"],
      ["/secrecyReview/date", "3"],
    ];
    expect(refused.errors.map(({ pointer, article }) => [pointer, article])).toEqual(told);
    expect(entry.issues.map(({ pointer }) => pointer)).toEqual(told.map(([pointer]) => pointer));
    const today = { ...review, date: "2026-09-21" };
    await submit(await p.as("wjw"), await save(await p.as("wjw"), entry, draft({ secrecyReview: today })));
  });

  test.each([
    ["A24.1 one of the three sharing classes is stated", { ...registerEntry, sharingClass: null }, "25¶2"],
    ["A25.3 a class that has conditions lists them", { sharingClass: "conditional" }, "25¶3"],
    ["A37.1 one of the three opening classes is stated", { openingClass: null }, "37¶1"],
  ] as const)("%s before an entry is submitted", async (_, change, article) => {
    const entry = await drafted("wjw", draft(change));
    const refused = await refusal(submit(await p.as("wjw"), entry));
    expect([refused.code, refused.article]).toEqual(["entry_incomplete", article]);
  });

  test("A10.2 an entry is returned from every station with reasons only, and can then be mended and sent again", async () => {
    const { entry, matter } = await submitted("wjw");
    const stations = [
      ["sjj", "returnFromReview", []],
      ["dsj", "returnFromVerification", [["sjj", "approve"]]],
      [
        "sjj2",
        "returnFromReReview",
        [
          ["sjj", "approve"],
          ["dsj", "verify"],
        ],
      ],
    ] as const;
    for (const [reviewer, action, before] of stations) {
      for (const [who, step] of before) await act(await p.as(who), matter.id, step);
      const silent = await refusal(act(await p.as(reviewer), matter.id, action, { reasons: "  " }));
      expect([action, silent.code, silent.article?.slice(0, 2)]).toEqual([action, "reasons_missing", "12"]);
      await act(await p.as(reviewer), matter.id, action, { reasons: "时间范围不对" });
      const api = await p.as("wjw");
      const again = await readEntry(api, entry.id);
      expect([action, again.editable]).toEqual([action, true]);
      await save(api, again, { ...again.draft, abstract: `经${action}后修改` });
      await act(api, matter.id, "resubmit");
    }
  });
});

describe("One at a time", () => {
  test("while it is reviewed a draft is not edited and not submitted twice, not even after a return", async () => {
    const { entry, matter } = await submitted("wjw");
    const api = await p.as("wjw");
    expect(await code(save(api, entry, entry.draft))).toBe("entry_not_editable");
    expect(await code(submit(await p.as("wjw2"), entry))).toBe("entry_not_editable");
    await act(await p.as("sjj"), matter.id, "returnFromReview", { reasons: "摘要不清楚" });
    expect(await code(submit(await p.as("wjw2"), entry))).toBe("entry_not_editable");
    await act(api, matter.id, "withdraw");
    const again = await submit(api, entry);
    expect(again.state).toBe("review");
    expect((await act(api, again.id, "withdraw")).closed).toBe(true);
    expect((await readEntry(api, entry.id)).status).toBe("draft");
  });

  test("two approve at once over HTTP: one is taken, the other told that it is late", async () => {
    const { matter } = await submitted("wjw");
    const both = await Promise.allSettled([
      act(await p.as("sjj"), matter.id, "approve", { version: 1 }),
      act(await p.as("sjj2"), matter.id, "approve", { version: 1 }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const late = both.find((one) => one.status === "rejected");
    expect(late?.reason).toMatchObject({ status: 409, code: "stale_version" });
    const { history } = await see(await p.as("wjw"), matter.id);
    expect(history.map(({ action }) => action)).toEqual(["opens", "approve"]);
  });

  test("a step on a version that has passed is refused", async () => {
    const { matter } = await submitted("wjw");
    await act(await p.as("sjj"), matter.id, "approve");
    const late = await refusal(act(await p.as("dsj"), matter.id, "verify", { version: 1 }));
    expect([late.status, late.code]).toEqual([409, "stale_version"]);
  });
});

describe("Mounting", () => {
  test("A12.5 a table is mounted on a published entry, once, by its provider", async () => {
    const entry = await drafted("gaj", { ...registerEntry, name: "户籍登记（演示）" });
    const api = await p.as("gaj");
    expect(await code(mount(api, entry))).toBe("entry_not_published");
    await approve(p, (await submit(api, entry)).id);
    for (const other of ["mzj", "sjj", "dsj"])
      expect(await code(mount(await p.as(other), entry))).toBe("entry_not_own");
    expect(await mount(api, entry)).toMatch(/^r-[0-9A-Z]{8}$/);
    const twice = await refusal(mount(api, entry));
    expect([twice.code, twice.article]).toEqual(["already_mounted", "12¶3"]);
  });
});
