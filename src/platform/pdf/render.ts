import { Worker } from "node:worker_threads";
import type { Paper } from "./paper.ts";
import type { RenderAnswer } from "./render-worker.ts";

let running: { readonly worker: Worker; readonly waiting: Map<number, PromiseWithResolvers<Buffer>> } | null =
  null;
let asked = 0;

/**
 * The PDF of a paper. Drawing takes half a second, so it is done on a thread of its own, which keeps the fonts open
 * and does not keep the process alive. One paper after the other.
 */
export function render(paper: Paper): Promise<Buffer> {
  const { worker, waiting } = running ?? begin();
  const id = ++asked;
  const slot = Promise.withResolvers<Buffer>();
  waiting.set(id, slot);
  worker.ref();
  worker.postMessage({ id, paper });
  return slot.promise;
}

function begin() {
  const waiting = new Map<number, PromiseWithResolvers<Buffer>>();
  const worker = new Worker(new URL("./render-worker.ts", import.meta.url));
  const started = { worker, waiting };
  running = started;
  const fail = (error: Error) => {
    if (running === started) running = null;
    for (const slot of waiting.values()) slot.reject(error);
    waiting.clear();
  };
  worker.on("message", (answer: RenderAnswer) => {
    const slot = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ("pdf" in answer) slot?.resolve(Buffer.from(answer.pdf));
    else slot?.reject(new Error(answer.failure));
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the drawing thread ended")));
  return started;
}
