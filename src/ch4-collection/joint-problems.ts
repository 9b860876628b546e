import { sql } from "kysely";
import type { ProblemRule } from "../contract/batch.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { mayRead } from "./policy.ts";
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

/**
 * A row is mended when it has come again. Where its key is at fault it cannot be known again: it counts until the next
 * batch of its table.
 */
export async function openProblems(
  db: Db,
  caller: Caller,
  resources: readonly string[],
): Promise<OpenProblem[]> {
  if (resources.length === 0) return [];
  const { rows } = await sql<Omit<OpenProblem, "readable">>`
    with done as (
      select id, resource_id, number, max(number) over (partition by resource_id) as last
      from collection.batch where resource_id = any(${[...resources]}::uuid[]) and state = 'done'
    ), open as (
      select done.resource_id, problem.batch_id, done.number, problem.line, problem.column_name, problem.rule
      from done join collection.problem problem on problem.batch_id = done.id
      where problem.mended_in is null and problem.settled_in is null
        and (problem.row_key is not null or done.number = done.last)
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
