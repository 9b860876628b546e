import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shuangyashan } from "../../../test/support/city.ts";
import { application } from "../../../test/support/matters.ts";
import { dutiesOfPeople } from "../../law/duties-of-people.ts";
import { obligations } from "../../law/obligations.ts";
import { procedures } from "../procedures.ts";
import { articlesPage, citedIn, declaredIn } from "./articles.ts";
import { coveragePage } from "./coverage.ts";
import { generatedDocuments } from "./documents.ts";
import { procedurePage } from "./procedure-page.ts";
import { proofsOf, unknownIds } from "./proofs.ts";

const root = join(import.meta.dirname, "../../..");

test("what is generated is what the declarations and tests say now", async () => {
  const written = new Map<string, string>();
  for await (const path of glob(["docs/generated/**/*.md", "src/app/generated/*"], { cwd: root })) {
    written.set(path, await readFile(join(root, path), "utf8"));
  }
  const fresh = await generatedDocuments(root, procedures, shuangyashan.parameters);
  expect([...written.keys()].sort()).toEqual([...fresh.keys()].sort());
  for (const [path, text] of fresh) expect(written.get(path), `${path}: npm run generate`).toBe(text);
});

test("a page shows every step, the law's limit, the city's, and where the law is silent", () => {
  const page = procedurePage(application, shuangyashan.parameters);
  for (const { title } of Object.values(application.steps)) expect(page).toContain(`| ${title} |`);
  expect(page).toContain("1 个工作日（第二十七条第二款第二项）");
  expect(page).toContain("未规定：没有规定天数 | 1 个工作日");
  expect(page).toContain("s0 --> s2 : 通过形式审查");
  expect(page).toContain("“同意”与“审签”须由不同的人办理");
});

