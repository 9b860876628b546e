import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeLock, lockFindings } from "./lock.ts";

test("an optional package that the lock file leaves out is found, and added for its own platform only", async () => {
  const root = await mkdtemp(join(tmpdir(), "lock-"));
  try {
    const tool = {
      version: "1.2.3",
      dev: true,
      optionalDependencies: { "tool-darwin-arm64": "1.2.3", "tool-linux-x64": "1.2.3" },
    };
    const packages = {
      "": { name: "x" },
      "node_modules/tool": tool,
      "node_modules/tool-linux-x64": { version: "1.2.3" },
    };
    await writeFile(join(root, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
    expect(await lockFindings(root)).toEqual([expect.stringContaining("tool-darwin-arm64@1.2.3")]);
    await completeLock(root);
    expect(await lockFindings(root)).toEqual([]);
    const written = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
    const added = { version: "1.2.3", os: ["darwin"], cpu: ["arm64"], dev: true, optional: true };
    expect(written.packages).toEqual({ ...packages, "node_modules/tool-darwin-arm64": added });
  } finally {
    await rm(root, { recursive: true });
  }
});
