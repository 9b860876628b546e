import { sql } from "kysely";
import type { ProblemRule } from "../contract/batch.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { mayRead } from "./policy.ts";
import { isOpen } from "./store.ts";
import "./tables.ts";

/** Problem rows of one batch that are neither mended nor deleted at their source, by column and rule. */
export interface OpenProblem {
  readonly resource: string;
  readonly batch: string;
  readonly number: number;
  /** The caller may open the batch. */
  readonly readable: boolean;
  readonly column: string;
  readonly rule: ProblemRule;
  readonly rows: number;
  /** Rows of the batch with any open problem. */
  readonly rowsOfBatch: number;
}

/** By batch, column and rule. */
export async function openProblems(
  db: Db,
  caller: Caller,
  resources: readonly string[],
): Promise<OpenProblem[]> {
  if (resources.length === 0) return [];
  const { rows } = await sql<Omit<OpenProblem, "readable">>`
    with open as (
      select batch.resource_id, batch.id as batch_id, batch.number, problem.line, problem.column_name, problem.rule
      from collection.batch join collection.problem on problem.batch_id = batch.id
      where batch.resource_id = any(${[...resources]}::uuid[]) and ${isOpen}
    ), by_batch as (
      select batch_id, count(distinct line)::int as rows from open group by 1
    )
    select resource_id as resource, batch_id as batch, number::int, column_name as column, rule,
      count(distinct line)::int as rows, by_batch.rows as "rowsOfBatch"
    from open join by_batch using (batch_id)
    group by resource_id, batch_id, number, column_name, rule, by_batch.rows`.execute(db);
  const batches = [...new Set(rows.map(({ batch }) => batch))];
  const readable = new Set((await readableAmong(db, caller, batches)).map(({ id }) => id));
  return rows.map((row) => ({ ...row, readable: readable.has(row.batch) }));
}

const readableAmong = (db: Db, caller: Caller, batches: readonly string[]) =>
  batches.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom("collection.batch")
        .select("id")
        .where("id", "in", batches)
        .where(mayRead(caller))
        .execute();
