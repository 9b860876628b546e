import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { code, compile, publish, readEntry, save, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { applied, checkWorkbook, fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { withdrawing } from "../../test/support/withdrawal.ts";
import {
  type EntryContent,
  type EntryItem,
  type EntrySearch,
  entrySearch,
  suggestions,
} from "../contract/entry.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { plain, searchedEntry } from "./search-text.ts";
import { catalogueWorkbook } from "./sheets-template.ts";

let p: TestPlatform;
/** Texts out of a small alphabet, so that their substrings meet; the rare ones are outside of GB 2312 and the BMP. */
const letters = [..."数据统计目录人口医疗㼆𬭸䶮𠮷Aa１ ﬁ-%_\\'"];
const text = (most: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: most }).map((parts) => parts.join(""));
let contents: EntryContent[] = [];

beforeAll(async () => {
  p = await testPlatform();
  const names = fc.sample(text(12), { numRuns: 60, seed: 7 });
  const abstracts = fc.sample(text(60), { numRuns: 60, seed: 8 });
  const [first] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  contents = names.map((name, at) => ({
    ...epidemicEntry,
    name: `${at}${name}`,
    abstract: abstracts[at] ?? "",
    items: [{ ...first, name: names[(at + 1) % names.length]?.trim() || "项" }],
  }));
  const api = await p.as("rsj");
  const facts = { code: "", providerName: "", providerCode: "" };
  const areas = new Map([["230000", "黑龙江省"]]);
  const { id } = await checkWorkbook(
    api,
    await catalogueWorkbook(
      contents.map((content) => ({ facts, content })),
      areas,
    ),
  );
  await applied(api, id);
});
afterAll(() => p.close());

const search = async (username: string, query: string): Promise<EntrySearch> =>
  (await p.as(username)).get(`/api/v1/entries/search?${query}`, entrySearch);
const asked = (q: string) => `limit=200&q=${encodeURIComponent(q)}`;

test("whatever stands in a name, an abstract or an item is found by any part of two and more characters, and nothing else", async () => {
  const scanned = contents.map((content) => ({
    name: content.name.trim(),
    text: searchedEntry(content).text.split("\n"),
  }));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 2, max: 5 }),
      text(4),
      fc.boolean(),
      async (line, from, width, made, invented) => {
        const lines = scanned.flatMap((one) => one.text);
        const whole = [...(lines[line % lines.length] ?? "")];
        const word = invented
          ? made
          : whole.slice(from % whole.length, (from % whole.length) + width).join("");
        fc.pre([...plain(word)].length >= 2 && !/[\s,，、。；;]/.test(word));
        const expected = scanned
          .filter((one) => one.text.some((field) => field.includes(plain(word))))
          .map(({ name }) => name);
        const { items, count } = await search("rsj", asked(word));
        expect(items.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
        expect(count).toBe(expected.length);
      },
    ),
    { numRuns: 40 },
  );
});

test("names come first, words stand anywhere, the provider's name counts, and what was asked is marked", async () => {
  const figures = await publish(p, "wjw", { ...epidemicEntry, name: "门诊人次日报", abstract: "按日汇总" });
  const inItem = await publish(p, "gaj", {
    ...epidemicEntry,
    name: "警情",
    items: epidemicEntry.items.map((item, at) => (at === 0 ? { ...item, name: "门诊人次" } : item)),
  });
  const found = await search("mzj", asked("门诊人次"));
  expect(found.items.map(({ id }) => id)).toEqual([figures.id, inItem.id]);
  expect(found.items[0]?.excerpts[0]).toEqual({
    field: "name",
    parts: [
      { text: "门诊人次", hit: true },
      { text: "日报", hit: false },
    ],
  });
  expect(found.items[1]?.excerpts).toMatchObject([{ field: "item" }]);
  expect(found.facets.provider.map(({ label, count }) => [label, count]).toSorted()).toEqual([
    ["双鸭山市公安局", 1],
    ["双鸭山市卫生健康委员会", 1],
  ]);
  expect((await search("mzj", asked("日报 卫生健康委"))).items.map(({ id }) => id)).toEqual([figures.id]);
  expect(
    (await search("mzj", `${asked("门诊人次")}&provider=${p.party("gaj")}`)).items.map(({ id }) => id),
  ).toEqual([inItem.id]);
  expect((await search("mzj", `limit=1&q=${encodeURIComponent("门诊")}`)).next).not.toBeNull();
  const names = await (await p.as("mzj")).get(
    `/api/v1/entries/suggestions?q=${encodeURIComponent("人次")}`,
    suggestions,
  );
  expect(names).toEqual({ names: ["门诊人次日报"] });
});

