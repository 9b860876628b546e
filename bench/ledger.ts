import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { softwareCryptography } from "../src/platform/crypto/index.ts";
import {
  type Db,
  databaseRoles,
  inTransaction,
  migrate,
  migrationDirectories,
  openDatabase,
  prepareDatabase,
  urlsOfLogins,
} from "../src/platform/db/index.ts";
import { Keyring } from "../src/platform/keys/index.ts";
import { clusterUrl, ensureRunning, stopCluster } from "../src/platform/launcher/index.ts";
import {
  append,
  checkpointSigner,
  type NewLeaf,
  proveInclusion,
  Sequencer,
} from "../src/platform/ledger/index.ts";
import { compare, median, type Row } from "./support/measure.ts";

const LEAVES = 2000;
const WRITERS = 16;
/** Leaves of one transaction where acts are gathered, as the usage record gathers calls. */
const GROUP = 10;

/** Transactions a second of `work`, by writers that each wait for their commit. */
async function perSecond(work: (n: number) => Promise<unknown>, times = LEAVES): Promise<number> {
  let next = 0;
  const started = performance.now();
  const writer = async () => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return times / ((performance.now() - started) / 1000);
}

const leafOf = (n: number): NewLeaf => ({
  kind: "decision",
  at: new Date(n),
  ref: `bench.record:${n}`,
  body: { n, result: "同意" },
});

const appendLeaf = (db: Db, n: number): Promise<string> => inTransaction(db, (tx) => append(tx, leafOf(n)));

const appendGroup = (db: Db, n: number): Promise<void> =>
  inTransaction(db, async (tx) => {
    for (let place = 0; place < GROUP; place += 1) await append(tx, leafOf(n * GROUP + place));
  });

const insertGroup = (db: Db, bytes: Buffer): Promise<void> =>
  inTransaction(db, async (tx) => {
    for (let place = 0; place < GROUP; place += 1)
      await sql`insert into bench.plain (row) values (${bytes})`.execute(tx);
  });

/** Milliseconds from the commit of a leaf until its inclusion can be proved, under load. */
async function timeToProof(db: Db): Promise<number> {
  const times: number[] = [];
  await perSecond(async (n) => {
    const receipt = await appendLeaf(db, n);
    if (n % 100 !== 0) return;
    const started = performance.now();
    while ((await proveInclusion(db, receipt)).state !== "included") {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    times.push(performance.now() - started);
  });
  return median(times);
}

/** Five times 2,000 durable leaves while the sequencer runs, against plain inserts of the same bytes. */
async function measure(db: Db, url: string): Promise<Row[]> {
  const keyring = await Keyring.open(db, softwareCryptography, randomBytes(32));
  const failures: unknown[] = [];
  const sequencer = new Sequencer({
    url,
    signer: await checkpointSigner(keyring, "bench"),
    onError: (error) => failures.push(error),
  });
  const plain = openDatabase(url, { max: WRITERS });
  const bytes = randomBytes(120);
  sequencer.start();
  try {
    const durable = await compare({
      name: "ledger: durable leaves",
      unit: "leaves/s",
      peerName: "plain insert of as many bytes, one transaction each",
      ours: () => perSecond((n) => appendLeaf(db, n)),
      peer: () => perSecond(() => plain.pool.query("insert into bench.plain (row) values ($1)", [bytes])),
    });
    const grouped = await compare({
      name: `ledger: durable leaves, ${GROUP} to a transaction`,
      unit: "leaves/s",
      peerName: "plain inserts of as many bytes, as many to a transaction",
      ours: async () => GROUP * (await perSecond((n) => appendGroup(db, n), LEAVES / GROUP)),
      peer: async () => GROUP * (await perSecond(() => insertGroup(plain.kysely, bytes), LEAVES / GROUP)),
    });
    const proof = await timeToProof(db);
    if (failures.length > 0) throw new Error("the sequencer failed", { cause: failures[0] });
    const lone = { peer: null, peerName: null, ratio: null };
    return [
      durable,
      grouped,
      { name: "ledger: commit to proof under load, median", ours: proof, ...lone, unit: "ms" },
    ];
  } finally {
    await sequencer.stop();
    await plain.pool.end();
  }
}

export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-ledger-"));
  const directory = join(folder, "postgres");
  const password = randomBytes(16).toString("hex");
  await chmod(folder, 0o711);
  const { port } = await ensureRunning({ directory, password });
  try {
    const urls = await prepared(port, password);
    const { kysely, pool } = openDatabase(urls.app, { max: WRITERS });
    try {
      return await measure(kysely, urls.app);
    } finally {
      await pool.end();
    }
  } finally {
    await stopCluster(directory);
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepared(port: number, password: string) {
  const admin = new pg.Client(clusterUrl(port, "postgres", password, "postgres"));
  await admin.connect();
  await prepareDatabase(admin);
  for (const role of databaseRoles) await admin.query(`alter role ${role} login password '${password}'`);
  await admin.query("create database bench owner gongshu_owner");
  await admin.end();
  const urls = urlsOfLogins((role) => clusterUrl(port, role, password, "bench"));
  const inside = new pg.Client(clusterUrl(port, "postgres", password, "bench"));
  await inside.connect();
  await prepareDatabase(inside);
  await migrate(urls.migrator, migrationDirectories());
  await inside.query(
    "create schema bench; create table bench.plain (id bigint generated always as identity primary key, row bytea not null); grant usage on schema bench to gongshu_app; grant insert on bench.plain to gongshu_app",
  );
  await inside.end();
  return urls;
}
