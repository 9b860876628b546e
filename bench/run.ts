import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Row, row, syncTime } from "./support/measure.ts";

/**
 * `npm run bench [-- --json] [names…]`: runs every module of this folder that exports `run(): Promise<Row[]>`.
 * With --json standard output has one JSON object on each line and nothing else.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, alone: { type: "boolean", default: false } },
});

const figure = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 4 });

function print(measured: Row): void {
  if (values.json) {
    console.log(JSON.stringify(measured));
    return;
  }
  const { name, ours, peer, peerName, ratio, unit } = measured;
  const against =
    peer === null || ratio === null ? "" : `; ${peerName} ${figure(peer)}; ratio ${figure(ratio)}`;
  console.log(`${name}: ${figure(ours)} ${unit}${against}`);
}

async function names(): Promise<string[]> {
  const files = (await readdir(import.meta.dirname)).filter(
    (file) => file.endsWith(".ts") && file !== "run.ts",
  );
  const all = files.map((file) => file.slice(0, -".ts".length)).toSorted();
  const unknown = positionals.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such measurement: ${unknown.join(", ")}; there are ${all.join(", ")}`);
  return positionals.length > 0 ? positionals : all;
}

async function measure(name: string): Promise<Row[]> {
  const module: { run?: unknown } = await import(`./${name}.ts`);
  if (typeof module.run !== "function") throw new Error("exports no run()");
  return row.array().parse(await module.run());
}

async function measureSync(): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), "sync-"));
  try {
    const unit = "µs per 8 kB write with fdatasync";
    return { name: "sync", ours: await syncTime(folder), peer: null, peerName: null, ratio: null, unit };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Each in a process of its own: what one leaves behind in memory does not count against the next. */
function measureApart(name: string): void {
  const options = ["--alone", ...(values.json ? ["--json"] : []), name];
  const started = [...process.execArgv, import.meta.filename, ...options];
  const { status } = spawnSync(process.execPath, started, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

const wanted = await names();
if (values.alone) {
  for (const name of wanted) for (const measured of await measure(name)) print(measured);
} else {
  print(await measureSync());
  for (const name of wanted) measureApart(name);
}
