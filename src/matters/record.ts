import { chineseCitation } from "../law/citation.ts";
import type { Procedure, State } from "../law/language.ts";
import type { Tx } from "../platform/db/tables.ts";
import { searchedText, tokensOf } from "../platform/search/index.ts";
import { partyOf } from "./actors.ts";
import type { MatterView } from "./context.ts";
import type { Engine } from "./engine.ts";
import { decisionBody } from "./evidence.ts";
import type { Taken } from "./take.ts";

/** The matter as it stands after the step. */
export async function writeMatter(tx: Tx, taken: Taken, matter: MatterView, state: State): Promise<void> {
  const { at } = taken;
  const standing = {
    state: matter.state,
    version: matter.version,
    holder_party: matter.holder,
    ...afterStep(taken.matter.holder, matter.holder),
    entered_at: at,
    outcome: state.final ?? null,
    closed_at: state.final === undefined ? null : at,
  };
  if (taken.before !== null) {
    const amended = taken.step.amends === true ? { form: JSON.stringify(matter.form) } : {};
    await tx
      .updateTable("matters.matter")
      .set({ ...standing, ...amended })
      .where("id", "=", matter.id)
      .execute();
    return;
  }
  await tx
    .insertInto("matters.matter")
    .values({
      ...standing,
      id: matter.id,
      kind: matter.kind,
      number: matter.number,
      title: matter.title,
      starter_party: matter.starter,
      started_by: matter.startedBy,
      started_by_name: taken.drafter?.name ?? taken.caller?.personName ?? "",
      provider_party: matter.provider,
      subject_type: matter.subject?.type ?? null,
      subject_id: matter.subject?.id ?? null,
      subject_title: matter.subject?.title ?? null,
      form: JSON.stringify(matter.form),
      received_at: at,
    })
    .execute();
}

/** What a step leaves of the assignment: a new office begins anew; in the same office the next station is nobody's yet. */
function afterStep(former: string | null, holder: string | null) {
  const free = { assigned_person: null, assigned_name: null, assigned_unit: null };
  return holder !== null && holder === former ? free : { ...free, signed_by_name: null, signed_at: null };
}

/** Makes a matter found by its number, title, subject and parties, by the names they have at its opening. */
export async function writeText(engine: Engine, tx: Tx, matter: MatterView): Promise<void> {
  const parties = [matter.starter, matter.provider].filter((party) => party !== null);
  const names = await Promise.all(parties.map((party) => engine.parties.party(tx, party)));
  const searched = searchedText([
    matter.number,
    matter.title,
    matter.subject?.title ?? "",
    ...names.map(({ name }) => name),
  ]);
  await tx
    .insertInto("matters.matter_text")
    .values({ matter_id: matter.id, searched, search: tokensOf(searched) })
    .execute();
}

/** The parties that may read the matter from now on. */
async function partiesOf(engine: Engine, tx: Tx, matter: MatterView): Promise<readonly string[]> {
  const bureaus = await Promise.all([
    partyOf(tx, engine.parties, "same-level-authority", matter),
    partyOf(tx, engine.parties, "same-level-authority", { starter: matter.starter, provider: null }),
  ]);
  const parties = [matter.starter, matter.provider, matter.holder, ...bureaus];
  return [...new Set(parties.filter((party) => party !== null))].sort();
}

/** The step with its leaf, and the parties it admits. */
export async function writeStep(
  engine: Engine,
  tx: Tx,
  taken: Taken,
  matter: MatterView,
  id: string,
): Promise<void> {
  const { action, title, step, before, form, reasons, caller, at, wallAt, attachments } = taken;
  const row = {
    id,
    matter_id: matter.id,
    seq: matter.version,
    action,
    title,
    article: chineseCitation(step.cites),
    from_state: before,
    to_state: matter.state,
    person_id: caller?.personId ?? null,
    person_name: caller?.personName ?? null,
    party_id: caller?.party.id ?? null,
    party_name: caller?.party.name ?? null,
    post_id: caller?.postId ?? null,
    unit: caller?.unit ?? null,
    on_behalf_of: caller?.actingFor?.id ?? null,
    on_behalf_of_name: caller?.actingFor?.name ?? null,
    at,
    wall_at: wallAt,
    reasons,
  };
  const body = decisionBody({ ...row, form }, matter, attachments);
  const receipt = await engine.ledger.append(tx, { kind: "decision", at, ref: `matters.step:${id}`, body });
  const admitted = await partiesOf(engine, tx, matter);
  await tx
    .with("admitted", (cte) =>
      cte
        .insertInto("matters.participant")
        .values(admitted.map((party_id) => ({ matter_id: matter.id, party_id })))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .insertInto("matters.step")
    .values({ ...row, form: JSON.stringify(form), receipt })
    .execute();
  if (attachments.length === 0) return;
  await tx
    .insertInto("matters.matter_attachment")
    .values(
      attachments.map((file) => ({
        step_id: id,
        matter_id: matter.id,
        file_id: file.id,
        name: file.name,
        bytes: file.bytes,
        media_type: file.mediaType,
        sm3: file.sm3,
      })),
    )
    .execute();
}

export function eventOf(procedure: Procedure, taken: Taken, matter: MatterView, state: State) {
  return {
    type: "matters.step.taken",
    version: 1,
    aggregate: `matter:${matter.id}`,
    body: {
      matter: matter.id,
      kind: matter.kind,
      number: matter.number,
      action: taken.action,
      from: taken.before,
      to: matter.state,
      outcome: state.final ?? null,
      subject: matter.subject?.id ?? null,
      starter: matter.starter,
      provider: matter.provider,
      holder: matter.holder,
      feedbackTo: [procedure.feedbackTo].flat(),
      by: taken.caller?.personId ?? null,
      at: taken.at.toISOString(),
    },
  };
}
