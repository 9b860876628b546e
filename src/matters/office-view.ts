import type { Office } from "../contract/office.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isHead } from "./actors.ts";
import type { Engine } from "./engine.ts";
import { officeRule } from "./office-rule.ts";

/** The caller's own office: its rule with every change of it, and who works there. */
export async function showOffice(engine: Engine, db: Db | Tx, caller: Caller): Promise<Office> {
  const { id, name } = caller.party;
  const changes = await db
    .selectFrom("matters.office_rule")
    .selectAll()
    .where("party_id", "=", id)
    .orderBy("id", "desc")
    .limit(50)
    .execute();
  const staff = await engine.parties.staff(db, id);
  return {
    party: { id, name },
    rule: await officeRule(db, id),
    mayChange: isHead(caller),
    changes: changes.map((row) => ({
      outgoing: row.outgoing,
      incoming: row.incoming,
      signFirst: row.sign_first,
      by: { id: row.set_by, name: row.set_by_name },
      onBehalfOf:
        row.on_behalf_of === null ? null : { id: row.on_behalf_of, name: row.on_behalf_of_name ?? "" },
      at: toInstant(row.set_at),
    })),
    staff: staff.map(({ personId, personName, postId, unit, roles }) => ({
      id: personId,
      name: personName,
      postId,
      unit,
      roles: [...roles],
    })),
  };
}
