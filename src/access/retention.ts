import { sql } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { sm3 } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import type { AppendLeaf } from "./ledger.ts";
import "./tables.ts";

const source = "access.dropped";

/**
 * Drops what is older than the law demands (Art. 20: three years); names of the dropped tables. That a month of the
 * record was dropped is itself a leaf of the ledger, so that rows which went by law can be told from rows that are missing.
 */
export async function dropExpiredMonths(db: Db, append: AppendLeaf): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ name: string }>`select access.drop_expired_months() as name`.execute(tx);
    const at = await lawNow(tx);
    for (const month of rows.flatMap(({ name }) => /^usage_(\d{6})$/.exec(name)?.[1] ?? [])) {
      const body = await dropBody(tx, month);
      if (body !== null) await append(tx, { kind: "retention", at, ref: `${source}:${month}`, body });
    }
    return rows.map(({ name }) => name);
  });
}

/** What a drop says: how many rows of which digests went, under which article; read from what was kept of it. */
async function dropBody(tx: Tx, month: string): Promise<JsonObject | null> {
  const dropped = await tx
    .selectFrom("access.dropped_month")
    .selectAll()
    .where("month", "=", month)
    .executeTakeFirst();
  if (dropped === undefined) return null;
  const digests = await tx
    .selectFrom("access.usage_digest")
    .select("id")
    .where("dropped", "=", month)
    .orderBy("id")
    .execute();
  return {
    month,
    article: "20",
    rows: Number(dropped.rows),
    digests: digests.length,
    sm3: sm3(digests.map(({ id }) => `${id}\n`).join("")).toString("hex"),
    droppedAt: toInstant(dropped.wall_at),
  };
}

/** Dropped months, for refs `access.dropped:<month>`. */
export const retentionEvidence: EvidenceSource = {
  async read(tx, months) {
    const bodies = new Map<string, JsonObject>();
    for (const month of months) {
      const body = await dropBody(tx, month);
      if (body !== null) bodies.set(month, body);
    }
    return bodies;
  },
};

/** Of these digests those whose rows went by law, each with the ref of the drop. */
export async function droppedDigests(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("access.usage_digest")
    .select(["id", "dropped"])
    .where("id", "in", [...ids])
    .where("dropped", "is not", null)
    .execute();
  return new Map(rows.map(({ id, dropped }) => [id, `${source}:${dropped}`]));
}
