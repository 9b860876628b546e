import { parentPort, workerData } from "node:worker_threads";
import { softwareCryptography } from "../platform/crypto/index.ts";
import type { RowKeys } from "./keys.ts";
import type { TablePlan } from "./plan.ts";
import { type BatchMark, RowSealer } from "./row-sealer.ts";
import type { CheckedRow } from "./rows.ts";

/** What the sealing thread is given when it starts. */
export interface SealerSetup {
  readonly keys: RowKeys;
  readonly plan: TablePlan;
  readonly batch: BatchMark;
}
export type SealerAnswer =
  | { readonly tuples: Uint8Array<ArrayBuffer>; readonly macs: Uint8Array<ArrayBuffer> }
  | { readonly failure: string };

const setup: SealerSetup = workerData;
const sealer = new RowSealer(softwareCryptography, setup.keys, setup.plan);

parentPort?.on("message", (rows: readonly CheckedRow[]) => {
  let answer: SealerAnswer;
  try {
    const { tuples, macs } = sealer.seal(setup.batch, rows);
    answer = { tuples: Uint8Array.from(tuples), macs: Uint8Array.from(macs) };
  } catch (error) {
    answer = { failure: error instanceof Error ? error.message : "sealing failed" };
  }
  parentPort?.postMessage(answer, "failure" in answer ? [] : [answer.tuples.buffer, answer.macs.buffer]);
});
