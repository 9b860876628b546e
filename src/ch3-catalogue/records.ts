import { type ColumnType, sql } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import type { Context } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";

interface RecordTable {
  id: string;
  series: string;
  version: number;
  body: ColumnType<JsonObject, string, never>;
  matter_id: string;
  at: Date;
  receipt: string;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.record": RecordTable;
  }
}

/** A document as it was decided; nobody changes it afterwards, a later decision makes the next version. */
export interface Kept {
  readonly id: string;
  readonly series: string;
  readonly version: number;
  readonly body: JsonObject;
  readonly matterId: string;
  readonly at: Date;
  readonly receipt: string;
}

const columns = ["id", "series", "version", "body", "matter_id as matterId", "at", "receipt"] as const;

/** Keeps the next version of a series, with its leaf in the ledger. */
export async function keep(
  {
    tx,
    matter,
    at,
    ledger,
  }: Pick<Context<unknown>, "tx" | "at" | "ledger"> & {
    matter: { readonly id: string; readonly number: string };
  },
  series: string,
  content: JsonObject,
): Promise<Kept> {
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue.record:${series}`}))`.execute(tx);
  const version = ((await latest(tx, series))?.version ?? 0) + 1;
  const id = uuid();
  const body = { series, version, decidedBy: matter.number, ...content };
  const receipt = await ledger.append(tx, { kind: "decision", at, ref: `catalogue.record:${id}`, body });
  await tx
    .insertInto("catalogue.record")
    .values({ id, series, version, body: JSON.stringify(body), matter_id: matter.id, at, receipt })
    .execute();
  return { id, series, version, body, matterId: matter.id, at, receipt };
}

export async function latest(db: Db | Tx, series: string): Promise<Kept | undefined> {
  return db
    .selectFrom("catalogue.record")
    .select(columns)
    .where("series", "=", series)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The newest version of each series that begins like this, by series. */
export async function latestOfAll(db: Db | Tx, prefix: string): Promise<Kept[]> {
  return db
    .selectFrom("catalogue.record")
    .select(columns)
    .distinctOn("series")
    .where(sql<boolean>`starts_with(series, ${prefix})`)
    .orderBy("series")
    .orderBy("version", "desc")
    .execute();
}

export async function versionsOf(db: Db | Tx, series: string): Promise<Kept[]> {
  return db
    .selectFrom("catalogue.record")
    .select(columns)
    .where("series", "=", series)
    .orderBy("version", "desc")
    .limit(200)
    .execute();
}

export async function recordById(db: Db | Tx, id: string): Promise<Kept | undefined> {
  return db.selectFrom("catalogue.record").select(columns).where("id", "=", id).executeTakeFirst();
}

export async function recordOfMatter(db: Db | Tx, matterId: string): Promise<Kept | undefined> {
  return db
    .selectFrom("catalogue.record")
    .select(columns)
    .where("matter_id", "=", matterId)
    .executeTakeFirst();
}

/** Source `catalogue.record` of the ledger. */
export const recordEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("catalogue.record")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map((row) => [row.id, row.body]));
  },
};
