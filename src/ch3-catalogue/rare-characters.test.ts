import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  compile,
  publish,
  readEntry,
  refusal,
  save,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { pagesOf } from "../../test/support/pdf.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { matterDocuments } from "../contract/document.ts";
import { type Entry, entrySearch } from "../contract/entry.ts";
import { readSheets } from "../platform/sheets/index.ts";

/** Characters of names and places outside of GB 2312, two of them outside of the BMP as well. */
const rare = "㼆𬭸䶮𠮷";
let p: TestPlatform;
let entry: Entry;

beforeAll(async () => {
  p = await testPlatform();
  const [first, ...rest] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  const items = [{ ...first, name: `${rare}日期` }, ...rest];
  entry = await publish(p, "wjw", {
    ...epidemicEntry,
    name: `${rare}镇疫情统计`,
    abstract: `含${rare}各字`,
    items,
  });
});
afterAll(() => p.close());

test("each rare character is found beside its neighbour, marked whole, in names, abstracts and items", async () => {
  const api = await p.as("mzj");
  const letters = [...rare];
  for (const pair of letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)) {
    const path = `/api/v1/entries/search?q=${encodeURIComponent(pair)}`;
    const { items } = await api.get(path, entrySearch);
    expect([pair, items.map(({ id }) => id)]).toEqual([pair, [entry.id]]);
    const marked = items[0]?.excerpts.flatMap(({ parts }) => parts.filter(({ hit }) => hit)) ?? [];
    expect(marked.length).toBeGreaterThan(0);
    for (const { text } of marked) expect(text).toBe(pair);
  }
});

test("half a character is no text: a lone surrogate is refused and nothing is saved", async () => {
  const api = await p.as("wjw");
  const draft = await compile(api, { ...epidemicEntry, name: "半个字" });
  expect(await code(save(api, draft, { ...draft.draft, abstract: "半个\ud842字" }))).toBe("bad_request");
  expect((await readEntry(api, draft.id)).draft.abstract).toBe(epidemicEntry.abstract);
});

test("rare characters are in the export in three forms and in the notice that sends the entry back", async () => {
  const api = await p.as("wjw");
  const wanted = (format: string) => ({ format, ids: [entry.id] });
  for (const format of ["csv", "json"])
    expect((await fileFrom(api, "POST", "/api/v1/entries/exports", wanted(format))).toString()).toContain(
      `${rare}镇疫情统计`,
    );
  const { sheets } = await readSheets(await fileFrom(api, "POST", "/api/v1/entries/exports", wanted("xlsx")));
  expect(sheets[0]?.rows[1]?.cells).toContain(`${rare}镇疫情统计`);
  expect(sheets[1]?.rows[1]?.cells).toContain(`${rare}日期`);

  const changed = await save(api, entry, { ...entry.draft, abstract: `又改${rare}` });
  const { id } = await submit(api, changed);
  const bureau = await p.as("sjj");
  const remarks = [{ place: "/abstract", detail: `“${rare}”请注音` }];
  await act(bureau, id, "returnFromReview", { reasons: `地名“${rare}”请核对`, form: { remarks } });
  const issued = await bureau.post(
    `/api/v1/matters/${id}/documents`,
    { name: "returnNotice" },
    matterDocuments,
  );
  const file = issued.items[0]?.file.id ?? "";
  const pdf = await fileFrom(bureau, "GET", `/api/v1/files/${file}`);
  const text = (await pagesOf(pdf)).join("");
  expect(text).toContain(`地名“${rare}”请核对`);
  expect(text).toContain(`数据资源摘要：“${rare}”请注音`);
});

test("A12.5 what is too long is told in characters, and a character outside the BMP is one, in texts and item names", async () => {
  const api = await p.as("wjw");
  const draft = await compile(api, { ...epidemicEntry, name: "按字计数" });
  const [first, ...rest] = epidemicEntry.items;
  const named = (name: string) => first && { items: [{ ...first, name }, ...rest] };
  for (const [more, pointer, most, given] of [
    [{ abstract: "𬭸".repeat(2_001) }, "/draft/abstract", 2000, 2001],
    [{ name: `${"名".repeat(199)}𠮷𬭸` }, "/draft/name", 200, 201],
    [named("𠮷".repeat(201)), "/draft/items/0/name", 200, 201],
  ] as const) {
    const refused = await refusal(save(api, draft, { ...draft.draft, ...more }));
    expect(refused.errors.map(({ pointer: at, detail }) => [at, detail])).toEqual([
      [pointer, `不能超过 ${most} 个字，现在有 ${given}，请缩减`],
    ]);
  }
  const full = { abstract: "𬭸".repeat(2_000), ...named("𠮷".repeat(200)) };
  const saved = await save(api, draft, { ...draft.draft, ...full });
  expect([saved.draft.abstract, saved.draft.items[0]?.name]).toEqual([full.abstract, "𠮷".repeat(200)]);
});

test("a name of 2,000 characters is refused at its field; 200 characters outside the BMP are not too long", async () => {
  const api = await p.as("wjw");
  const draft = await compile(api, { ...epidemicEntry, name: "长名" });
  const long = await refusal(save(api, draft, { ...draft.draft, name: "名".repeat(2_000) }));
  expect([long.status, long.code]).toEqual([400, "bad_request"]);
  expect(long.detail).toMatch(/200/);
  const name = "𠮷".repeat(200);
  expect((await save(api, draft, { ...draft.draft, name })).draft.name).toBe(name);
});
