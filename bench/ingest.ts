import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { readTable } from "../src/ch4-collection/reading.ts";
import { uuid } from "../src/platform/ids/index.ts";
import { type CheckedRow, ingest } from "../src/vault/index.ts";
import { type OwnCluster, ownCluster } from "../test/support/own-cluster.ts";
import { identityNumber as numberOf } from "../test/support/tables.ts";
import { identityNumber, item, randomKeyring, tableOf } from "../test/support/vault.ts";
import { compare, type Row } from "./support/measure.ts";

const ROWS = Number(process.env.GONGSHU_BENCH_ROWS ?? 1_000_000);
const PAIRS = Number(process.env.GONGSHU_BENCH_PAIRS ?? 3);

/** Ten columns, of which two sealed. */
const items = [
  { ...identityNumber, name: "公民身份号码", length: 18 },
  item("name", { name: "姓名", length: 50, grade: 3, masking: "name", storage: "sealed" }),
  item("sex", { name: "性别", length: 1, grade: 2 }),
  item("registered", { name: "登记日期", type: "date" }),
  item("nation", { name: "民族", length: 20, grade: 2 }),
  item("town", { name: "乡镇街道", length: 40 }),
  item("household", { name: "户号", length: 9 }),
  item("relation", { name: "与户主关系", length: 10 }),
  item("members", { name: "户内人数", type: "integer" }),
  item("area", { name: "住房面积", type: "decimal" }),
];

async function writeRegister(path: string): Promise<void> {
  const lines = function* () {
    yield `${items.map(({ name }) => name).join(",")}\n`;
    for (let n = 0; n < ROWS; n++) {
      const number = numberOf(n);
      yield `${number},王小${"明芳伟娜军"[n % 5]},${2 - (Number(number[16]) % 2)},2020-0${1 + (n % 9)}-1${n % 10},汉族,` +
        `尖山区二马路街道,${100_000_000 + n},户主,${1 + (n % 6)},${40 + (n % 90)}.${n % 10}\n`;
    }
  };
  await pipeline(lines, createWriteStream(path));
}

/** Plain COPY of the raw file into a table of its column types, on the same server: seconds. */
async function plainCopy(cluster: OwnCluster, path: string): Promise<number> {
  const client = new pg.Client(cluster.ownerUrl);
  await client.connect();
  await client.query(`create table public.raw (c1 text primary key, c2 text, c3 text, c4 date, c5 text, c6 text,
    c7 text, c8 text, c9 bigint, c10 numeric)`);
  const started = performance.now();
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 18 }),
    client.query(copyFrom("copy public.raw from stdin (format csv, header)")),
  );
  const seconds = (performance.now() - started) / 1000;
  await client.query("drop table public.raw");
  await client.query("checkpoint").catch(() => undefined);
  await client.end();
  return seconds;
}

async function* checked(path: string): AsyncGenerator<readonly CheckedRow[]> {
  const source = () => createReadStream(path);
  for await (const { accepted, quarantined } of readTable(source, "utf-8", items, {
    areas: { own: "2305", demonstration: "230599" },
    today: "2026-11-23",
  })) {
    if (quarantined > 0) throw new Error("the generated register has faulty rows");
    yield accepted;
  }
}

/** The platform's way: read, checked, sealed, merged, committed: seconds. */
async function governed(cluster: OwnCluster, path: string): Promise<number> {
  const resource = await tableOf({ db: cluster.database.kysely }, items);
  const started = performance.now();
  const { counts } = await ingest(cluster.database, randomKeyring(), {
    resource,
    batch: { id: uuid(), number: 1 },
    rows: checked(path),
  });
  const seconds = (performance.now() - started) / 1000;
  if (counts.inserted !== ROWS) throw new Error(`${counts.inserted} rows inserted`);
  return seconds;
}

export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const folder = await mkdtemp(join(tmpdir(), "gongshu-bench-"));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 100);
  try {
    const path = join(folder, "register.csv");
    await writeRegister(path);
    globalThis.gc?.();
    const megabytes = Math.round((await stat(path)).size / 1e6);
    peak = 0;
    const time = await compare(
      {
        name: `ingest ${ROWS.toLocaleString("en")} rows x 10 columns, ${megabytes} MB, two sealed`,
        unit: "s",
        peerName: "plain COPY of the raw file",
        ours: () => governed(cluster, path),
        peer: () => plainCopy(cluster, path),
      },
      PAIRS,
    );
    return [
      time,
      {
        name: "ingest memory",
        ours: peak / 1e6,
        peer: null,
        peerName: null,
        ratio: null,
        unit: "MB resident, at most",
      },
    ];
  } finally {
    clearInterval(watch);
    await cluster.remove();
    await rm(folder, { recursive: true });
  }
}
