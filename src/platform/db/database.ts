import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { preparing } from "./prepared.ts";
import type { Db, Tables, Tx } from "./tables.ts";

export interface Database {
  readonly kysely: Db;
  readonly pool: pg.Pool;
}

const { builtins, getTypeParser } = pg.types;
const textArray: number = 1009;
/** date[], numeric[] and int8[] as arrays of strings. */
const arraysOfStrings = new Set([1182, 1231, 1016]);

/** int8, numeric and date arrive as strings ("YYYY-MM-DD"), timestamptz as Date: nothing is rounded or shifted. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === builtins.DATE || oid === builtins.NUMERIC || oid === builtins.INT8) return String;
    if (arraysOfStrings.has(oid)) return getTypeParser(textArray);
    return format === "binary" ? getTypeParser(oid, "binary") : getTypeParser(oid, "text");
  },
};

/** A pool on the URL of one role. Civil dates in SQL are those of Shanghai. */
export function openPool(url: string, options: { readonly max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 10, types });
  // An idle connection cut by a restart of the server is replaced at the next query; unheard it would end the process.
  pool.on("error", () => undefined);
  // The same for one that is in use: its query fails, and the one who asked is told by that.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

export function openDatabase(url: string, options: { readonly max?: number } = {}): Database {
  const pool = openPool(url, options);
  return { pool, kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) }) };
}

/** All or nothing, READ COMMITTED; a thrown error rolls back. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}
