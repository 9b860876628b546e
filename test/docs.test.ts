import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFile(join(root, path), "utf8");
const readmes = ["README.md", "README.en.md"];

async function pages(): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(["*.md", "docs/**/*.md", "src/**/README.md"], { cwd: root }))
    found.push(path);
  return found;
}

/** The pictures are written by the browser tests; before their first run the folder does not exist. */
const picturesAreMade = existsSync(join(root, "docs/pictures"));

/** Links of a page to files beside it, relative to the checkout. */
function linkedFiles(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^([a-z]+:|#|\/)/.test(target))
    .filter((target) => picturesAreMade || !target.startsWith("docs/pictures/"))
    .map((target) => join(dirname(page), target.replace(/#.*$/, "")));
}

/** Files of ours that a page names in code marks, such as `src/law/language.ts`. */
function namedFiles(text: string): string[] {
  return [...text.matchAll(/`((?:src|web|agent|test|bench|bin|docs|\.ci)\/[\w./-]+)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => path !== "docs/generated/");
}

test("every file that the documents link to or name exists", async () => {
  const paths = await pages();
  expect(paths).toEqual(expect.arrayContaining(readmes));
  const missing: string[] = [];
  for (const page of paths) {
    const text = await read(page);
    const files = [...linkedFiles(page, text), ...namedFiles(text)];
    missing.push(...files.filter((file) => !existsSync(join(root, file))).map((file) => `${page}: ${file}`));
  }
  expect(missing).toEqual([]);
});

/** Names of files in the last cell of a table's rows, without their ending: `chain*`. */
function namesInLastCells(text: string): string[] {
  const cells = text
    .split("\n")
    .flatMap((line) => (line.startsWith("|") ? [line.split("|").at(-2) ?? ""] : []));
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => `${name}.ts`));
}

test("a README with a column of files names every source of its folder, and none that is not there", async () => {
  const listing = [];
  for (const page of await pages())
    if (/^\| subject .* \| files *\|$/m.test(await read(page))) listing.push(page);
  expect(listing).toContain("src/ch3-catalogue/README.md");
  for (const page of listing) {
    const text = await read(page);
    const cwd = join(root, dirname(page));
    const named = [...namesInLastCells(text), ...linkedFiles(".", text)];
    const found = await Promise.all(named.map(async (name) => Array.fromAsync(glob(name, { cwd }))));
    const sources = await Array.fromAsync(glob("*.ts", { cwd, exclude: ["*.test.ts"] }));
    expect([page, named.filter((_, n) => found[n]?.length === 0)]).toEqual([page, []]);
    expect([page, sources.filter((source) => !found.flat().includes(source))]).toEqual([page, []]);
  }
});

test("both READMEs give the test command that the pipeline runs", async () => {
  const command = (await read(".ci/run")).trim().split("\n").at(-1);
  expect(command).toBe("npm ci && npm test");
  for (const readme of readmes) {
    expect(await read(readme), readme).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  }
});

test("every npm script that a README names exists", async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await read("package.json")));
  for (const readme of readmes) {
    const named = [...(await read(readme)).matchAll(/`npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.length, readme).toBeGreaterThan(3);
    expect(Object.keys(scripts), readme).toEqual(expect.arrayContaining(named));
  }
});

test("both READMEs name the same accounts, commands, variables and pictures", async () => {
  const named = async (readme: string) => {
    const marks = [...(await read(readme)).matchAll(/^\| (.*?) \||!\[[^\]]*\]\(([^)]*)\)/gm)];
    return marks.flatMap(([, cell = "", picture = ""]) =>
      [...cell.matchAll(/`[^`]+`/g)].map(String).concat(picture),
    );
  };
  expect(await named("README.en.md")).toEqual(await named("README.md"));
});

/** Rows of the table of threats: the last cell names the tests that prove the control, or says `open`. */
function threats(text: string): { threat: string; proof: string }[] {
  return text
    .split("\n")
    .filter((line) => /^\| T\d+ /.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map((cells) => ({ threat: cells[1] ?? "", proof: cells.at(-2) ?? "" }));
}

test("every threat of the model names tests that exist, or is plainly open", async () => {
  const rows = threats(await read("docs/threat-model.md"));
  expect(rows.length).toBeGreaterThanOrEqual(5);
  const wrong = rows.filter(({ proof }) => {
    const files = [...proof.matchAll(/`([^`]*)`/g)].map(([, file = ""]) => file);
    const tests = files.filter((file) => /\.(test|spec)\.ts$/.test(file) && existsSync(join(root, file)));
    return proof !== "open" && (files.length === 0 || tests.length < files.length);
  });
  expect(wrong).toEqual([]);
});
