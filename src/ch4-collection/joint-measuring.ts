import { sql } from "kysely";
import { z } from "zod";
import { inTransaction } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Queue } from "../platform/jobs/index.ts";
import { compareSubjects, filledRows } from "../vault/index.ts";
import { isFoundNow, type Pair, pairsOf, type Supply, suppliesOf } from "./joint-supplies.ts";
import type { CollectionOptions } from "./options.ts";

/** Measures one joint collection anew. Sent with the batch, or the registration, that makes it necessary. */
export const jointMeasuring: Queue<{ joint: string }> = {
  name: "collection.joint-quality",
  data: z.object({ joint: z.uuid() }),
};
/** Every night all of them: an entry's new version may have given two units an item in common. */
export const jointRound: Queue<Record<string, never>> = {
  name: "collection.joint-round",
  data: z.object({}).strict(),
};

/** Calls `send` for each joint collection in which the unit takes part, or for all. */
export async function jointsOf(
  tx: Tx,
  unit: string | null,
  send: (joint: string) => Promise<void>,
): Promise<void> {
  const joints = await tx
    .selectFrom("collection.joint_share")
    .select("joint_id")
    .distinct()
    .$if(unit !== null, (query) => query.where("unit_id", "=", unit))
    .execute();
  for (const { joint_id } of joints) await send(joint_id);
}

type Parts = Pick<CollectionOptions, "database" | "cryptography" | "keyring">;

/**
 * Counts what no batch report says: the values that stand, and the subjects of whom two units say different things.
 * What has been counted of its tables as they lie now is left alone. Two runs of one joint collection take turns.
 * Each supply and each pair is a transaction: one that fails holds up no other. Throws AggregateError after the last.
 */
export async function measureJoint(parts: Parts, joint: string): Promise<void> {
  const { kysely } = parts.database;
  const failures: unknown[] = [];
  const turn = (work: (tx: Tx, now: readonly Supply[]) => Promise<void>) =>
    inTransaction(kysely, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${joint}, 6))`.execute(tx);
      // What another run has done meanwhile is not done over as of an older batch.
      await work(tx, await suppliesOf(tx, [joint]));
    }).catch((failure: unknown) => failures.push(failure));
  const supplies = await suppliesOf(kysely, [joint]);
  for (const { resource } of supplies)
    await turn(async (tx, now) => {
      for (const supply of now) if (supply.resource?.id === resource?.id) await countFilled(tx, supply);
    });
  for (const { left, right } of pairsOf(supplies))
    await turn(async (tx, now) => {
      const pair = pairsOf(now).find(
        (one) => one.left.resource.id === left.resource.id && one.right.resource.id === right.resource.id,
      );
      if (pair !== undefined) await compare(tx, parts, pair);
    });
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} parts of a joint collection were not measured`);
}

async function countFilled(tx: Tx, { resource, items }: Supply): Promise<void> {
  const columns = items.flatMap(({ column, allotted }) => (allotted ? [column] : []));
  if (resource === null) return;
  const counted = await tx
    .selectFrom("collection.joint_filled")
    .select("column_name")
    .where("resource_id", "=", resource.id)
    .where("batch", "=", resource.lastBatch)
    .where("generation", "=", resource.generation)
    .execute();
  if (columns.every((column) => counted.some(({ column_name }) => column_name === column))) return;
  const { rows, filled } = await filledRows(tx, resource.code, columns);
  await tx
    .insertInto("collection.joint_filled")
    .values(
      columns.map((column_name, at) => ({
        resource_id: resource.id,
        column_name,
        batch: resource.lastBatch,
        generation: resource.generation,
        rows,
        filled: filled[at] ?? "0",
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["resource_id", "column_name"]).doUpdateSet(({ ref }) => ({
        batch: ref("excluded.batch"),
        generation: ref("excluded.generation"),
        rows: ref("excluded.rows"),
        filled: ref("excluded.filled"),
      })),
    )
    .execute();
}

async function compare(tx: Tx, parts: Parts, { left, right, items, incomparable }: Pair): Promise<void> {
  if (incomparable !== undefined) return;
  const compared = await tx
    .selectFrom("collection.joint_compared")
    .selectAll()
    .where("left_id", "=", left.resource.id)
    .where("right_id", "=", right.resource.id)
    .execute();
  const known = (one: Pair["items"][number]) =>
    compared.some(
      (row) =>
        row.left_column === one.left.column &&
        row.right_column === one.right.column &&
        isFoundNow(row, { left, right }),
    );
  if (items.every(known)) return;
  const columns = items.map((one) => [one.left.column, one.right.column] as const);
  const found = await compareSubjects(tx, parts, left.resource.code, right.resource.code, columns);
  const values = columns.map(([left_column, right_column], at) => {
    const count = typeof found === "string" ? undefined : found[at];
    return {
      left_id: left.resource.id,
      left_column,
      right_id: right.resource.id,
      right_column,
      left_batch: left.resource.lastBatch,
      right_batch: right.resource.lastBatch,
      left_generation: left.resource.generation,
      right_generation: right.resource.generation,
      subjects: count?.subjects ?? 0,
      differing: count?.differing ?? 0,
      left_rows: count?.rows[0] ?? [],
      right_rows: count?.rows[1] ?? [],
      incomparable: typeof found === "string" ? found : null,
    };
  });
  await tx
    .insertInto("collection.joint_compared")
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(["left_id", "left_column", "right_id", "right_column"]).doUpdateSet(({ ref }) => ({
        left_batch: ref("excluded.left_batch"),
        right_batch: ref("excluded.right_batch"),
        left_generation: ref("excluded.left_generation"),
        right_generation: ref("excluded.right_generation"),
        subjects: ref("excluded.subjects"),
        differing: ref("excluded.differing"),
        left_rows: ref("excluded.left_rows"),
        right_rows: ref("excluded.right_rows"),
        incomparable: ref("excluded.incomparable"),
      })),
    )
    .execute();
}
