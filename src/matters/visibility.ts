import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { mayReadAll } from "./actors.ts";
import "./tables.ts";

export const notFound = (): Problem => new Problem("not_found", "没有找到这个办件，或者您无权查看。");

/** Starter, provider, whoever held it, the bureaus of the level; and the auditor. */
export async function maySee(db: Db | Tx, caller: Caller, id: string): Promise<boolean> {
  if (mayReadAll(caller)) return true;
  const row = await db
    .selectFrom("matters.participant")
    .select("party_id")
    .where("matter_id", "=", id)
    .where("party_id", "=", caller.party.id)
    .executeTakeFirst();
  return row !== undefined;
}
