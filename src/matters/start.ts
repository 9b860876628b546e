import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { startMatter } from "../contract/matter.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { mayOpen } from "./actors.ts";
import type { BoundProcedure } from "./bind.ts";
import type { MatterView } from "./context.ts";
import { boundOf, type Engine } from "./engine.ts";
import { readForm } from "./forms.ts";
import { clocks, type Origin, ownHand, type Taken, take, takeFiles } from "./take.ts";

export type StartMatter = z.input<typeof startMatter>;

/** An opening or a step that may be taken: everything is checked but its guards, and nothing written. */
export interface Prepared {
  readonly bound: BoundProcedure;
  readonly taken: Taken;
}

/** Opens the matter that was prepared; returns its id. */
export async function open(engine: Engine, tx: Tx, { bound, taken }: Prepared): Promise<string> {
  const year = Number(civilDate(taken.at).slice(0, 4));
  const number = await takeNumber(tx, `${engine.numbering}${bound.procedure.numbering}`, year);
  await take(engine, tx, bound, { ...taken, matter: { ...taken.matter, number } });
  return taken.matter.id;
}

/**
 * The opening as a draft has it; `drafter` is whoever wrote it, where another makes it real; `uploader`
 * handed in the files: at a window the officer, not the applicant.
 */
export async function prepareStart(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  input: StartMatter,
  origin: Origin = ownHand,
  uploader: Caller = caller,
): Promise<Prepared> {
  const bound = boundOf(engine, input.kind);
  const { procedure } = bound;
  const article = procedure.opens.cites;
  if (!mayOpen(caller, procedure.opens)) {
    throw new Problem("may_not_start", `${procedure.title}不由您的岗位发起，请由有权的单位或个人办理。`, {
      article,
    });
  }
  const form = readForm(procedure.form, input.form ?? {}, article);
  const opening = { tx, caller, subject: input.subject ?? null, form };
  const subject = await subjectOf(bound, opening);
  const provider = await bound.provider(opening);
  if (procedure.opens.by === "provider" && provider !== caller.party.id) {
    throw new Problem("may_not_start", "只有数据提供部门可以发起，请由提供该数据的部门办理。", { article });
  }
  await engine.parties.hold(
    tx,
    [caller.party.id, provider].filter((party) => party !== null),
  );
  const { at, wallAt } = await clocks(tx);
  const matter: MatterView = {
    id: uuid(),
    // Given when it is opened, so that a draft takes none.
    number: "",
    kind: procedure.kind,
    title: await bound.title(opening),
    state: procedure.opens.to,
    version: 1,
    starter: caller.party.id,
    provider,
    holder: null,
    startedBy: origin.drafter?.id ?? caller.personId,
    subject,
    form,
    receivedAt: at,
  };
  const taken: Taken = {
    ...origin,
    action: "opens",
    title: "提出",
    step: procedure.opens,
    matter,
    before: null,
    form,
    reasons: null,
    caller,
    at,
    wallAt,
    attachments: await takeFiles(engine, tx, uploader, input.attachments ?? []),
  };
  return { bound, taken };
}

async function subjectOf(
  bound: BoundProcedure,
  opening: { tx: Tx; caller: Caller; subject: string | null; form: JsonObject },
): Promise<MatterView["subject"]> {
  const { subject: type, opens, title } = bound.procedure;
  if (type === null) return null;
  if (opening.subject === null) {
    throw new Problem("subject_missing", `${title}须指明办理对象，请从它的页面发起。`, {
      article: opens.cites,
      errors: [{ pointer: "/subject", detail: "须指明办理对象" }],
    });
  }
  const named = bound.subjectTitle === null ? await bound.title(opening) : await bound.subjectTitle(opening);
  if (named === null) throw new Problem("not_found", "没有找到办理对象，请检查后重试。");
  return { type, id: opening.subject, title: named };
}

/** The next number of the year; rolled back with the transaction, so that none is missing. */
export async function takeNumber(tx: Tx, prefix: string, year: number): Promise<string> {
  const { last } = await tx
    .insertInto("matters.numbering")
    .values({ prefix, law_year: year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["prefix", "law_year"])
        .doUpdateSet((eb) => ({ last: eb("matters.numbering.last", "+", 1) })),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  return `${prefix}〔${year}〕${last}号`;
}
