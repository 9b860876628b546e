import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/**
 * One figure. `ours` and `peer` are in `unit`; `ratio` is ours divided by peer. What has no peer, such as the
 * time of a start, has null in its place.
 */
export const row = z.object({
  name: z.string(),
  ours: z.number(),
  peer: z.number().nullable(),
  peerName: z.string().nullable(),
  ratio: z.number().nullable(),
  unit: z.string(),
});
export type Row = z.infer<typeof row>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error("no values, no median");
  return (upper + lower) / 2;
}

/** What is measured against what: each function runs once and answers its figure in `unit`. */
export interface Comparison {
  name: string;
  unit: string;
  peerName: string;
  ours: () => Promise<number>;
  peer: () => Promise<number>;
}

/**
 * Ours and the peer in turn, the first of each pair changing, so that a slow minute of the machine falls on both.
 * The ratio is the median of the pairs' ratios, not the ratio of the medians.
 */
export async function compare({ name, unit, peerName, ...measured }: Comparison, pairs = 5): Promise<Row> {
  const ours: number[] = [];
  const peer: number[] = [];
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const peerFirst = pair % 2 === 1 ? await measured.peer() : null;
    const our = await measured.ours();
    const their = peerFirst ?? (await measured.peer());
    ours.push(our);
    peer.push(their);
    ratios.push(our / their);
  }
  return { name, ours: median(ours), peer: median(peer), peerName, ratio: median(ratios), unit };
}

/** Median time in µs that writing 8 kB in place and fdatasync take in a folder, as `pg_test_fsync` does it. */
export async function syncTime(folder: string): Promise<number> {
  const path = join(folder, `sync-${process.pid}`);
  const file = await open(path, "w");
  try {
    const page = Buffer.alloc(8192, 1);
    await file.write(page, 0, page.length, 0);
    const times: number[] = [];
    const end = performance.now() + 1000;
    while (performance.now() < end) {
      const started = performance.now();
      await file.write(page, 0, page.length, 0);
      await file.datasync();
      times.push((performance.now() - started) * 1000);
    }
    return median(times);
  } finally {
    await file.close();
    await rm(path);
  }
}
