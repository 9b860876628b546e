import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { act } from "../contract/matter.ts";
import type { Procedure, Step } from "../law/language.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { actingParty, counterparts, mayAct, personsOf, takenBeside } from "./actors.ts";
import { assertInCharge } from "./assignment.ts";
import type { MatterView } from "./context.ts";
import { boundOf, type Engine, viewOf } from "./engine.ts";
import { noForm, readForm } from "./forms.ts";
import { stepsTaken } from "./hands.ts";
import { type Standing, standingOf } from "./standing.ts";
import type { Prepared } from "./start.ts";
import { assertFirstSupplement } from "./supplement.ts";
import { type Origin, ownHand, type Taken, takeFiles } from "./take.ts";
import { lockVisible } from "./visibility.ts";

export type Act = z.input<typeof act>;

export interface PreparedStep extends Prepared {
  readonly standing: Standing;
}

/** A step of an open matter, its row locked and everything checked but its guards. */
export async function prepareStep(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  action: string,
  input: Act,
  origin: Origin = ownHand,
  uploader: Caller = caller,
): Promise<PreparedStep> {
  const row = await lockVisible(tx, caller, id);
  const bound = boundOf(engine, row.kind);
  const { procedure } = bound;
  // A name that every object inherits, such as `constructor`, names no step.
  const step = Object.hasOwn(procedure.steps, action) ? procedure.steps[action] : undefined;
  if (step === undefined) throw new Problem("not_found", "这种事项没有这个环节，请刷新后重试。");
  if (row.version !== input.version) {
    throw new Problem("stale_version", "您看到的内容已经变化，本次办理没有生效。请刷新后再办。");
  }
  if (![step.from].flat().includes(row.state)) {
    const now = procedure.states[row.state]?.title ?? row.state;
    throw new Problem("wrong_state", `办件现在处于“${now}”，不能办理“${step.title}”。请刷新后再办。`, {
      article: step.cites,
    });
  }
  const matter = viewOf(row);
  await assertActor(engine, tx, caller, procedure, step, matter);
  const standing = await standingOf(tx, caller, id);
  assertInCharge(caller, row, standing.rule);
  await assertOtherPerson(tx, caller, procedure, action, id);
  if (step.supplement === true) await assertFirstSupplement(tx, procedure, row);
  const reasons = input.reasons?.trim() ?? "";
  if (step.reasons === "required" && reasons === "") {
    throw new Problem("reasons_missing", `办理“${step.title}”须写明具体理由，请填写后重新提交。`, {
      article: step.cites,
      errors: [{ pointer: "/reasons", detail: "须写明具体理由", article: step.cites }],
    });
  }
  const stated = { ...statedBefore(step, matter.form), ...input.form };
  const form = readForm(step.form ?? noForm, stated, step.cites);
  const taken: Taken = {
    ...origin,
    action,
    title: step.title,
    step,
    matter: {
      ...matter,
      version: matter.version + 1,
      form: step.amends === true ? { ...matter.form, ...form } : matter.form,
    },
    before: row.state,
    form,
    reasons: reasons === "" ? null : reasons,
    caller,
    at: standing.at,
    wallAt: standing.wallAt,
    attachments: await takeFiles(engine, tx, uploader, input.attachments ?? []),
  };
  return { bound, taken, standing };
}

/** What a step that amends finds stated already of its own fields. */
export const statedBefore = ({ amends, form }: Step<string>, stated: JsonObject): JsonObject =>
  amends === true && form !== undefined
    ? Object.fromEntries(Object.entries(stated).filter(([name]) => name in form.shape))
    : {};

async function assertActor(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  procedure: Procedure,
  step: Step<string>,
  matter: MatterView,
): Promise<void> {
  if (!mayAct(caller)) {
    throw new Problem("forbidden", "您的岗位不办理业务，请由经办人、处室负责人或首席数据官办理。", {
      article: step.cites,
    });
  }
  if ((await actingParty(engine.parties, tx, procedure, step, matter)) !== caller.party.id) {
    throw new Problem("not_the_holder", `“${step.title}”不由本单位办理，请由办理单位办理。`, {
      article: step.cites,
    });
  }
}

async function assertOtherPerson(
  tx: Tx,
  caller: Caller,
  procedure: Procedure,
  action: string,
  id: string,
): Promise<void> {
  if (counterparts(procedure, action).length === 0) return;
  const taken = takenBeside(procedure, action, await stepsTaken(tx, id), personsOf(caller));
  if (taken === undefined) return;
  const article = procedure.steps[action]?.cites;
  const detail = `您已办理本件的“${taken.title}”，这一环节须由另一人办理。请交由同单位其他人员办理。`;
  throw new Problem("same_person_twice", detail, { article });
}
