import { sql } from "kysely";
import { entryTitle } from "../contract/labels.zh.ts";
import type { StartMatter } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Holdings, Move } from "../platform/holdings.ts";
import type { Caller } from "../platform/http/caller.ts";
import { openMatter } from "./chain.ts";
import "./tables.ts";

type Follow = (caller: Caller, input: StartMatter, tx: Tx) => Promise<unknown>;

/** Entries, each to its successor; the functions they rest on have moved, so the clock of Art. 13 ¶1 starts for each. */
export const entryHoldings = (follow: Follow): Holdings<"entries"> => ({
  kind: "entries",
  held: async (db, party) => {
    const rows = await db
      .selectFrom("catalogue.entry")
      .select(["id", sql<string>`coalesce(published_name, draft ->> 'name', '')`.as("title")])
      .where("provider_id", "=", party)
      .where("status", "!=", "withdrawn")
      .orderBy("id")
      .execute();
    return rows.map(({ id, title }) => ({ id, title: entryTitle(title) }));
  },
  async move(tx, move) {
    const { from, rest, entries } = move;
    const { rows } = await sql<{ id: string; published: boolean }>`
      with moved as (
        update catalogue.entry e
        set provider_id = coalesce((${JSON.stringify(entries)}::jsonb ->> e.id::text)::uuid, ${rest}::uuid)
        where e.provider_id = ${from}
          and coalesce((${JSON.stringify(entries)}::jsonb ->> e.id::text)::uuid, ${rest}::uuid) <> ${from}
        returning e.id, e.provider_id, e.published_version is not null and e.status <> 'withdrawn' as published),
      found as (
        update catalogue.search s set keeper_id = moved.provider_id from moved where moved.id = s.entry_id)
      select id, published from moved order by id`.execute(tx);
    for (const { id, published } of rows) if (published) await beginUpdate(tx, follow, id, move);
  },
});

/** Where an update is under way already, its clock goes on. */
async function beginUpdate(tx: Tx, follow: Follow, entry: string, move: Move): Promise<void> {
  if ((await openMatter(tx, "catalogue-update", entry, entry)) !== undefined) return;
  const form = { changeKind: "function", changedOn: move.effectiveOn, basis: move.basis };
  await follow(move.by, { kind: "catalogue-update", subject: entry, form }, tx);
}