test("a draft, and a change under way, is found by those alone who may read it; facets tell nothing of it either", async () => {
  const draft = await compile(await p.as("gaj"), { ...registerEntry, name: "暂住登记草稿" });
  const published = await publish(p, "gaj", { ...epidemicEntry, name: "流动人口统计" });
  await save(await p.as("gaj"), published, { ...published.draft, abstract: "将要删去的说法" });
  const ids = async (who: string, q: string) => (await search(who, asked(q))).items.map(({ id }) => id);
  expect(await ids("gaj2", "暂住登记")).toEqual([draft.id]);
  expect(await ids("gaj2", "将要删去")).toEqual([published.id]);
  for (const other of ["mzj", "sjj", "jixian-wjw", "citizen"])
    for (const q of ["暂住登记", "将要删去"]) expect([other, q, await ids(other, q)]).toEqual([other, q, []]);
  await submit(await p.as("gaj"), { ...published, draftVersion: 2 });
  expect((await search("mzj", asked("流动人口统计"))).facets.status).toEqual([
    { value: "published", label: "已发布", count: 1 },
  ]);
  expect(await ids("sjj", "将要删去")).toEqual([published.id]);
  expect((await search("citizen", "q=")).items).toEqual([]);
});

test("A12.4 A13.1 in each state an entry is found by exactly those who may read it, also after units have merged", async () => {
  const word = "权限样例";
  const content = { ...registerEntry, name: word };
  const scjgj = await p.as("scjgj");
  const [draft, inReview, gone] = [
    await compile(scjgj, { ...content, name: `${word}草稿` }),
    await compile(scjgj, { ...content, name: `${word}在审` }),
    await publish(p, "scjgj", { ...content, name: `${word}撤销` }),
  ];
  await submit(scjgj, inReview);
  await publish(p, "scjgj", { ...content, name: `${word}生效` });
  await withdrawing(() => p).withdraw("scjgj", gone);
  expect((await readEntry(scjgj, draft.id)).status).toBe("draft");
  const found = async (who: string, more = "") =>
    (await search(who, asked(word) + more)).items.map(({ name }) => name.slice(-2)).toSorted();
  const inForce = ["生效"];
  const reviewed = ["在审", "撤销", "生效"].toSorted();
  const all = [...reviewed, "草稿"].toSorted();
  const expected: Readonly<Record<string, readonly string[]>> = {
    scjgj: all,
    auditor: all,
    sjj: reviewed,
    dsj: reviewed,
    mzj: inForce,
    "jixian-sjj": inForce,
    citizen: [],
  };
  for (const [who, names] of Object.entries(expected)) expect([who, await found(who)]).toEqual([who, names]);
  for (const [who, names] of Object.entries(expected))
    expect([who, await found(who, `&provider=${p.party("scjgj")}`)]).toEqual([who, names]);

  const sjj = await p.as("sjj");
  const change = {
    act: "merge",
    units: [p.party("scjgj")],
    into: p.party("zrzyj"),
    effectiveOn: "2026-09-21",
    basis: "双编发〔2026〕12号《机构改革方案》",
  };
  expect(await found("zrzyj")).toEqual(inForce);
  const { digest } = await sjj.post("/api/v1/reorganisations/preview", change, changePreview);
  await sjj.post("/api/v1/reorganisations", { change, digest }, changeDone);
  expect(await found("zrzyj")).toEqual(all);
  expect(await found("zrzyj", "&mine=true")).toEqual(all);
  expect(await found("mzj")).toEqual(inForce);
});

