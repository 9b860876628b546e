import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./command.ts";
import { judged, lastLine, playwrightTally, total, vitestTally } from "./reports.ts";

const root = join(import.meta.dirname, "../..");

test("Vitest's own report is read: passed, failed, skipped, and a file that does not load", async () => {
  const folder = await mkdtemp(join(tmpdir(), "planted-"));
  try {
    await writeFile(
      join(folder, "vitest.config.mjs"),
      'export default { test: { include: ["*.planted.mjs"] } };',
    );
    const imported = JSON.stringify(import.meta.resolve("vitest"));
    await writeFile(
      join(folder, "tests.planted.mjs"),
      `import { expect, test } from ${imported};
       test("good", () => expect(1).toBe(1));
       test("bad", () => expect(1).toBe(2));
       test.skip("later", () => {});`,
    );
    await writeFile(join(folder, "broken.planted.mjs"), 'throw new Error("does not load");');
    const file = join(folder, "report.json");
    const values = ["run", "--root", folder, "--reporter=json", `--outputFile.json=${file}`];
    const { code } = await run(root, "vitest", ...values);
    expect(code).not.toBe(0);
    const tally = vitestTally(JSON.parse(await readFile(file, "utf8")));
    expect(tally).toEqual({ passed: 1, failed: 2, skipped: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("Playwright's flaky tests and errors outside tests are failures", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightTally({ stats, errors: [{ message: "setup" }] })).toEqual({
    passed: 3,
    failed: 3,
    skipped: 2,
  });
});

test("a crash, a missing report and a run without tests are failures", () => {
  const good = { passed: 2, failed: 0, skipped: 0 };
  expect(judged(good, 0)).toEqual(good);
  expect(judged(good, 1).failed).toBe(1);
  expect(judged(good, null).failed).toBe(1);
  expect(judged(null, 0).failed).toBe(1);
  expect(judged({ passed: 0, failed: 0, skipped: 4 }, 0).failed).toBe(1);
  expect(judged({ passed: 1, failed: 3, skipped: 0 }, 1).failed).toBe(3);
});

test("a report of another shape is refused, not counted as nothing", () => {
  expect(() => vitestTally({})).toThrow();
  expect(() => playwrightTally({ stats: {} })).toThrow();
});

test("the last line is plain", () => {
  const all = total([
    { passed: 2, failed: 0, skipped: 1 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(lastLine(all)).toBe("5 passed, 1 failed, 1 skipped");
  expect(lastLine({ ...all, skipped: 0 })).toBe("5 passed, 1 failed");
});
