import { type RawBuilder, sql } from "kysely";
import type { Batch, ProblemRule } from "../contract/batch.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { FoundProblem } from "./reading.ts";
import "./tables.ts";

/**
 * The problem data of one batch. It is written while the file is read, outside the transaction of the rows, and seen
 * only once that has made the batch `done`; what a killed process left behind is cleared at the next attempt.
 */
export class ProblemLog {
  readonly #db: Db;
  readonly #batchId: string;
  readonly #counts = new Map<string, { column: string; rule: ProblemRule; count: number }>();

  constructor(db: Db, batchId: string) {
    this.#db = db;
    this.#batchId = batchId;
  }

  async clear(): Promise<void> {
    await this.#db.deleteFrom("collection.problem").where("batch_id", "=", this.#batchId).execute();
  }

  /** `keys`: of the rows that can be known again, by row. */
  async add(
    problems: readonly FoundProblem[],
    keys: ReadonlyMap<number, Buffer>,
    db: Db | Tx = this.#db,
  ): Promise<void> {
    if (problems.length === 0) return;
    for (const { column, rule } of problems) {
      const group = this.#counts.get(`${column}:${rule}`) ?? { column, rule, count: 0 };
      group.count += 1;
      this.#counts.set(`${column}:${rule}`, group);
    }
    const all = <K extends keyof FoundProblem>(key: K) => problems.map((problem) => problem[key]);
    await sql`insert into collection.problem (batch_id, line, column_name, item_name, rule, value, mend, row_key)
      select ${this.#batchId}::uuid, * from unnest(${all("row")}::bigint[], ${all("column")}::text[],
        ${all("itemName")}::text[], ${all("rule")}::text[], ${all("value")}::text[], ${all("mend")}::text[],
        ${problems.map(({ row }) => keys.get(row) ?? null)}::bytea[])`.execute(db);
  }

  /** Most frequent first. */
  byRule(): Batch["byRule"] {
    return [...this.#counts.values()]
      .sort((a, b) => b.count - a.count)
      .map((group) => ({ ...group, count: String(group.count) }));
  }
}

/**
 * Problem data of earlier batches whose row has come again: the platform knows it by its key. Where it is still at fault
 * it counts as problem data of this batch, once.
 */
export async function noteMended(tx: Tx, resource: string, batch: string, arrived: RawBuilder<unknown>) {
  await sql`
    update collection.problem set mended_in = ${batch}::uuid
    from collection.batch
    where batch.id = problem.batch_id and batch.resource_id = ${resource} and batch.id <> ${batch}::uuid
      and problem.mended_in is null and (problem.row_key in (${arrived})
        or problem.row_key in (select row_key from collection.problem where batch_id = ${batch}::uuid))`.execute(
    tx,
  );
}
