import { Worker } from "node:worker_threads";
import type { CheckedRow } from "./rows.ts";
import type { SealerAnswer, SealerSetup } from "./seal-worker.ts";

const THREADS = 2;
const IN_FLIGHT = 2 * THREADS;

/** A sealer keeps nothing between chunks; without limits each thread's heap grows to that of a whole process. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };

type Chunk = Exclude<SealerAnswer, { failure: string }>;

/**
 * Seals chunks of rows on threads of their own and gives them back in order, four under way at a time: the caller
 * reads and checks the next rows meanwhile. Key material is handed to the threads and ends with them.
 */
export async function* sealOnThreads(
  setup: SealerSetup,
  chunks: AsyncIterable<readonly CheckedRow[]>,
): AsyncGenerator<Chunk> {
  const threads = Array.from({ length: THREADS }, () => new SealingThread(setup));
  const pending: Promise<Chunk>[] = [];
  let turn = 0;
  try {
    for await (const rows of chunks) {
      const thread = threads[turn++ % THREADS];
      if (!thread) throw new RangeError("no sealing thread");
      pending.push(thread.seal(rows));
      const oldest = pending.length >= IN_FLIGHT ? pending.shift() : undefined;
      if (oldest) yield await oldest;
    }
    for (const chunk of pending) yield await chunk;
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

class SealingThread {
  readonly #worker: Worker;
  #waiting: PromiseWithResolvers<Chunk>[] = [];

  constructor(setup: SealerSetup) {
    const url = new URL("./seal-worker.ts", import.meta.url);
    this.#worker = new Worker(url, { workerData: setup, resourceLimits });
    this.#worker.on("message", (answer: SealerAnswer) => {
      if ("failure" in answer) this.#fail(new Error(answer.failure));
      else this.#waiting.shift()?.resolve(answer);
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the sealing thread ended")));
  }

  seal(rows: readonly CheckedRow[]): Promise<Chunk> {
    const slot = Promise.withResolvers<Chunk>();
    slot.promise.catch(() => undefined);
    this.#waiting.push(slot);
    this.#worker.postMessage(rows);
    return slot.promise;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
  }
}