test("the rule of an article is found by its declarations and by the sources that cite it, folder by folder", async () => {
  const page = await articlesPage(root, procedures);
  const section = (article: number) =>
    page.split(/^## Art\. /m).find((part) => part.startsWith(`${article} `)) ?? "";
  expect(section(27)).toContain(
    "- [sharing-application](procedures/sharing-application.md): `src/ch5-sharing/article-27-sharing-application.ts`\n",
  );
  expect(section(27)).toMatch(/^- access: .*`recording\.ts`.*\n(- .*\n)*- ch5-sharing: .*`application\.ts`/m);
  expect(section(20)).toMatch(/^- access: .*`migrations\/[\w-]+\.sql`/m);
  expect(section(4)).toContain("[coverage](coverage.md)");
  expect(page).not.toMatch(/\.test(-d)?\.ts`/);
});

test("a procedure that no article declares is not passed over", () => {
  const sources = new Map([["src/ch5-sharing/article-27-x.ts", 'kind: "one"']]);
  expect(declaredIn("one", sources)).toBe("src/ch5-sharing/article-27-x.ts");
  expect(() => declaredIn("other", sources)).toThrow("the procedure other");
});

test.each([
  ["a refusal", 'refuse(\n  "entry_incomplete", "13", "…")', [13]],
  ["a refusal that takes the code from elsewhere", 'refuse(result.code, "60¶3", "…")', [60]],
  ["a refusal that takes the article from elsewhere", 'refuse("grant_ended", ended ?? "31", "…")', [31]],
  [
    "steps and limits",
    '{ cites: "12¶4", overdue: "73(1)", statutory: workingDays(2, "27¶2") }',
    [12, 27, 73],
  ],
  [
    "findings",
    'issue("column", "…", "12¶5"); fault(title, `…（…）`, "24"); say(row, "warning", "63")',
    [12, 24, 63],
  ],
  ["problems", 'throw outdated("…", "31"); throw forbidden("…", "23")', [31, 23]],
  ["a constant", 'const article = "60¶2"; const basis: Citation = "8(2)"', [60, 8]],
  ["both arms of a choice", 'article: x ? "25¶3" : "24", at', [25, 24]],
  ["a table of articles", 'const articles = { tightened: "26", converted: "25¶4" } as const;', [26, 25]],
  ["mere numbers", 'from: "14"; padStart(6, "13"); header("retry-after", "5");', []],
  [
    "a comment",
    "/** Art. 12 ¶3, ¶4, 73 item 11; (Art. 5, 7-9), Art. 8(6), 15 ¶2 */",
    [12, 73, 5, 7, 8, 9, 15],
  ],
  ["a comment with the last one added", "// Art. 23 and 38, Art. 11 and storage", [23, 38, 11]],
  [
    "a comment over a line end",
    "/**\n * by grant (Art. 20, 31,\n * 33, 60)\n */\n// Art.\n// 17",
    [20, 31, 33, 60, 17],
  ],
  ["a comment of a migration", "-- Registers (Art. 5,\n-- 10): '13'", [5, 10]],
  ["other laws", "/** of persons: Art. 55, 56 PIPL; Data Security Law, Art. 21 */", []],
])("citations are found in %s", (_what, source, articles) => {
  expect([...citedIn(source)].toSorted()).toEqual(articles.toSorted());
});

test("an obligation that no test names is open, and an id that does not exist is found", () => {
  const tests = [
    { id: "A27.5", file: "src/some.test.ts", title: "A27.5 a refusal" },
    { id: "A99.1", file: "src/other.test.ts", title: "A99.1 nothing" },
  ];
  const page = coveragePage([application], proofsOf(tests, []));
  expect(page).toMatch(
    /\| A27\.5 \| 27 \| .* \| test-application \| named, not proven \| `src\/some\.test\.ts` \|/,
  );
  expect(page).toMatch(/\| A27\.4 \| 27 \| .* \| test-application \| open \| {2}\|/);
  expect(page).toContain("0 of 269 obligations are proven; 1 more");
  expect(unknownIds(tests)).toEqual(["A99.1"]);
});

const mutation = {
  id: "A27.5",
  guard: "a refusal states its reasons",
  file: "src/guard.ts",
  test: "src/some.test.ts",
  title: "A27.5 a refusal",
};

test("an obligation is proven only by a mutation that was killed", () => {
  const page = (outcome: string) => coveragePage([], proofsOf([], [{ ...mutation, outcome }]));
  expect(page("killed")).toMatch(/\| A27\.5 \| .* \| proven \| `src\/some\.test\.ts` \|/);
  for (const outcome of ["survived", "test did not run", "unsound test", "not run"])
    expect(page(outcome)).toMatch(/\| A27\.5 \| .* \| open \|/);
});

test("one guard that went unnoticed leaves the obligation unproven", () => {
  const results = ["killed", "survived"].map((outcome) => ({ ...mutation, outcome }));
  expect(coveragePage([], proofsOf([], results))).toMatch(/\| A27\.5 \| .* \| open \|/);
});

test("a duty of people is said to be one, with what the platform offers, and is never claimed as proven", () => {
  const page = coveragePage([], {});
  expect(page).toMatch(/\| A4\.1 \| .* \| duty of people \| the platform offers: .+ \|/);
  const known = new Set(obligations.map(({ id }) => id));
  expect(Object.keys(dutiesOfPeople).filter((id) => !known.has(id))).toEqual([]);
});

test("every obligation has a title of its own in Chinese, and a limit of the law is told in working days", () => {
  expect(obligations.length).toBe(269);
  expect(new Set(obligations.map(({ title }) => title)).size).toBe(269);
  for (const { id, title } of obligations) expect(title, id).toMatch(/\p{Script=Han}/u);
  const limits = { "A13.1": 10, "A13.3": 2, "A27.4": 1, "A28.5": 5, "A32.3": 3, "A32.5": 10, "A39.2": 5 };
  for (const [id, days] of Object.entries(limits))
    expect(obligations.find((one) => one.id === id)?.title).toContain(`${days}个工作日`);
});
