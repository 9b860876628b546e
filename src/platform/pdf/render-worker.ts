import { parentPort } from "node:worker_threads";
import { renderPaper } from "./blocks.ts";
import type { Paper } from "./paper.ts";

export type RenderAnswer =
  | { readonly id: number; readonly pdf: Uint8Array }
  | { readonly id: number; readonly failure: string };

parentPort?.on("message", async ({ id, paper }: { id: number; paper: Paper }) => {
  let answer: RenderAnswer;
  try {
    answer = { id, pdf: Uint8Array.from(await renderPaper(paper)) };
  } catch (error) {
    answer = { id, failure: error instanceof Error ? error.message : "drawing failed" };
  }
  parentPort?.postMessage(answer);
});
