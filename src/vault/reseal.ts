import type { Database } from "../platform/db/index.ts";
import { clientTransaction } from "./client-transaction.ts";
import { moveNextFile } from "./files/moving.ts";
import { clearAway } from "./files/upkeep.ts";
import { moveRows } from "./reseal-moving.ts";
import { keepDigests, swap } from "./reseal-swap.ts";
import { beginAgain, planOf, type ResealParts, workFor, workOn } from "./reseal-work.ts";
import { lockResource, resourceByCode } from "./resource.ts";

/**
 * Seals anew whatever waits for it, page by page, each page a transaction: it can be killed at any point and taken up
 * by any process. The rows in force and their history keep their ids, versions and contents; the old tables are
 * dropped in the transaction in which the new ones take their place. One that fails holds up no other. Throws
 * IntegrityError at a row or a batch that was tampered with: it is not sealed anew as if it were sound.
 */
export async function resealWaiting(parts: ResealParts, signal?: AbortSignal): Promise<void> {
  const waiting = await parts.database.kysely
    .selectFrom("vault.reseal as reseal")
    .innerJoin("vault.resource as resource", "resource.id", "reseal.resource_id")
    .select("resource.code")
    .where("reseal.finished_at", "is", null)
    .orderBy("reseal.planned_at")
    .execute();
  const failures: unknown[] = [];
  for (const { code } of waiting) {
    try {
      while (signal?.aborted !== true && (await resealStep(parts, code)));
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} resources were not sealed anew`);
}

/** A page of rows, or the digests, or the swap, or a file; false when there is no more to do for now. */
export async function resealStep(parts: ResealParts, code: string): Promise<boolean> {
  const { database } = parts;
  if ((await resourceByCode(database.kysely, code)).kind === "file") {
    try {
      return await moveNextFile(parts, code);
    } finally {
      await clearAway(parts);
    }
  }
  try {
    const done = await clientTransaction(database, async (tx, client) => {
      const resource = await lockResource(tx, code);
      const work = await workOn(parts, tx, resource);
      if (work === undefined) return "nothing";
      const plan = planOf(resource, work);
      for (const kept of ["r", "h"] as const)
        if (
          await moveRows(parts, client, { from: resource.plan, to: plan, kept, keyVersion: work.keyVersion })
        )
          return "rows";
      if (work.digests === null) return "every row";
      await swap(parts, tx, resource, work, plan);
      return "nothing";
    });
    if (done === "every row") await keepDigestsOf(database, code);
    return done !== "nothing";
  } catch (failure) {
    // Somebody reads long: the swap is tried again at the next pass.
    if (codeOf(failure) === "55P03") return false;
    if (codeOf(failure) === "GS020") await beginAgain(database, code);
    throw failure;
  }
}

const codeOf = (failure: unknown) =>
  failure instanceof Error && "code" in failure ? failure.code : undefined;

/** Nothing is held meanwhile: whoever wants to write is told at once that the resource is being sealed anew. */
async function keepDigestsOf({ kysely, pool }: Database, code: string): Promise<void> {
  const resource = await resourceByCode(kysely, code);
  const work = await workFor(kysely, resource);
  if (work !== undefined) await keepDigests({ kysely, pool }, resource, work.id, planOf(resource, work));
}
