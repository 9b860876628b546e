import { sql } from "kysely";
import MiniSearch from "minisearch";
import { searchEntries } from "../src/ch3-catalogue/search.ts";
import { plain, searchedEntry } from "../src/ch3-catalogue/search-text.ts";
import { checkWorkbook } from "../src/ch3-catalogue/sheets-checking.ts";
import { applyImport } from "../src/ch3-catalogue/sheets-import.ts";
import { catalogueWorkbook } from "../src/ch3-catalogue/sheets-template.ts";
import { filedGrants } from "../src/ch5-sharing/index.ts";
import type { EntryContent } from "../src/contract/entry.ts";
import { inUseSince, parameters } from "../src/law/parameters.ts";
import { lawNow } from "../src/platform/clocks/index.ts";
import { type Db, inTransaction } from "../src/platform/db/index.ts";
import type { Caller } from "../src/platform/http/caller.ts";
import { code, uuid } from "../src/platform/ids/index.ts";
import { append } from "../src/platform/ledger/index.ts";
import { epidemicEntry, testCity } from "../test/support/city.ts";
import { type OwnCluster, ownCluster } from "../test/support/own-cluster.ts";
import type { Row } from "./support/measure.ts";

const ENTRIES = Number(process.env.GONGSHU_BENCH_ENTRIES ?? 100_000);
const IMPORTED = Number(process.env.GONGSHU_BENCH_IMPORTED ?? 5_000);
const ITEMS = 10;
const ATONCE = 500;

const subjects = [
  ..."人口户籍医疗保险社会救助低保就业养老教育学籍不动产登记车辆驾驶企业信用税务气象水利林草农田",
];
const nouns = [
  "登记",
  "统计",
  "名录",
  "明细",
  "申请",
  "审批",
  "变更",
  "注销",
  "处罚",
  "许可",
  "台账",
  "年报",
];
const rare = [..."㼆𬭸䶮𠮷龘靐"];

