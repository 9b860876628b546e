import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { mayReadAll } from "./actors.ts";
import type { MatterRow } from "./tables.ts";

export const notFound = (): Problem => new Problem("not_found", "没有找到这个办件，或者您无权查看。");

/** Starter, provider, whoever held it, the bureaus of the level; and the auditor. */
export async function maySee(db: Db | Tx, caller: Caller, id: string): Promise<boolean> {
  return mayReadAll(caller) || takesPart(db, caller, id);
}

/** Whether the caller's party was ever a party of the matter. */
export async function takesPart(db: Db | Tx, caller: Caller, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("matters.participant")
    .select("party_id")
    .where("matter_id", "=", id)
    .where("party_id", "=", caller.party.id)
    .executeTakeFirst();
  return row !== undefined;
}

/** The row, locked until the transaction ends; 404 where there is none that the caller may know of. */
export async function lockVisible(tx: Tx, caller: Caller, id: string): Promise<MatterRow> {
  const found = await tx
    .selectFrom("matters.matter")
    .selectAll()
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("matters.participant")
          .select("party_id")
          .where("matter_id", "=", id)
          .where("party_id", "=", caller.party.id),
      ).as("takes_part"),
    )
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw notFound();
  const { takes_part, ...row } = found;
  if (!takes_part && !mayReadAll(caller)) throw notFound();
  return row;
}
