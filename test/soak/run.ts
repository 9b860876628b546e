import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * `npm run soak [names…]`: the long faults, too long for `npm test`. Runs every other module of this folder that
 * exports `run(): Promise<string>`; a fault throws.
 */
const wanted = process.argv.slice(2);
const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith(".ts") && file !== "run.ts",
);
for (const file of files.toSorted()) {
  const name = file.slice(0, -".ts".length);
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const module: { run?: unknown } = await import(join(import.meta.dirname, file));
  if (typeof module.run !== "function") throw new Error(`${file} exports no run()`);
  const started = performance.now();
  console.log(`${name}: ${await module.run()} (${Math.round((performance.now() - started) / 1000)} s)`);
}
