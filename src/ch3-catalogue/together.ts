import { sql } from "kysely";
import type { StartedTogether } from "../contract/submission.ts";
import type { Matters } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";

/** One matter per entry, or one draft where the office reviews it first, in one transaction; an entry that is refused leaves nothing behind and holds up no other. */
export async function startTogether(
  tx: Tx,
  matters: Matters,
  caller: Caller,
  opening: { kind: string; form: Record<string, unknown>; entries: readonly string[] },
): Promise<StartedTogether> {
  const { kind, form } = opening;
  const outcome: StartedTogether = { started: [], drafted: [], refused: [] };
  // In one order, so that two who submit the same entries do not wait for each other.
  for (const entry of opening.entries.toSorted()) {
    await sql`savepoint entry`.execute(tx);
    try {
      const submitted = await matters.submit(caller, { kind, subject: entry, form }, tx);
      if ("draft" in submitted) outcome.drafted.push({ entry, draft: submitted.draft });
      else {
        const { matter } = submitted;
        outcome.started.push({ entry, matter, number: (await matters.get(caller, matter, tx)).number });
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await sql`rollback to savepoint entry`.execute(tx);
      const { code, detail, article } = error;
      outcome.refused.push({ entry, code, detail, article: article ?? null });
    }
  }
  return outcome;
}
