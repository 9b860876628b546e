import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, compile, publish, readEntry, refusal, save, submit } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { entrySummary, entryVersion, entryVersionSummary } from "../contract/entry.ts";
import { compareContents } from "../contract/entry-comparison.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const list = async (username: string, query = "") =>
  (await (await p.as(username)).get(`/api/v1/entries?limit=200${query}`, listOf(entrySummary))).items;

test("A26.1 neither status, time, place in the list nor number of drafts tells others of a change under way", async () => {
  const changing = await publish(p, "wjw", { ...epidemicEntry, name: "正在变更的目录" });
  await publish(p, "gaj", { ...epidemicEntry, name: "后来发布的目录" });
  const told = async () => ({
    one: await readEntry(await p.as("mzj"), changing.id),
    list: await list("mzj"),
    inReview: await list("mzj", "&status=in-review"),
    published: await list("mzj", "&status=published"),
  });
  const before = await told();
  await save(await p.as("wjw"), changing, { ...changing.draft, abstract: "改了摘要" });
  expect(await told()).toEqual(before);
  const { id } = await submit(await p.as("wjw"), changing);
  expect(await told()).toEqual(before);
  expect(before.one.matterId).toBeNull();
  expect((await list("wjw", "&status=in-review")).map((entry) => entry.id)).toEqual([changing.id]);
  expect((await readEntry(await p.as("sjj"), changing.id)).matterId).toBe(id);
  await approve(p, id);
  expect((await told()).one.draft.abstract).toBe("改了摘要");
});

test("a NUL in a draft or in a search is told to the caller, not an inner error", async () => {
  const api = await p.as("wjw");
  const broken = compile(api, { ...epidemicEntry, name: "统计\u0000表" });
  const asked = api.send("GET", "/api/v1/entries?q=%00");
  for (const attempt of [broken, asked]) expect((await refusal(attempt)).code).toBe("bad_request");
});

test("a draft never submitted can be thrown away by its own unit; what was submitted is kept", async () => {
  const own = await p.as("wjw");
  const note = await compile(own, { ...epidemicEntry, name: "随手记下的目录" });
  const other = await refusal((await p.as("mzj")).send("DELETE", `/api/v1/entries/${note.id}`));
  expect(other.code).toBe("not_found");
  await own.send("DELETE", `/api/v1/entries/${note.id}`);
  const gone = await refusal(readEntry(own, note.id));
  expect(gone.code).toBe("not_found");
  const kept = await publish(p, "wjw", { ...epidemicEntry, name: "已经发布的目录" });
  const refused = await refusal(own.send("DELETE", `/api/v1/entries/${kept.id}`));
  expect(refused).toMatchObject({ code: "entry_kept", article: "12¶3" });
});

test("any two versions can be read and compared by whoever reads the entry; the draft and the matter by its keeper alone", async () => {
  const first = await publish(p, "wjw", { ...epidemicEntry, name: "有版本的目录" });
  const own = await p.as("wjw");
  await save(own, first, { ...first.draft, abstract: "第二版摘要" });
  await approve(p, (await submit(own, first)).id);
  await save(own, await readEntry(own, first.id), { ...first.draft, abstract: "还没有报送" });
  const versions = async (username: string) =>
    (await (await p.as(username)).get(`/api/v1/entries/${first.id}/versions`, listOf(entryVersionSummary)))
      .items;
  const content = async (username: string, version: string) =>
    (await (await p.as(username)).get(`/api/v1/entries/${first.id}/versions/${version}`, entryVersion))
      .content;
  expect((await versions("mzj")).map(({ version, matter }) => [version, matter])).toEqual([
    [2, null],
    [1, null],
  ]);
  expect((await versions("wjw2")).every(({ matter }) => matter !== null)).toBe(true);
  expect(compareContents(await content("mzj", "1"), await content("mzj", "2"), new Map())).toMatchObject([
    { title: "数据资源摘要", kind: "changed", after: "第二版摘要" },
  ]);
  expect((await content("wjw2", "draft")).abstract).toBe("还没有报送");
  for (const version of ["draft", "3", "0", "x"])
    expect([version, (await refusal(content("mzj", version))).code]).toEqual([version, "not_found"]);
  expect((await refusal(content("citizen", "1"))).code).toBe("not_found");
});