test("A12.6 A12.8 the theme shows sections, and within a section chosen its divisions; a section finds them all", async () => {
  const name = "行业样例";
  const of = (industry: EntryContent["industry"], at: string) => ({
    ...epidemicEntry,
    name: name + at,
    industry,
  });
  for (const [industry, at] of [
    ["C", "甲"],
    ["C13", "乙"],
    ["C13", "丙"],
    ["C14", "丁"],
    ["D44", "戊"],
  ] as const)
    await publish(p, "wjw", of(industry, at));
  await compile(await p.as("wjw"), of("C15", "己"));
  const found = async (more: string) => {
    const { items, facets } = await search("wjw", `${asked(name)}${more}`);
    const { industry, division } = facets;
    return {
      names: items
        .map((one) => one.name.slice(-1))
        .toSorted()
        .join(""),
      industry: industry.map(({ value, label, count }) => `${value} ${label} ${count}`),
      division: division.map(({ value, label, count }) => `${value} ${label} ${count}`),
    };
  };
  expect(await found("")).toEqual({
    names: [..."甲乙丙丁戊己"].toSorted().join(""),
    industry: ["C 制造业 5", "D 电力、热力、燃气及水生产和供应业 1"],
    division: [],
  });
  expect(await found("&industry=C")).toEqual({
    names: [..."甲乙丙丁己"].toSorted().join(""),
    industry: ["C 制造业 5"],
    division: ["C13 C13 农副食品加工业 2", "C14 C14 食品制造业 1", "C15 C15 酒、饮料和精制茶制造业 1"],
  });
  expect(await found("&industry=C13")).toEqual({
    names: [..."乙丙"].toSorted().join(""),
    industry: ["C 制造业 2"],
    division: ["C13 C13 农副食品加工业 2"],
  });
  expect((await found("&industry=E")).names).toBe("");
  const body = { format: "json", q: name, industry: "D" };
  const file = await fileFrom(await p.as("mzj"), "POST", "/api/v1/entries/exports", body);
  expect(JSON.parse(file.toString())).toMatchObject([{ name: `${name}戊`, industry: "D44" }]);
  expect(await code(search("wjw", `${asked(name)}&industry=A13`))).toBe("bad_request");
});

test("A19.1 all four base databases are told, by whom, by what, and by where", async () => {
  const name = "四库样例";
  const [first, ...rest] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  const item = (standard: EntryItem["standard"], role: EntryItem["role"] = "none"): EntryItem => ({
    ...first,
    ...{ name: `${standard}`, column: `c_${standard?.replaceAll("-", "_")}`, type: "text", length: 30 },
    ...{ standard, role },
  });
  const unit = item("real-estate-unit", "business-key");
  const place = [item("longitude"), item("latitude")];
  const person = registerEntry.items.filter(({ role }) => role === "subject-key");
  const kinds: Readonly<Record<string, readonly [EntryItem[], string | null]>> = {
    单元: [[unit], "natural-resources"],
    宗地: [[item("land-parcel", "business-key")], "natural-resources"],
    单元和位置: [[unit, ...place], "natural-resources"],
    只提到单元: [[item("real-estate-unit")], null],
    提到单元和位置: [[item("real-estate-unit"), ...place], "space"],
    位置: [place, "space"],
    只有经度: [place.slice(0, 1), null],
    单位的位置: [[item("credit-code", "subject-key"), ...place], "organisation"],
    个人的不动产: [[...person, unit, ...place], "person"],
  };
  for (const [what, [items]] of Object.entries(kinds))
    await compile(await p.as("gaj"), {
      ...registerEntry,
      name: `${name}${what}`,
      items: [...items, ...rest],
    });
  const base = async (value: string) =>
    (await search("gaj", `${asked(name)}&base=${value}`)).items.map((one) => one.name.slice(4)).toSorted();
  for (const value of ["person", "organisation", "natural-resources", "space"])
    expect([value, await base(value)]).toEqual([
      value,
      Object.keys(kinds)
        .filter((what) => kinds[what]?.[1] === value)
        .toSorted(),
    ]);
  expect((await search("gaj", asked(name))).facets.base.map(({ label, count }) => [label, count])).toEqual([
    ["自然资源", 3],
    ["空间地理", 2],
    ["法人和非法人组织", 1],
    ["自然人", 1],
  ]);
});

