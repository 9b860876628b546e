import type { z } from "zod";
import type { ProblemSettlement, ProblemStanding, settleProblems } from "../contract/batch.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { type Caller, Problem } from "../platform/http/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { endRows } from "../vault/index.ts";
import { storedResource } from "./catalogue.ts";
import type { CollectionOptions } from "./options.ts";
import { senders } from "./policy.ts";
import { settlementBody, settlementRef } from "./settlement-evidence.ts";
import { findBatch, isOpen } from "./store.ts";
import "./tables.ts";

/** Shown beside a batch. */
const SHOWN = 50;

/**
 * Problem rows that were rightly deleted at their source will never come again: their provider states so, with a reason, and
 * they count no more (Art. 17 ¶2). They stay as they were found, and the act is a leaf of the ledger. What earlier batches
 * brought of the same rows is no longer valid either, and ends with it. A row that comes again after all is mended like any
 * other. Throws Problem `not_found`, `not_the_provider`, `problem_not_open`, `resource_resealing`.
 */
export async function settleProblemRows(
  tx: Tx,
  { ledger, measureOf }: Pick<CollectionOptions, "ledger" | "measureOf">,
  caller: Caller,
  batchId: string,
  { rows, reason }: z.infer<typeof settleProblems>,
): Promise<ProblemSettlement> {
  const batch = await findBatch(tx, caller, batchId);
  if (!(await isProvider(tx, caller, batch.resource_code)))
    throw new Problem("not_the_provider", "只能由数据提供单位写明本单位的行在源头已经删除", {
      article: "17¶2",
    });
  // First the rows in force, and with them the resource, as a batch that comes meanwhile does.
  const keys = await keysOf(tx, batch.id, rows);
  const ended = await endRows(tx, batch.resource_code, keys, Number(batch.number));
  const at = await lawNow(tx);
  const id = uuid();
  const body = {
    settlement: id,
    batch: batch.id,
    resource: batch.resource_code,
    number: batch.number,
    rows: [...rows],
    ended: ended.map(({ batch: number, line }) => ({ batch: number, line })),
    reason,
    by: caller.personId,
    byName: caller.personName,
    unit: caller.party.id,
    at: toInstant(at),
  };
  const receipt = await ledger.append(tx, { kind: "record", at, ref: settlementRef(id), body });
  await tx
    .insertInto("collection.settlement")
    .values({ id, batch_id: batch.id, body: JSON.stringify(body), at, receipt })
    .execute();
  await mark(tx, batch.id, rows, id);
  if (ended.length > 0) await measureOf(tx, caller.party.id);
  return settlementView({ id, body, at, receipt });
}

/** Of rows that can be known again. Of a key that came twice in one file the other row stands. */
async function keysOf(tx: Tx, batchId: string, rows: readonly string[]): Promise<Buffer[]> {
  const found = await tx
    .selectFrom("collection.problem")
    .select("row_key")
    .distinct()
    .where("batch_id", "=", batchId)
    .where("line", "in", [...rows])
    .where("rule", "<>", "duplicate-key")
    .execute();
  return found.flatMap(({ row_key }) => row_key ?? []);
}

/** Of two at once one settles a row; one that came again meanwhile is mended and not deleted. */
async function mark(tx: Tx, batchId: string, rows: readonly string[], id: string): Promise<void> {
  const marked = await tx
    .updateTable("collection.problem as problem")
    .from("collection.batch as batch")
    .set({ settled_in: id })
    .whereRef("batch.id", "=", "problem.batch_id")
    .where("batch.id", "=", batchId)
    .where("problem.line", "in", [...rows])
    .where(isOpen)
    .returning("problem.line")
    .execute();
  const done = new Set(marked.map(({ line }) => line));
  const wrong = rows.filter((row) => !done.has(row));
  if (wrong.length > 0)
    throw new Problem(
      "problem_not_open",
      `第 ${wrong.slice(0, 20).join("、")} 行${wrong.length > 20 ? `等 ${wrong.length} 行` : ""}不是本批待改的问题数据：可能已经重传，或者已经写明。请刷新后重新选择`,
      { article: "17¶2" },
    );
}

async function isProvider(db: Db | Tx, { party }: Caller, resource: string): Promise<boolean> {
  return (await storedResource(db, resource))?.providerPartyId === party.id;
}

/** Throws Problem `not_found`. */
export async function standingOf(db: Db, caller: Caller, batchId: string): Promise<ProblemStanding> {
  const batch = await findBatch(db, caller, batchId);
  const { open } = await db
    .selectFrom("collection.problem as problem")
    .innerJoin("collection.batch as batch", "batch.id", "problem.batch_id")
    .where("batch.id", "=", batch.id)
    .where(isOpen)
    .select((eb) => eb.fn.count<string>("problem.line").distinct().as("open"))
    .executeTakeFirstOrThrow();
  const settlements = await db
    .selectFrom("collection.settlement")
    .select(["id", "body", "at", "receipt"])
    .select((eb) => eb.fn.countAll<string>().over().as("settled"))
    .where("batch_id", "=", batch.id)
    .orderBy("id", "desc")
    .limit(SHOWN)
    .execute();
  const sends = caller.roles.some((role) => senders.some((sender) => sender === role));
  return {
    open: Number(open),
    settleable: sends && (await isProvider(db, caller, batch.resource_code)),
    settled: Number(settlements[0]?.settled ?? 0),
    settlements: settlements.map(settlementView),
  };
}

function settlementView(row: { id: string; body: unknown; at: Date; receipt: string }): ProblemSettlement {
  const { rows, ended, reason, byName } = settlementBody.parse(row.body);
  return {
    id: row.id,
    rows,
    ended: ended.length,
    reason,
    by: byName,
    at: toInstant(row.at),
    receipt: row.receipt,
  };
}
