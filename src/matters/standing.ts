import { sql } from "kysely";
import type { OfficeRule } from "../contract/office.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { openStages } from "./draft-record.ts";

/** What a step is judged by besides its matter: both clocks, the rule of the caller's office, its draft on the matter. */
export interface Standing {
  /** Law clock and wall clock. */
  readonly at: Date;
  readonly wallAt: Date;
  readonly rule: OfficeRule;
  /** Name of whoever drafted a step that the caller's office has not decided yet; null: there is none. */
  readonly drafter: string | null;
}

/** To be read once the matter is locked, so that history is in order; one statement, since each costs a step its time. */
export async function standingOf(tx: Tx, caller: Caller, matterId: string): Promise<Standing> {
  const { rows } = await sql<{ at: Date; wallAt: Date; drafter: string | null } & Partial<OfficeRule>>`
    select platform.law_now() as at, platform.wall_now() as "wallAt",
      rule.outgoing, rule.incoming, rule.sign_first as "signFirst", draft.drafted_by_name as drafter
    from (values (${caller.party.id}::uuid)) as office (party_id)
    left join lateral (
      select outgoing, incoming, sign_first from matters.office_rule
      where office_rule.party_id = office.party_id order by id desc limit 1
    ) rule on true
    left join lateral (
      select drafted_by_name from matters.internal_review
      where internal_review.party_id = office.party_id and matter_id = ${matterId}::uuid and stage = any(${openStages})
      limit 1
    ) draft on true`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("a step has no standing");
  const { at, wallAt, drafter, outgoing, incoming, signFirst } = row;
  const rule = { outgoing: outgoing ?? [], incoming: incoming ?? [], signFirst: signFirst ?? false };
  return { at, wallAt, rule, drafter };
}
