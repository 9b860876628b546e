import { setTimeout as pause } from "node:timers/promises";
import { inclusionProof } from "../../contract/ledger.ts";
import { Api, Refused } from "./api.ts";
import type { Cast } from "./cast.ts";
import { view } from "./matters.ts";
import { expect, type Report } from "./report.ts";

/** Act 6: the receipt of a decision is included in the ledger, within a second or so. */
export async function proveDecision(report: Report, cast: Cast, matterId: string): Promise<void> {
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
