import type { Orphans } from "../contract/office.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { mayActIn } from "./actors.ts";
import { openStages } from "./draft-record.ts";
import type { PartiesPort, Post } from "./ports.ts";
import "./office-tables.ts";
import "./tables.ts";

/** Looks at every open matter and draft, office by office. */
export async function findOrphans(parties: PartiesPort, db: Db | Tx): Promise<Orphans> {
  const holders = await db
    .selectFrom("matters.matter")
    .select("holder_party")
    .distinct()
    .where("outcome", "is", null)
    .where("holder_party", "is not", null)
    .execute();
  const reviewing = await db
    .selectFrom("matters.internal_review")
    .select("party_id")
    .distinct()
    .where("stage", "in", openStages)
    .execute();
  const orphans: Orphans = { matters: [], assignments: [], drafts: [] };
  for (const { holder_party } of holders) {
    if (holder_party === null) continue;
    const { kind } = await parties.party(db, holder_party);
    const staff = await parties.staff(db, holder_party);
    const manned = staff.some(({ roles }) => mayActIn(kind, roles));
    orphans[manned ? "assignments" : "matters"].push(
      ...(await left(db, holder_party, manned ? staff : null)),
    );
  }
  for (const { party_id } of reviewing) {
    const staff = await parties.staff(db, party_id);
    orphans.drafts.push(...(await stuck(db, party_id, staff)));
  }
  return orphans;
}

/** Open matters of a holder: all, or those given to nobody of its staff. */
async function left(db: Db | Tx, holder: string, staff: readonly Post[] | null): Promise<string[]> {
  let rows = db
    .selectFrom("matters.matter")
    .select("id")
    .where("holder_party", "=", holder)
    .where("outcome", "is", null)
    .orderBy("id")
    .limit(1000);
  if (staff !== null) {
    const present = staff.map(({ personId }) => personId);
    rows = rows.where("assigned_person", "is not", null).where("assigned_person", "not in", present);
  }
  return (await rows.execute()).map(({ id }) => id);
}

async function stuck(db: Db | Tx, party: string, staff: readonly Post[]): Promise<string[]> {
  const drafts = await db
    .selectFrom("matters.internal_review")
    .select(["id", "stage"])
    .where("party_id", "=", party)
    .where("stage", "in", openStages)
    .execute();
  const held = new Set<string>(staff.flatMap(({ roles }) => roles));
  return drafts.filter(({ stage }) => stage !== "returned" && !held.has(stage)).map(({ id }) => id);
}
