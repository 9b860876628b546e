import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { code, publish, readEntry, save } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { type EntryContent, entry, entrySummary, newEntry } from "../contract/entry.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const blank = async (username: string, id?: string) =>
  (await p.as(username)).get(`/api/v1/entries/blank${id === undefined ? "" : `?id=${id}`}`, newEntry);
const begin = async (username: string, id: string, draft: EntryContent) =>
  (await p.as(username)).post("/api/v1/entries", { id, draft }, entry);
const own = async (username: string) =>
  (await (await p.as(username)).get("/api/v1/entries?mine=true&limit=200", listOf(entrySummary))).items;

test("A12.3 who compiles begins blank, with the unit filled in, and leaves nothing; nobody else begins", async () => {
  const before = await own("wjw");
  expect(await blank("wjw")).toMatchObject({
    provider: { id: p.party("wjw"), name: "双鸭山市卫生健康委员会" },
    providerCode: expect.stringMatching(/^[0-9A-Z]{18}$/),
    draftVersion: 0,
    draft: { name: "", format: "table", items: [] },
    editable: true,
  });
  expect(await own("wjw")).toEqual(before);
  for (const outsider of ["citizen", "operator", "auditor"])
    expect([outsider, await code(blank(outsider))]).toEqual([outsider, "forbidden"]);
});

test("A12.3 a draft begun twice under one id is one draft: the second is told, and nothing of the first is lost", async () => {
  const id = uuidv7();
  const named = (name: string) => ({ ...epidemicEntry, name });
  const first = await begin("wjw", id, named("先写的"));
  expect([first.id, first.draftVersion]).toEqual([id, 1]);
  expect(await code(begin("wjw2", id, named("后写的")))).toBe("draft_conflict");
  const together = uuidv7();
  const tabs = await Promise.allSettled(
    ["甲", "乙", "丙"].map((name) => begin("wjw", together, named(name))),
  );
  expect(tabs.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const api = await p.as("wjw");
  expect((await readEntry(api, id)).draft.name).toBe("先写的");
  await save(api, first, named("接着写的"));
  expect((await own("wjw")).filter((one) => one.id === id || one.id === together)).toHaveLength(2);
});

test("A12.3 what was made but not answered is answered when it is sent again; nothing is made a second time", async () => {
  const id = uuidv7();
  const draft = { ...epidemicEntry, name: "应答丢了的草稿" };
  const made = await begin("wjw", id, draft);
  const again = await begin("wjw", id, draft);
  expect([again.id, again.draftVersion, again.draft]).toEqual([id, 1, made.draft]);
  expect(await code(begin("gaj", id, draft))).toBe("not_found");
  const saved = await save(await p.as("wjw"), made, { ...draft, abstract: "接着写的" });
  expect((await begin("wjw", id, saved.draft)).draftVersion).toBe(2);
  expect(await code(begin("wjw", id, draft))).toBe("draft_conflict");
});

test("A12.3 who asks again under an id goes on with what the unit keeps there; under one that cannot be saved, begins under another", async () => {
  const id = uuidv7();
  expect(await blank("wjw", id)).toMatchObject({ id, draftVersion: 0, draft: { name: "" } });
  await begin("wjw", id, { ...epidemicEntry, name: "已经存下的" });
  expect(await blank("wjw2", id)).toMatchObject({ id, draftVersion: 1, draft: { name: "已经存下的" } });
  for (const unfit of [id, "123", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]) {
    const fresh = await blank("gaj", unfit);
    expect([unfit, fresh.id === unfit, fresh.draftVersion, fresh.draft.name]).toEqual([unfit, false, 0, ""]);
    expect((await begin("gaj", fresh.id, { ...epidemicEntry, name: "另起的" })).id).toBe(fresh.id);
  }
});

test("A12.3 an id of another unit's draft begins nothing and tells nothing; what is no id is refused", async () => {
  const theirs = await begin("gaj", uuidv7(), { ...epidemicEntry, name: "别家的草稿" });
  const inForce = await publish(p, "gaj", { ...epidemicEntry, name: "别家已发布的" });
  const draft = { ...epidemicEntry, name: "占用别家的号" };
  expect(await code(begin("wjw", theirs.id, draft))).toBe("not_found");
  expect(await code(begin("wjw", inForce.id, draft))).toBe("entry_not_own");
  expect(await code(begin("wjw", inForce.id, inForce.draft))).toBe("entry_not_own");
  expect((await readEntry(await p.as("gaj"), theirs.id)).draft.name).toBe("别家的草稿");
  expect(await code(begin("wjw", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", draft))).toBe("bad_request");
});
