import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { type DecisionsOutcome, type decideMany, decisionOutcome } from "../contract/decisions.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { stateOf } from "./engine.ts";
import type { Matters } from "./index.ts";
import { maySee } from "./visibility.ts";

type DecideMany = z.output<typeof decideMany>;
type Outcome = z.infer<typeof decisionOutcome>;

/**
 * Decides many matters of one kind and state with one opinion. Each is a transaction and an idempotency key of its
 * own: what was refused has changed nothing, and a repeated request answers what the first one did.
 */
export async function decideAll(
  { matters, database }: { matters: Matters; database: Database },
  request: FastifyRequest,
  caller: Caller,
  decision: DecideMany,
): Promise<DecisionsOutcome> {
  const outcomes: Outcome[] = [];
  for (const { id, version } of decision.matters) {
    const outcome = await once(
      database,
      request,
      decisionOutcome,
      (tx) => decideOne(matters, tx, caller, decision, { id, version }),
      id,
    );
    outcomes.push(outcome);
  }
  return {
    done: outcomes.filter(({ refusal }) => refusal === null),
    refused: outcomes.filter(({ refusal }) => refusal !== null),
  };
}

async function decideOne(
  matters: Matters,
  tx: Tx,
  caller: Caller,
  decision: DecideMany,
  { id, version }: { id: string; version: number },
): Promise<Outcome> {
  const { action, form, reasons } = decision;
  await sql`savepoint decision`.execute(tx);
  try {
    await assertInBatch(tx, caller, decision, id);
    await matters.act(
      caller,
      id,
      action,
      { version, form, ...(reasons === undefined ? {} : { reasons }) },
      tx,
    );
    return { ...(await named(matters, tx, caller, id)), refusal: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await sql`rollback to savepoint decision`.execute(tx);
    const { code, detail, article } = error;
    return { ...(await named(matters, tx, caller, id)), refusal: { code, detail, article: article ?? null } };
  }
}

/** One opinion fits matters of one kind and state only; what is late is decided by itself, saying why. */
async function assertInBatch(tx: Tx, caller: Caller, { kind, state }: DecideMany, id: string): Promise<void> {
  const row = await rowOf(tx, caller, id);
  if (row === undefined) return;
  if (row.kind !== kind || row.state !== state) {
    throw new Problem("batch_mixed", "本件与其余各件的事项或者环节不同，没有办理，请单独办理。");
  }
  if (row.next_due !== null && row.next_due < civilDate(await lawNow(tx))) {
    throw new Problem("batch_exception", "本件已逾期，不随批办理，请单独办理并说明逾期原因。");
  }
}

async function rowOf(tx: Tx, caller: Caller, id: string) {
  if (!(await maySee(tx, caller, id))) return undefined;
  return tx
    .selectFrom("matters.matter")
    .select(["number", "kind", "state", "next_due"])
    .where("id", "=", id)
    .executeTakeFirst();
}

async function named({ engine }: Matters, tx: Tx, caller: Caller, id: string) {
  const row = await rowOf(tx, caller, id);
  if (row === undefined) return { id, number: null, stateTitle: null };
  const bound = engine.procedures.get(row.kind);
  const stateTitle = bound === undefined ? row.state : stateOf(bound.procedure, row.state).title;
  return { id, number: row.number, stateTitle };
}
