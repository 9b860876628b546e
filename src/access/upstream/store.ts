import { type Generated, type JSONColumnType, sql } from "kysely";
import type { EntryItem } from "../../contract/entry.ts";
import type { InterfaceSettings, InterfaceState } from "../../contract/interface.ts";
import type { JsonObject } from "../../contract/json.ts";
import { toInstant } from "../../platform/clocks/index.ts";
import { inTransaction } from "../../platform/db/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { emit } from "../../platform/events/index.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import { resourceByCode } from "../../vault/index.ts";

interface UpstreamTable {
  resource: string;
  version: number;
  settings: JSONColumnType<InterfaceSettings>;
  secret: Buffer | null;
  tried_at: Date | null;
  tried_by: string | null;
  tried_ok: boolean | null;
  tried_items: string | null;
  answered: Generated<string>;
  failed: Generated<string>;
  failed_in_a_row: Generated<number>;
  last_answered_at: Date | null;
  last_failed_at: Date | null;
  last_failure: string | null;
  failing_since: Date | null;
}

interface UpstreamVersionTable {
  id: string;
  resource: string;
  version: number;
  body: JSONColumnType<JsonObject>;
  at: Date;
  receipt: string;
}

declare module "../../platform/db/tables.ts" {
  interface Tables {
    "access.upstream": UpstreamTable;
    "access.upstream_version": UpstreamVersionTable;
  }
}

export const upstreamOf = (db: Db | Tx, resource: string) =>
  db.selectFrom("access.upstream").selectAll().where("resource", "=", resource).executeTakeFirst();

/**
 * Whether the settings in force were tried with success for the items in force: then there is something to be shared. A
 * version with other items asks for a new trial, as other settings do.
 */
export async function isTried(db: Db | Tx, resource: string): Promise<boolean> {
  const row = await upstreamOf(db, resource);
  return row?.tried_ok === true && (await isOfItems(db, resource, row.tried_items));
}

async function isOfItems(db: Db | Tx, resource: string, tried: string | null): Promise<boolean> {
  return tried === triedItems((await resourceByCode(db, resource)).items);
}

/** What a trial depends on of the items: which there are and by which rules their values are checked. */
export const triedItems = (items: readonly EntryItem[]): string =>
  JSON.stringify(
    items
      .map(({ column, type, length, required, standard, pattern, role }) => [
        column,
        type,
        length,
        required,
        standard,
        pattern?.expression ?? null,
        role,
      ])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  );

/** So many failures in a row are an outage. */
const outageAt = 3;

/** Counts a call that was answered; an outage is over with it. */
export async function noteAnswer(db: Db, resource: string): Promise<void> {
  await db
    .updateTable("access.upstream")
    .set({
      answered: sql<string>`answered + 1`,
      failed_in_a_row: 0,
      last_answered_at: sql<Date>`platform.law_now()`,
      failing_since: null,
    })
    .where("resource", "=", resource)
    .execute();
}

/** Counts a failure; with the one that makes an outage, in whichever process, goes the word that it began. */
export async function noteFailure(db: Db, resource: string, reason: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const noted = await tx
      .updateTable("access.upstream")
      .set({
        failed: sql<string>`failed + 1`,
        failed_in_a_row: sql<number>`failed_in_a_row + 1`,
        last_failed_at: sql<Date>`platform.law_now()`,
        last_failure: reason,
        failing_since: sql<Date | null>`case when failed_in_a_row + 1 >= ${outageAt}
          then coalesce(failing_since, platform.law_now()) end`,
      })
      .where("resource", "=", resource)
      .returning(["failed_in_a_row as inARow", "failing_since as since"])
      .executeTakeFirst();
    if (noted?.since == null || noted.inARow !== outageAt) return;
    await emit(tx, {
      type: "access.upstream.failing",
      version: 1,
      aggregate: `resource:${resource}`,
      body: { resource, since: toInstant(noted.since), reason },
    });
  });
}

/** A trial of the settings in force, with what came of it. */
export async function noteTrial(
  db: Db,
  resource: string,
  trial: { version: number; items: readonly EntryItem[]; ok: boolean; by: string; at: Date },
): Promise<void> {
  await db
    .updateTable("access.upstream")
    .set({
      tried_at: trial.at,
      tried_by: trial.by,
      tried_ok: trial.ok,
      tried_items: triedItems(trial.items),
      ...(trial.ok ? { failed_in_a_row: 0, failing_since: null } : {}),
    })
    .where("resource", "=", resource)
    .where("version", "=", trial.version)
    .execute();
}

export async function stateOf(db: Db | Tx, resource: string): Promise<InterfaceState> {
  const row = await upstreamOf(db, resource);
  const tried = row?.tried_at != null && (await isOfItems(db, resource, row.tried_items));
  const changes = await db
    .selectFrom("access.upstream_version")
    .select(["version", "body", "at", "receipt"])
    .where("resource", "=", resource)
    .orderBy("version", "desc")
    .limit(20)
    .execute();
  return {
    settings: row?.settings ?? null,
    version: row?.version ?? null,
    hasSecret: row?.secret != null,
    tried:
      row?.tried_at != null && tried
        ? { ok: row.tried_ok === true, at: toInstant(row.tried_at), by: row.tried_by ?? "" }
        : null,
    calls: {
      answered: Number(row?.answered ?? 0),
      failed: Number(row?.failed ?? 0),
      lastAnsweredAt: instantOf(row?.last_answered_at),
      lastFailedAt: instantOf(row?.last_failed_at),
      lastFailure: row?.last_failure ?? null,
      failingSince: instantOf(row?.failing_since),
    },
    changes: changes.map(({ version, body, at, receipt }) => ({
      version,
      by: String(body.personName),
      at: toInstant(at),
      host: new URL(String(body.url)).host,
      newSecret: body.newSecret === true,
      receipt,
    })),
  };
}

const instantOf = (at: Date | null | undefined): string | null => (at == null ? null : toInstant(at));

/** What was set, for refs `access.upstream:<id>`. */
export const upstreamEvidence: EvidenceSource = {
  async read(tx, ids) {
    if (ids.length === 0) return new Map();
    const rows = await tx
      .selectFrom("access.upstream_version")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map(({ id, body }) => [id, body]));
  },
};