test("A12.6 a draft without items is counted and found under no grade, as the list shows it", async () => {
  const name = "未定级样例";
  const api = await p.as("wjw");
  await compile(api, { ...epidemicEntry, name: `${name}甲` });
  await compile(api, { ...epidemicEntry, items: [], name: `${name}乙` });
  const { id } = await checkWorkbook(
    api,
    await catalogueWorkbook(
      [
        {
          facts: { code: "", providerName: "", providerCode: "" },
          content: { ...epidemicEntry, items: [], name: `${name}丙` },
        },
      ],
      new Map([["230000", "黑龙江省"]]),
    ),
  );
  await applied(api, id);
  const { items, facets } = await search("wjw", asked(name));
  expect(items.map(({ name: shown, grade }) => [shown, grade]).toSorted()).toEqual([
    [`${name}丙`, null],
    [`${name}乙`, null],
    [`${name}甲`, 1],
  ]);
  expect(facets.grade).toEqual([{ value: "1", label: "1级", count: 1 }]);
  expect((await search("wjw", `${asked(name)}&grade=1`)).items.map((one) => one.name)).toEqual([`${name}甲`]);
});

test("A12.6 finds are divided by base database and list, narrowed by both, and exported as they are narrowed", async () => {
  const shut: Partial<EntryContent> = {
    sharingClass: "not-shared",
    sharingModes: [],
    sharingBasis: "《户口登记条例》第四条",
  };
  const name = "基础库样例";
  await publish(p, "gaj", { ...registerEntry, name: `${name}甲` });
  await publish(p, "gaj", { ...registerEntry, ...shut, name: `${name}乙` });
  await publish(p, "wjw", { ...epidemicEntry, name: `${name}丙` });
  await compile(await p.as("wjw"), { ...epidemicEntry, name: `${name}丁` });
  const { facets } = await search("wjw", asked(name));
  expect(facets.base).toEqual([{ value: "person", label: "自然人", count: 2 }]);
  expect(facets.list.map(({ label, count }) => [label, count])).toEqual([
    ["共享责任清单", 2],
    ["不予共享负面清单", 1],
    ["开放责任清单", 1],
  ]);
  const found = async (more: string) =>
    (await search("wjw", `${asked(name)}&${more}`)).items.map((one) => one.name).toSorted();
  expect(await found("base=person")).toEqual([`${name}乙`, `${name}甲`]);
  expect(await found("list=not-shared")).toEqual([`${name}乙`]);
  expect(await found("list=open-responsibility")).toEqual([`${name}丙`]);
  const body = { format: "json", q: name, base: "person", list: "sharing-responsibility" };
  const file = await fileFrom(await p.as("mzj"), "POST", "/api/v1/entries/exports", body);
  expect(JSON.parse(file.toString())).toMatchObject([{ name: `${name}甲` }]);
});

