import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { inclusionProof } from "../../contract/ledger.ts";
import { projectRoot } from "../config.ts";
import { Api, Refused } from "./api.ts";
import type { Cast } from "./cast.ts";
import { view } from "./matters.ts";
import { expect, type Report } from "./report.ts";

/** Act 6: the receipt of a decision is included in the ledger, within a second or so. The receipt. */
export async function proveDecision(report: Report, cast: Cast, matterId: string): Promise<string> {
  const matter = await view(cast.mzj, matterId);
  const receipt = matter.history.find((entry) => entry.receipt !== null)?.receipt ?? "";
  expect(receipt !== "", "决定有存证回执");
  const anybody = new Api(cast.mzj.url, null, "任何人");
  const proof = await included(anybody, receipt);
  report.line(
    "凭回执查存证",
    anybody.name,
    "60¶1",
    "",
    `第 ${proof.index} 条，树共 ${proof.treeSize} 条；离线核对：npx gongshu ledger export`,
  );
  return receipt;
}

/**
 * Act 6, on the platform's own machine: a checkpoint is kept, the ledger exported, and the standalone verifier checks
 * records, receipt and checkpoint against keys that did not come with the export.
 */
export async function verifyOffline(
  report: Report,
  url: string,
  home: string,
  receipt: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "gongshu-ledger-"));
  try {
    const kept = join(folder, "checkpoint");
    const { text } = await new Api(url, null, "任何人").send("GET", "/ledger/v1/checkpoint");
    await writeFile(kept, text);
    const gongshu = (...values: string[]) => program("src/app/cli.ts", values, { GONGSHU_HOME: home });
    const keys = (await gongshu("ledger", "keys")).trim().split("\n");
    const directory = join(folder, "export");
    await gongshu("ledger", "export", directory);
    const trusted = keys.flatMap((key) => ["--key", key]);
    const options = ["--checkpoint", kept, "--receipt", receipt, ...trusted];
    const told = await program("verifier/verify.ts", [directory, ...options], {});
    report.line("导出存证，离线核对", "核对程序", "60¶1", "", told.trim().replaceAll("\n", "；"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Output of a program of the checkout; throws with it when the program does not end well. */
async function program(
  path: string,
  values: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { ...process.env, ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, [join(projectRoot, path), ...values], {
    env,
  });
  return stdout;
}

async function included(api: Api, receipt: string) {
  for (let tries = 0; ; tries++) {
    try {
      return await api.get(
        `/ledger/v1/proof/inclusion?receipt=${encodeURIComponent(receipt)}`,
        inclusionProof,
      );
    } catch (error) {
      if (tries >= 20 || !(error instanceof Refused)) throw error;
      await pause(250);
    }
  }
}
