import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "../src/app/config.ts";
import { publishRegisterEntry } from "../src/app/story/catalogue.ts";
import { mount } from "../src/app/story/collection.ts";
import { act, start } from "../src/app/story/matters.ts";
import { request } from "../src/app/story/sharing.ts";
import { procedureInfo } from "../src/contract/matter.ts";
import { registerEntry, shuangyashan } from "./support/city.ts";
import { castOf, demonstration, silent } from "./support/home.ts";
import { gongshu, program, serving } from "./support/server.ts";

/*
 * A checkout in which one line of a declaration is another: what follows from it follows, and what cannot be is refused.
 */
const declaration = "src/ch5-sharing/article-27-sharing-application.ts";
const home = await demonstration();
const checkout = join(home.directory, "checkout");

beforeAll(async () => {
  await mkdir(join(checkout, "test/mutation"), { recursive: true });
  for (const path of ["src", "profiles", "package.json", "test/mutation/result.json"])
    await cp(join(projectRoot, path), join(checkout, path), { recursive: true });
  await symlink(join(projectRoot, "node_modules"), join(checkout, "node_modules"));
});
afterAll(() => home.remove());

/** Changes the declaration in the copy; undoes it. */
async function declaring(find: string, replace: string): Promise<() => Promise<void>> {
  const path = join(checkout, declaration);
  const text = await readFile(path, "utf8");
  expect(text.split(find)).toHaveLength(2);
  await writeFile(path, text.replace(find, replace));
  return () => writeFile(path, text);
}

test("a number of the law is one line: changed there, it stands in documents, interface and on the matter", async () => {
  const undo = await declaring('workingDays(1, "27¶2(2)")', 'workingDays(3, "27¶2(2)")');
  const documents = join(home.directory, "documents");
  const written = await program("src/app/generate.ts", [documents], {}, checkout).ended;
  expect([written.code, written.output]).toEqual([0, expect.stringContaining("documents written")]);
  const page = async (folder: string) =>
    (await readFile(join(folder, "docs/generated/procedures/sharing-application.md"), "utf8")).split("\n");
  const [before, after] = [await page(projectRoot), await page(documents)];
  const lines = after.filter((line, at) => line !== before[at]);
  expect([before.length, lines]).toEqual([
    after.length,
    [expect.stringMatching(/\| 3 个工作日（第二十七条第二款第二项） \|/)],
  ]);

  const server = await serving(home.variables, checkout);
  try {
    const answer = await (await fetch(`${server.url}/api/v1/procedures`)).json();
    const { items } = z.object({ items: z.array(procedureInfo) }).parse(answer);
    const statutory = items
      .find(({ kind }) => kind === "sharing-application")
      ?.deadlines.find((rule) => rule.statutory !== null)?.statutory;
    expect(statutory).toEqual({ workingDays: 3, article: "第二十七条第二款第二项" });

    const cast = await castOf(server.url);
    const entry = await publishRegisterEntry(silent(), cast, registerEntry);
    await mount(silent(), cast.gaj, entry);
    const kind = "sharing-application";
    const { id } = await start(silent(), cast.mzj, { kind, subject: entry.id, form: request });
    const matter = await act(silent(), cast.sjj, id, "passToProvider");
    expect(matter.number).toMatch(new RegExp(`^${shuangyashan.numbering}享〔2026〕\\d+号$`));
    expect(matter.deadlines.find((one) => one.kind === "statutory" && one.state === "open")).toMatchObject({
      workingDays: 3,
      dueOn: "2026-09-24",
    });
    const now = matter.path.find(({ phase }) => phase === "now");
    expect(now?.deadlines.statutory).toEqual({ workingDays: 3, article: "第二十七条第二款第二项" });
  } finally {
    await server.stop();
    await undo();
  }
}, 300_000);

test("a declaration that names a guard which is not there does not start, and says which", async () => {
  const undo = await declaring('"columnsExist"', '"columnsExsit"');
  const { code, output } = await gongshu(["serve"], { ...home.variables, PORT: "0" }, checkout).ended;
  await undo();
  expect(code).toBe(1);
  expect(output).toContain("事项“公共数据共享申请”（sharing-application）的声明与程序对不上，平台没有启动：");
  expect(output).toContain("  声明点名的核对 columnsExsit 没有相应的程序");
  expect(output).toContain("  程序中的核对 columnsExist 没有任何环节点名");
  expect(output).not.toMatch(/\n\s+at /);
}, 120_000);
