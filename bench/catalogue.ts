import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type RawBuilder, sql } from "kysely";
import MiniSearch from "minisearch";
import pg from "pg";
import { dashboardOf } from "../src/ch3-catalogue/dashboard.ts";
import { searchEntries } from "../src/ch3-catalogue/search.ts";
import type { Conditions } from "../src/ch3-catalogue/search-facets.ts";
import { plain, searchedEntry } from "../src/ch3-catalogue/search-text.ts";
import { checkWorkbook } from "../src/ch3-catalogue/sheets-checking.ts";
import { applyImport } from "../src/ch3-catalogue/sheets-import.ts";
import { collectionLines, lastArrivals } from "../src/ch4-collection/index.ts";
import { filedGrants } from "../src/ch5-sharing/index.ts";
import { insideKinds } from "../src/contract/roles.ts";
import { inUseSince, parameters } from "../src/law/parameters.ts";
import { lawNow } from "../src/platform/clocks/index.ts";
import { type Db, inTransaction } from "../src/platform/db/index.ts";
import type { Caller } from "../src/platform/http/caller.ts";
import { uuid } from "../src/platform/ids/index.ts";
import { append } from "../src/platform/ledger/index.ts";
import { testCity } from "../test/support/city.ts";
import { type OwnCluster, ownCluster } from "../test/support/own-cluster.ts";
import { fillCatalogue, fillParties, generated, itemsOfEach, words } from "./support/many-entries.ts";
import type { Row } from "./support/measure.ts";

const ENTRIES = Number(process.env.GONGSHU_BENCH_ENTRIES ?? 100_000);
const IMPORTED = Number(process.env.GONGSHU_BENCH_IMPORTED ?? 5_000);
const figure = (count: number) => count.toLocaleString("en");
const alone = { peer: null, peerName: null, ratio: null };

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

async function milliseconds(work: (word: string) => Promise<unknown>, asked = words): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1)
    for (const word of asked) {
      const started = performance.now();
      await work(word);
      if (round > 0) times.push(performance.now() - started);
    }
  return percentile(times, 0.95);
}

/** What a search is narrowed to, and the same as a full scan reads it. */
interface Narrowing {
  readonly to: string;
  readonly query: Conditions;
  readonly row: RawBuilder<boolean>;
}
const narrowings = (unit: string): readonly Narrowing[] => [
  { to: "a division of industries", query: { industry: "C13" }, row: sql`industry = 'C13'` },
  { to: "a section of industries", query: { industry: "C" }, row: sql`left(industry, 1) = 'C'` },
  { to: "a department", query: { provider: unit }, row: sql`keeper_id = ${unit}` },
  { to: "a list", query: { list: "not-shared" }, row: sql`(not of_draft and sharing_class = 'not-shared')` },
];
const everything: Narrowing = { to: "everything", query: {}, row: sql`true` };

/** Words whose finds differ from those of a full scan of what the caller may read; must be none. */
async function recallFaults(db: Db, caller: Caller, { query, row }: Narrowing): Promise<number> {
  const names = await db.selectFrom("parties.party").select(["id", "name"]).execute();
  let faults = 0;
  for (const word of words) {
    const each = word.split(" ").map((part) => {
      const keepers = names.filter(({ name }) => plain(name).includes(plain(part))).map(({ id }) => id);
      return sql`(strpos(searched, ${plain(part)}) > 0 or keeper_id = any(${keepers}::uuid[]))`;
    });
    const { rows } = await sql<{ count: number }>`
      select count(distinct entry_id)::int as count from catalogue.search
      where (not of_draft or keeper_id = ${caller.party.id}) and ${row} and ${sql.join(each, sql` and `)}`.execute(
      db,
    );
    const found = await searchEntries(db, caller, { ...query, q: word, offset: 0, limit: 1 });
    const whole = rows[0]?.count ?? -1;
    if (found.more ? whole <= found.count : whole !== found.count) faults += 1;
  }
  return faults;
}

/** Each word of a question somewhere in the text, by the database's own means; neither ranked nor divided. */
const alike = (db: Db) => (question: string) => {
  const each = question.split(" ").map((word) => sql`searched ilike ${`%${plain(word)}%`}`);
  return sql`select entry_id from catalogue.search where ${sql.join(each, sql` and `)} limit 1001`.execute(
    db,
  );
};

async function withTrigrams(cluster: OwnCluster, measured: () => Promise<number>): Promise<number> {
  const admin = new pg.Client(cluster.adminUrl);
  await admin.connect();
  await admin.query("create extension pg_trgm");
  await admin.query("create index trigrams on catalogue.search using gin (searched gin_trgm_ops)");
  const found = await measured();
  await admin.query("drop index catalogue.trigrams");
  await admin.end();
  return found;
}

