import { sql } from "kysely";
import { z } from "zod";
import { instant, int64, uuid } from "../contract/common.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import { areEnded } from "../vault/index.ts";
import "./tables.ts";

/** What the ledger commits to of a settlement. */
export const settlementBody = z.object({
  settlement: uuid,
  batch: uuid,
  resource: z.string(),
  number: int64,
  rows: z.array(int64),
  /** Rows that were in force of the same keys, by the batch that brought them. */
  ended: z.array(z.object({ batch: z.int(), line: z.int() })),
  reason: z.string(),
  by: uuid,
  byName: z.string(),
  unit: uuid,
  at: instant,
});

/** What the leaf of a settlement is of. */
export const settlementRef = (id: string): string => `collection.settlement:${id}`;

/** Source `collection.settlement` of the ledger; the audit also asks which rows count as settled by it. */
export const settlementEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("collection.settlement")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map(({ id, body }): [string, JsonObject] => [id, body]));
  },

  async *audit(tx, id) {
    const settlement = await tx
      .selectFrom("collection.settlement")
      .select(["body", "batch_id"])
      .where("id", "=", id)
      .executeTakeFirst();
    const body = settlementBody.safeParse(settlement?.body).data;
    if (settlement === undefined || body === undefined) {
      yield "“源头已删除”的办理记录不在，或者缺少内容";
      return;
    }
    if (settlement.batch_id !== body.batch) yield "“源头已删除”的办理记录被改挂到别的批次";
    if (!(await areEnded(tx, body.resource, body.ended)))
      yield "因“源头已删除”而失效的行不在历史里，被放回或者删去";
    if (!(await marksAre(tx, id, body))) yield "按“源头已删除”不再计的问题行与办理记录不符，被改动过";
  },
};

/** The rows that count as settled by it are those that it names, in its batch and no other. */
async function marksAre(
  tx: Tx,
  id: string,
  { batch, rows }: z.infer<typeof settlementBody>,
): Promise<boolean> {
  const marked = await tx
    .selectFrom("collection.problem")
    .select(["batch_id", "line"])
    .distinct()
    .where("settled_in", "=", id)
    .execute();
  const said = new Set(rows);
  return (
    marked.length === said.size && marked.every(({ batch_id, line }) => batch_id === batch && said.has(line))
  );
}

/** Settlements of which the ledger knows nothing; those it knows are audited with their leaves. As Chinese sentences. */
export async function auditSettlements(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from collection.settlement
      union select settled_in from collection.problem where settled_in is not null
    ) settled
    where not exists (
      select from ledger.body join ledger.leaf using (leaf_hash) where body.ref = 'collection.settlement:' || settled.id)
    order by id`.execute(db);
  return rows.map(({ id }) => `“源头已删除”的办理记录（${id}）：操作存证里没有这次办理`);
}
