import { sql } from "kysely";
import type { EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { FileStores } from "./files/stores.ts";
import type { VaultKeyring } from "./keys.ts";
import { type TablePlan, tablePlan } from "./plan.ts";
import type { Place } from "./reseal-plan.ts";
import { lockResource, makeTables, type Resource, shapeOf } from "./resource.ts";

export interface ResealParts {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: VaultKeyring;
  readonly stores: FileStores;
  /** Puts what was done into the ledger; gives the receipt. */
  record(tx: Tx, leaf: { ref: string; at: Date; body: JsonObject }): Promise<string>;
  /** What waits for a resource can go on, if the transaction commits: it has been sealed anew. */
  resumed(tx: Tx, resourceId: string): Promise<void>;
  /** Told at every attempt that fails because a file is not what was stored. */
  heldUp(file: HeldUp): Promise<void>;
}

/** A file for which its resource does not move on. */
export interface HeldUp {
  /** `r-…` code. */
  readonly resource: string;
  readonly file: string;
  readonly name: string;
}

/** What is to be done to one resource. */
export interface Work {
  readonly id: string;
  readonly items: EntryItem[];
  readonly to: Place;
  readonly keyVersion: number;
  /** By number of the batch, in hex; null until every row is moved. */
  readonly digests: Readonly<Record<string, string>> | null;
}

type Found = Omit<Work, "keyVersion"> & { readonly keyVersion: number | null };

export const workFor = (db: Db | Tx, { id }: Resource): Promise<Found | undefined> =>
  db
    .selectFrom("vault.reseal")
    .select(["id", "items", "to_place as to", "key_version as keyVersion", "digests"])
    .where("resource_id", "=", id)
    .where("finished_at", "is", null)
    .executeTakeFirst();

/** What is to be done, its new tables made and its keys at hand. */
export async function workOn(parts: ResealParts, tx: Tx, resource: Resource): Promise<Work | undefined> {
  const found = await workFor(tx, resource);
  if (found === undefined) return undefined;
  if (found.keyVersion === null) {
    await makeTables(tx, resource);
    await makeAnew(tx, planOf(resource, found));
  }
  return { ...found, keyVersion: await keyVersionFor(parts, tx, resource, found) };
}

/** Version of the keys that the resource is sealed anew under, chosen once. */
export async function keyVersionFor(
  { keyring }: ResealParts,
  tx: Tx,
  { plan, number }: Resource,
  { id, to, keyVersion }: Found,
): Promise<number> {
  if (keyVersion !== null) return keyVersion;
  const chosen =
    to === plan.place
      ? (await keyring.writingKeys(number, to === "zone")).version
      : await keyring.newVersion(number, to === "zone");
  await tx.updateTable("vault.reseal").set({ key_version: chosen }).where("id", "=", id).execute();
  return chosen;
}

/** Empty tables beside those in place. */
const makeAnew = (tx: Tx, plan: TablePlan) =>
  sql`select vault.make_resealed(${plan.number}::bigint, ${shapeOf(plan)})`.execute(tx);

/** What was moved does not fit what lies there: all of it is looked at again, row by row. */
export async function beginAgain({ kysely }: Database, code: string): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, code);
    const work = await workFor(tx, resource);
    if (work === undefined) return;
    await makeAnew(tx, planOf(resource, work));
    await tx
      .updateTable("vault.reseal")
      .set({ digests: null, state: null })
      .where("id", "=", work.id)
      .execute();
  });
}

export const planOf = ({ plan }: Resource, { items, to }: Pick<Work, "items" | "to">) =>
  tablePlan(plan.number, items, to);
