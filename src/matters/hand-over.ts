import type { PersonRef } from "../contract/common.ts";
import { lawNow, wallNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { emit } from "../platform/events/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { openStages } from "./draft-record.ts";
import "./office-tables.ts";
import "./tables.ts";

export interface HandOver {
  readonly party: string;
  readonly from: PersonRef;
  /** Null: what was theirs is the office's again, to be given out. */
  readonly to: (PersonRef & { readonly unit: string | null }) | null;
  readonly reason: string;
  readonly by: PersonRef;
}

/**
 * Whatever lay with a person of an office goes to the successor or back to the office: matters given to them, drafts
 * they kept; delegations from and to them end. Resolves to what moved. To be called in the transaction in which the
 * person leaves or is suspended.
 */
export async function handOver(tx: Tx, given: HandOver): Promise<{ matters: number; drafts: number }> {
  const { party, from, to, reason, by } = given;
  const at = await lawNow(tx);
  const matters = await tx
    .updateTable("matters.matter")
    .set({
      assigned_person: to?.id ?? null,
      assigned_name: to?.name ?? null,
      assigned_unit: to?.unit ?? null,
    })
    .where("holder_party", "=", party)
    .where("assigned_person", "=", from.id)
    .where("outcome", "is", null)
    .returning("id")
    .execute();
  for (const { id } of matters) {
    const moved = { matter_id: id, from_party: party, to_party: party, reason };
    const persons = { from_person: from.id, to_person: to?.id ?? null };
    await tx
      .insertInto("matters.hand_over")
      .values({ id: uuid(), ...moved, ...persons, recorded_by: by.id, recorded_at: at })
      .execute();
    await tx
      .insertInto("matters.assignment")
      .values({
        id: uuid(),
        matter_id: id,
        party_id: party,
        act: "handed-over",
        unit: to?.unit ?? null,
        person_id: to?.id ?? null,
        person_name: to?.name ?? null,
        note: reason,
        by_person: by.id,
        by_name: by.name,
        by_post: null,
        by_unit: null,
        on_behalf_of: null,
        on_behalf_of_name: null,
        at,
      })
      .execute();
  }
  const drafts = await handOverDrafts(tx, given, at);
  await tx
    .updateTable("matters.delegation")
    .set({ revoked_at: at, revoked_by: by.id, revoked_by_name: by.name })
    .where("party_id", "=", party)
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("from_person", "=", from.id), eb("to_person", "=", from.id)]))
    .execute();
  const counts = { matters: matters.length, drafts };
  await emit(tx, {
    type: "matters.handed.over",
    version: 1,
    aggregate: `party:${party}`,
    body: { party, from: from.id, to: to?.id ?? null, reason, ...counts },
  });
  return counts;
}

async function handOverDrafts(tx: Tx, { party, from, to, reason, by }: HandOver, at: Date): Promise<number> {
  const drafts = await tx
    .updateTable("matters.internal_review")
    .set({ kept_by: to?.id ?? null })
    .where("party_id", "=", party)
    .where("kept_by", "=", from.id)
    .where("stage", "in", openStages)
    .returning(["id", "stage", "form", "reasons"])
    .execute();
  for (const { id, stage, form, reasons } of drafts) {
    await tx
      .insertInto("matters.internal_opinion")
      .values({
        id: uuid(),
        review_id: id,
        act: "handed-over",
        stage,
        person_id: by.id,
        person_name: by.name,
        post_id: null,
        unit: null,
        on_behalf_of: null,
        on_behalf_of_name: null,
        opinion: to === null ? reason : `${reason}，由${to.name}接手`,
        form: JSON.stringify(form),
        reasons,
        at,
        wall_at: wallNow(),
      })
      .execute();
  }
  return drafts.length;
}

/** How much lies with a person of an office. */
export async function inHandOf(
  db: Db | Tx,
  party: string,
  person: string,
): Promise<{ matters: number; drafts: number }> {
  const count = db.fn.countAll<string>().as("n");
  const matters = await db
    .selectFrom("matters.matter")
    .select(count)
    .where("holder_party", "=", party)
    .where("assigned_person", "=", person)
    .where("outcome", "is", null)
    .executeTakeFirstOrThrow();
  const drafts = await db
    .selectFrom("matters.internal_review")
    .select(count)
    .where("party_id", "=", party)
    .where("kept_by", "=", person)
    .where("stage", "in", openStages)
    .executeTakeFirstOrThrow();
  return { matters: Number(matters.n), drafts: Number(drafts.n) };
}

export async function holdsOpenMatters(db: Db | Tx, party: string): Promise<boolean> {
  const open = await db
    .selectFrom("matters.matter")
    .select("id")
    .where("holder_party", "=", party)
    .where("outcome", "is", null)
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}
