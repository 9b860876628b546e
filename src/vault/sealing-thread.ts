import { Worker } from "node:worker_threads";
import type { CheckedRow } from "./rows.ts";
import type { SealerAnswer, SealerSetup } from "./seal-worker.ts";

const IN_FLIGHT = 3;

type Chunk = Exclude<SealerAnswer, { failure: string }>;

/**
 * Seals chunks of rows on a thread of its own, in order, at most three at a time: the caller reads and checks the
 * next rows meanwhile. Key material is handed to the thread and ends with it.
 */
export async function* sealOnThread(
  setup: SealerSetup,
  chunks: AsyncIterable<readonly CheckedRow[]>,
): AsyncGenerator<Chunk> {
  const worker = new Worker(new URL("./seal-worker.ts", import.meta.url), { workerData: setup });
  const waiting: PromiseWithResolvers<Chunk>[] = [];
  const pending: Promise<Chunk>[] = [];
  const fail = (error: Error) => {
    for (const waiter of waiting.splice(0)) waiter.reject(error);
  };
  worker.on("message", (answer: SealerAnswer) => {
    if ("failure" in answer) fail(new Error(answer.failure));
    else waiting.shift()?.resolve(answer);
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the sealing thread ended")));
  try {
    for await (const rows of chunks) {
      const slot = Promise.withResolvers<Chunk>();
      slot.promise.catch(() => undefined);
      waiting.push(slot);
      pending.push(slot.promise);
      worker.postMessage(rows);
      const oldest = pending.length >= IN_FLIGHT ? pending.shift() : undefined;
      if (oldest) yield await oldest;
    }
    for (const chunk of pending) yield await chunk;
  } finally {
    await worker.terminate();
  }
}
