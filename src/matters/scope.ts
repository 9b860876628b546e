import { type RawBuilder, sql } from "kysely";
import type { Caller } from "../platform/http/caller.ts";
import { personsOf } from "./actors.ts";

/** Part of an office's to-do box: one's own (also what one started and nobody was given), the unit's, nobody's yet. */
export function inScope(caller: Caller, scope: "mine" | "unit" | "unassigned"): RawBuilder<boolean> {
  const nobodys = sql<boolean>`(assigned_person is null and assigned_unit is null)`;
  switch (scope) {
    case "mine": {
      const persons = sql.join(personsOf(caller).map((id) => sql`${id}::uuid`));
      return sql<boolean>`(assigned_person in (${persons})
        or ${nobodys} and starter_party = ${caller.party.id} and started_by in (${persons}))`;
    }
    case "unit":
      return sql<boolean>`(assigned_person is null and assigned_unit = ${caller.unit})`;
    case "unassigned":
      return nobodys;
  }
}
