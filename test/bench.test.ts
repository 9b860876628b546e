import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare, median, syncTime } from "../bench/support/measure.ts";

test("the median of an odd and of an even count, and none of nothing", () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(() => median([])).toThrow("no median");
});

test("pairs are interleaved, the first of each pair changing, and ratios are taken pair by pair", async () => {
  const order: string[] = [];
  const ours = [1, 10, 3];
  const peer = [2, 40, 4];
  const next = (name: string, values: number[]) => async () => {
    order.push(name);
    return values.shift() ?? Number.NaN;
  };
  const row = await compare(
    { name: "x", unit: "s", peerName: "y", ours: next("ours", ours), peer: next("peer", peer) },
    3,
  );
  expect(order).toEqual(["ours", "peer", "peer", "ours", "ours", "peer"]);
  expect(row).toEqual({ name: "x", ours: 3, peer: 4, peerName: "y", ratio: 0.5, unit: "s" });
});

test("the sync time comes from a real file in the folder, which is taken away again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sync-"));
  try {
    expect(Number.isFinite(await syncTime(folder))).toBe(true);
    expect(await readdir(folder)).toEqual([]);
    await expect(syncTime(join(folder, "missing"))).rejects.toThrow("ENOENT");
  } finally {
    await rm(folder, { recursive: true });
  }
});