async function search(cluster: OwnCluster, caller: Caller, unit: string): Promise<Row[]> {
  const db = cluster.database.kysely;
  const name = `search of ${figure(ENTRIES)} entries with ${figure(ENTRIES * itemsOfEach)} items, ranked, with facets`;
  const ours = await milliseconds((q) => searchEntries(db, caller, { q, offset: 0, limit: 50 }));
  const within: Row[] = [];
  for (const narrowing of narrowings(unit)) {
    const narrowed = await milliseconds((q) =>
      searchEntries(db, caller, { ...narrowing.query, q, offset: 0, limit: 50 }),
    );
    const to = `within ${narrowing.to}`;
    const faults = await recallFaults(db, caller, narrowing);
    within.push(
      { name: `${name}, ${to}`, unit: "ms at p95", ours: narrowed, ...alone },
      { name: `words whose finds ${to} differ from a full scan`, unit: "words", ours: faults, ...alone },
    );
  }
  const like = await milliseconds(alike(db));
  const trigrams = await withTrigrams(cluster, () => milliseconds(alike(db)));
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ["text"], tokenize: pairs });
  for (let n = 0; n < ENTRIES; n += 1) index.add({ id: n, text: searchedEntry(generated(n)).text });
  const mini = await milliseconds(async (q) =>
    index.search(q.split(" ").map(plain).join("\n"), { combineWith: "AND" }),
  );
  const row = (peerName: string, peer: number): Row => ({
    name,
    unit: "ms at p95",
    ours,
    peer,
    peerName,
    ratio: ours / peer,
  });
  return [
    row("ILIKE, no facets", like),
    row("ILIKE by pg_trgm, no facets", trigrams),
    row("MiniSearch in memory, pairs, no facets, no rights", mini),
    ...within,
    {
      name: "words whose finds differ from a full scan",
      unit: "words",
      ours: await recallFaults(db, caller, everything),
      ...alone,
    },
  ];
}

const pairs = (text: string): string[] =>
  text.split("\n").flatMap((line) => {
    const letters = [...line];
    return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
  });

async function dashboard(db: Db, caller: Caller): Promise<Row[]> {
  const parts = { collection: collectionLines, arrivals: lastArrivals };
  const ours = await milliseconds(() => dashboardOf(db, caller, parts), ["", "", ""]);
  return [{ name: `dashboard of ${figure(ENTRIES)} entries`, unit: "ms at p95", ours, ...alone }];
}

/** Made in a process of its own: what making the workbook takes is no part of what reading it takes. */
async function workbook(): Promise<Buffer> {
  const path = join(tmpdir(), `gongshu-bench-${process.pid}.xlsx`);
  const maker = join(import.meta.dirname, "support/make-workbook.ts");
  try {
    await promisify(execFile)(process.execPath, [maker, path, String(IMPORTED)]);
    return await readFile(path);
  } finally {
    await rm(path, { force: true });
  }
}

async function importing({ database }: OwnCluster, caller: Caller, at: Date): Promise<Row[]> {
  const db = database.kysely;
  const content = await workbook();
  const id = uuid();
  await db
    .insertInto("catalogue.import")
    .values({
      id,
      party_id: caller.party.id,
      person_id: caller.personId,
      file_id: uuid(),
      file_name: "目录.xlsx",
      state: "reading",
      counts: null,
      refusal: null,
      created_at: at,
      applied_at: null,
    })
    .execute();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const steps = new Set<number>();
  const looking = setInterval(async () => {
    const { done } = await db
      .selectFrom("catalogue.import")
      .select("done")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    steps.add(done);
  }, 200);
  const started = performance.now();
  const filing = { inUseSince: inUseSince(parameters), grants: filedGrants(append) };
  await checkWorkbook({ database, readFile: async () => content, filing }, id);
  const applied = await inTransaction(db, (tx) => applyImport(tx, caller, id));
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  clearInterval(looking);
  if (applied.counts?.create !== IMPORTED) throw new Error(`${applied.counts?.create} entries made`);
  const name = `import of ${figure(IMPORTED)} entries with ${figure(IMPORTED * itemsOfEach)} items`;
  return [
    { name, unit: "s", ours: seconds, ...alone },
    { name: `${name}, memory`, unit: "MB resident, at most", ours: peak / 1e6, ...alone },
    { name: `${name}, progress`, unit: "steps seen", ours: steps.size, ...alone },
  ];
}

export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  try {
    const db = cluster.database.kysely;
    const city = await testCity(db);
    const at = await lawNow(db);
    const imported = await importing(cluster, await city.caller("rsj"), at);
    const units = await db
      .selectFrom("parties.party")
      .select("id")
      .where("kind", "in", insideKinds)
      .execute();
    const caller = await city.caller("zrzyj");
    await fillParties(db);
    await fillCatalogue(db, ENTRIES, { units: units.map(({ id }) => id), person: caller.personId, at });
    const admin = new pg.Client(cluster.ownerUrl);
    await admin.connect();
    await admin.query("vacuum analyze catalogue.search, catalogue.entry, catalogue.entry_version");
    await admin.end();
    return [
      ...imported,
      ...(await search(cluster, caller, units[3]?.id ?? caller.party.id)),
      ...(await dashboard(db, await city.caller("sjj"))),
    ];
  } finally {
    await cluster.remove();
  }
}