test("A12.6 whatever finds are narrowed to, with words and without, is exactly what a full scan reads", async () => {
  const word = "缩小样例";
  const shut: Partial<EntryContent> = {
    sharingClass: "not-shared",
    sharingModes: [],
    sharingBasis: "《户口登记条例》第四条",
  };
  const opened: Partial<EntryContent> = { openingClass: "conditional", openingConditions: "用于科研" };
  for (const [at, [keeper, more]] of (
    [
      ["wjw", { industry: "C13" }],
      ["wjw", { industry: "C", ...opened }],
      ["wjw", { industry: "C14", ...shut }],
      ["gaj", { industry: "C13", ...opened }],
      ["gaj", { ...registerEntry, industry: "S" }],
      ["gaj", { ...registerEntry, ...shut, industry: "C13" }],
    ] as const
  ).entries())
    await publish(p, keeper, { ...epidemicEntry, ...more, name: `${word}${at}` });
  await compile(await p.as("wjw"), { ...epidemicEntry, industry: "C13", name: `${word}草稿` });
  await compile(await p.as("wjw"), { ...epidemicEntry, ...shut, name: `${word}不予共享的草稿` });
  await compile(await p.as("gaj"), { ...epidemicEntry, industry: "C13", name: `${word}别家草稿` });
  const narrowed: Readonly<Record<string, string>> = {
    "industry=C13": "industry = 'C13'",
    "industry=C": "left(industry, 1) = 'C'",
    "industry=E": "left(industry, 1) = 'E'",
    "base=person": "base_database = 'person'",
    "sharingClass=not-shared": "sharing_class = 'not-shared'",
    "openingClass=conditional": "opening_class = 'conditional'",
    "grade=1": "item_grade = 1",
    "grade=3": "item_grade = 3",
    "mine=true": `keeper_id = '${p.party("wjw")}'`,
    [`provider=${p.party("gaj")}`]: `keeper_id = '${p.party("gaj")}'`,
    "list=not-shared": "not of_draft and sharing_class = 'not-shared'",
    "list=sharing-responsibility": "not of_draft and sharing_class in ('unconditional', 'conditional')",
    "list=open-responsibility": "not of_draft and opening_class in ('unconditional', 'conditional')",
    [`industry=C13&provider=${p.party("gaj")}&list=sharing-responsibility`]: `industry = 'C13' and keeper_id = '${p.party("gaj")}' and not of_draft and sharing_class <> 'not-shared'`,
  };
  for (const [query, row] of Object.entries(narrowed))
    for (const q of [word, `${word} 户籍`, ""]) {
      const words = q === "" ? [""] : q.split(" ");
      const { rows } = await p.t.ownerPool.query<{ id: string }>(
        `select entry.id from catalogue.entry join catalogue.search shown
           on shown.entry_id = entry.id and shown.of_draft = (entry.published_version is null)
         where (entry.published_version is not null and entry.status <> 'withdrawn' or entry.provider_id = $1) and ${row}
           and (select bool_and(strpos(shown.searched, word) > 0) from unnest($2::text[]) word)`,
        [p.party("wjw"), words],
      );
      const found = (await search("wjw", `limit=200&q=${encodeURIComponent(q)}&${query}`)).items;
      expect([query, q, found.map(({ id }) => id).toSorted()]).toEqual([
        query,
        q,
        rows.map(({ id }) => id).toSorted(),
      ]);
    }
});

test("A12.3 drafts without a name are listed by the latest, and told apart by how their abstracts begin", async () => {
  const api = await p.as("zrzyj");
  const long = "宗地".repeat(60);
  for (const abstract of ["不动产登记簿", "", long])
    await compile(api, { ...epidemicEntry, name: "", abstract });
  const { items } = await search("zrzyj", "limit=200&mine=true&status=draft");
  const told = items.filter(({ name }) => name === "").map(({ excerpts }) => excerpts);
  const begins = (text: string) => [{ field: "abstract", parts: [{ text, hit: false }] }];
  expect(told).toEqual([begins(`${"宗地".repeat(40)}…`), [], begins("不动产登记簿")]);
  expect((await search("zrzyj", asked("不动产登记"))).items[0]?.excerpts).toMatchObject([
    { field: "abstract", parts: [{ hit: true }, { text: "簿" }] },
  ]);
});
