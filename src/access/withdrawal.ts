import { sql } from "kysely";
import type { Db, Tx } from "../platform/db/tables.ts";
import { endGrant, type Ground, stateAt } from "./grants.ts";
import type { AppendLeaf } from "./ledger.ts";
import "./tables.ts";

/** Grants that stand on the resources of an entry, and who holds them; what is over already ends no second time. */
export async function grantsOnEntry(
  db: Db | Tx,
  entryId: string,
): Promise<{ id: string; holderId: string }[]> {
  const { rows } = await sql<{ id: string; holderId: string }>`
    select held.id, held.holder_id as "holderId"
    from access."grant" held join catalogue.resource on resource.code = held.resource
    where resource.entry_id = ${entryId} and ${stateAt("held")} in ('active', 'suspended') order by held.id`.execute(
    db,
  );
  return rows;
}

/** Art. 13: what leaves the catalogue is used under no grant any more. Returns the units that held one. */
export async function endGrantsOnEntry(
  tx: Tx,
  append: AppendLeaf,
  entryId: string,
  ground: Ground,
): Promise<string[]> {
  const grants = await grantsOnEntry(tx, entryId);
  for (const { id } of grants) await endGrant(tx, append, id, ground);
  return [...new Set(grants.map(({ holderId }) => holderId))];
}
