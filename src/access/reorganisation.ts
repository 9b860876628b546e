import { sql } from "kysely";
import type { Holdings } from "../platform/holdings.ts";
import { recordVersion, stateAt } from "./grants.ts";
import type { AppendLeaf } from "./ledger.ts";
import "./tables.ts";

/**
 * Grants that the party holds or provides. Each gets a new version, so that gateways look anew; a provided grant
 * follows its entry.
 */
export const grantHoldings = (append: AppendLeaf): Holdings<"grants"> => ({
  kind: "grants",
  held: async (db, party) =>
    db
      .selectFrom("access.grant as grant")
      .select(["id", sql<string>`purpose || '　' || scenario`.as("title")])
      .where(stateAt("grant"), "in", ["active", "suspended"])
      .where((eb) => eb.or([eb("holder_id", "=", party), eb("provider_id", "=", party)]))
      .orderBy("id")
      .execute(),
  async move(tx, { from, rest, entries, basis, at }) {
    const { rows } = await sql<{ id: string }>`
      with heirs as (
        select g.id, coalesce((${JSON.stringify(entries)}::jsonb ->> r.entry_id::text)::uuid, ${rest}::uuid) as heir
        from access."grant" g left join catalogue.resource r on r.code = g.resource
        where ${stateAt("g", at)} in ('active', 'suspended') and ${from} in (g.holder_id, g.provider_id))
      update access."grant" g set version = g.version + 1,
        holder_id = case when g.holder_id = ${from} then ${rest}::uuid else g.holder_id end,
        provider_id = case when g.provider_id = ${from} then heirs.heir else g.provider_id end
      from heirs where heirs.id = g.id
        and ((g.holder_id = ${from} and ${rest}::uuid <> ${from}) or (g.provider_id = ${from} and heirs.heir <> ${from}))
      returning g.id`.execute(tx);
    for (const { id } of rows)
      await recordVersion(tx, append, id, { reason: `机构变动：${basis}`, article: "13¶1", at });
  },
});