/** Names and texts out of a fixed sequence: a few words everywhere, most of them in some, rare characters in a few. */
function generated(n: number): EntryContent {
  const pick = <T>(from: readonly T[], salt: number): T => {
    const found = from[(Math.imul(n + 1, 2_654_435_761 + salt * 40_503) >>> 8) % from.length];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const topic = `${pick(subjects, 1)}${pick(subjects, 2)}${pick(subjects, 3)}${pick(nouns, 4)}`;
  const [sample] = epidemicEntry.items;
  if (sample === undefined) throw new Error("the figures have items");
  return {
    ...epidemicEntry,
    name: `${topic}信息${n}${n % 997 === 0 ? pick(rare, 5) : ""}`,
    abstract: `${topic}数据，由${pick(subjects, 6)}${pick(subjects, 7)}部门按${pick(nouns, 8)}产生，每日更新。`,
    items: Array.from({ length: ITEMS }, (_, at) => ({
      ...sample,
      name: `${pick(subjects, 20 + at)}${pick(subjects, 40 + at)}${pick(nouns, 60 + at)}${at}`,
      column: `c${at}`,
    })),
  };
}

const words = [
  "人口",
  "信息",
  "㼆",
  "𬭸",
  "登记信息",
  "户籍",
  "救助",
  "低保",
  "统计",
  "水利林",
  "9970",
  "年报",
  "驾驶",
  "龘",
  "医疗保",
];

async function fill(db: Db, provider: string, person: string, at: Date): Promise<void> {
  for (let from = 0; from < ENTRIES; from += ATONCE) {
    const rows = Array.from({ length: Math.min(ATONCE, ENTRIES - from) }, (_, n) => {
      const content = generated(from + n);
      const { text, tokens } = searchedEntry(content);
      return { id: uuid(), code: code("d"), content, name: content.name, text, tokens };
    });
    await sql`
      with given as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, code text, content jsonb, name text, text text, tokens text[])
      ), entries as (
        insert into catalogue.entry (id, code, provider_id, status, draft, published_name, created_by, updated_at)
        select id, code, ${provider}, 'draft', content, name, ${person}, ${at}::timestamptz from given
      )
      insert into catalogue.search
      select id, true, ${provider}, name, 'unconditional', 'unconditional', 1, 'Q', text, tokens from given`.execute(
      db,
    );
  }
  await sql`analyze catalogue.search, catalogue.entry`.execute(db).catch(() => undefined);
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

async function milliseconds(work: (word: string) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1)
    for (const word of words) {
      const started = performance.now();
      await work(word);
      if (round > 0) times.push(performance.now() - started);
    }
  return percentile(times, 0.95);
}

/** Words whose finds differ from those of a full scan; must be none. */
async function recallFaults(db: Db, caller: Caller): Promise<number> {
  let faults = 0;
  for (const word of words) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from catalogue.search where keeper_id = ${caller.party.id} and strpos(searched, ${plain(word)}) > 0`.execute(
      db,
    );
    const found = await searchEntries(db, caller, { q: word, offset: 0, limit: 1 });
    const whole = rows[0]?.count ?? -1;
    if (found.more ? whole <= found.count : whole !== found.count) faults += 1;
  }
  return faults;
}

async function search({ database }: OwnCluster, caller: Caller): Promise<Row[]> {
  const db = database.kysely;
  const name = `search of ${ENTRIES.toLocaleString("en")} entries with facets`;
  const ours = await milliseconds((q) => searchEntries(db, caller, { q, offset: 0, limit: 50 }));
  const like = await milliseconds((word) =>
    sql`select entry_id from catalogue.search where searched ilike ${`%${plain(word)}%`} limit 1001`.execute(
      db,
    ),
  );
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ["text"], tokenize: pairs });
  for (let n = 0; n < ENTRIES; n += 1) index.add({ id: n, text: searchedEntry(generated(n)).text });
  const mini = await milliseconds(async (word) => index.search(plain(word), { combineWith: "AND" }));
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
    row("MiniSearch in memory, pairs, no facets, no rights", mini),
    {
      name: "words whose finds differ from a full scan",
      unit: "words",
      ours: await recallFaults(db, caller),
      peer: null,
      peerName: null,
      ratio: null,
    },
  ];
}

const pairs = (text: string): string[] => {
  const letters = [...text];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
};

async function importing({ database }: OwnCluster, caller: Caller, at: Date): Promise<Row[]> {
  const db = database.kysely;
  const facts = { code: "", providerName: "", providerCode: "" };
  const entries = Array.from({ length: IMPORTED }, (_, n) => ({ facts, content: generated(n) }));
  const content = Buffer.from(await catalogueWorkbook(entries, new Map([["230000", "黑龙江省"]])));
  entries.length = 0;
  globalThis.gc?.();
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
  }, 50);
  const started = performance.now();
  const filing = { inUseSince: inUseSince(parameters), grants: filedGrants(append) };
  await checkWorkbook({ database, readFile: async () => content, filing }, id);
  const applied = await inTransaction(db, (tx) => applyImport(tx, caller, id));
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  if (applied.counts?.create !== IMPORTED) throw new Error(`${applied.counts?.create} entries made`);
  const name = `import of ${IMPORTED.toLocaleString("en")} entries with ${(IMPORTED * ITEMS).toLocaleString("en")} items`;
  const alone = { peer: null, peerName: null, ratio: null };
  return [
    { name, unit: "s", ours: seconds, ...alone },
    { name: `${name}, memory`, unit: "MB resident, at most", ours: peak / 1e6, ...alone },
  ];
}

export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  try {
    const db = cluster.database.kysely;
    const city = await testCity(db);
    const at = await lawNow(db);
    const imported = await importing(cluster, await city.caller("rsj"), at);
    const caller = await city.caller("zrzyj");
    await fill(db, caller.party.id, caller.personId, at);
    return [...imported, ...(await search(cluster, caller))];
  } finally {
    await cluster.remove();
  }
}
