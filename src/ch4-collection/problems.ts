import { sql } from "kysely";
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

  async add(problems: readonly FoundProblem[], db: Db | Tx = this.#db): Promise<void> {
    if (problems.length === 0) return;
    for (const { column, rule } of problems) {
      const group = this.#counts.get(`${column}:${rule}`) ?? { column, rule, count: 0 };
      group.count += 1;
      this.#counts.set(`${column}:${rule}`, group);
    }
    const all = <K extends keyof FoundProblem>(key: K) => problems.map((problem) => problem[key]);
    await sql`insert into collection.problem (batch_id, line, column_name, item_name, rule, value, mend)
      select ${this.#batchId}::uuid, * from unnest(${all("row")}::bigint[], ${all("column")}::text[],
        ${all("itemName")}::text[], ${all("rule")}::text[], ${all("value")}::text[], ${all("mend")}::text[])`.execute(
      db,
    );
  }

  /** Most frequent first. */
  byRule(): Batch["byRule"] {
    return [...this.#counts.values()]
      .sort((a, b) => b.count - a.count)
      .map((group) => ({ ...group, count: String(group.count) }));
  }
}
