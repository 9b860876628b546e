import { setTimeout as sleep } from "node:timers/promises";
import { lawNow } from "../platform/clocks/index.ts";
import type { Http } from "../platform/http/index.ts";
import type { Parts } from "./parts.ts";
import type { Platform } from "./platform.ts";

/** Milliseconds between looks for deadlines and timers that are due; the law counts in days. */
const sweepEvery = 5_000;

/** Milliseconds between looks for tables that are to be sealed anew. */
const resealEvery = 1_000;

/** What runs beside the requests begins when all routes stand, and ends once those under way are answered. */
export function runWith(http: Http, { database, log }: Platform, parts: Parts): void {
  const { events, jobs, sequencer, gateway, collection, notices } = parts;
  const stopped = new AbortController();
  let sweeping: Promise<void> = Promise.resolve();
  let resealing: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        const { failures } = await parts.sweep(await lawNow(database.kysely));
        for (const err of failures) log.error({ err }, "what was due failed");
      } catch (err) {
        log.error({ err }, "sweep of deadlines failed");
      }
      await sleep(sweepEvery, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  async function reseal(): Promise<void> {
    while (!stopped.signal.aborted) {
      await parts.reseal(stopped.signal).catch((err: unknown) => log.error({ err }, "sealing anew failed"));
      await sleep(resealEvery, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  http.addHook("onReady", async () => {
    await events.start();
    await jobs.start();
    sequencer.start();
    gateway.start();
    await collection.start();
    sweeping = sweep();
    resealing = reseal();
  });
  http.addHook("onClose", async () => {
    stopped.abort();
    await sweeping;
    await resealing;
    gateway.stop();
    await jobs.stop();
    notices.close();
    await events.stop();
    await sequencer.stop();
  });
}
