import { sql } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import { lockResource } from "./resource.ts";
import "./tables.ts";

export interface RotationParts {
  readonly db: Db;
  readonly keyring: {
    /** Adds a version of a resource's keys, in the zone of important data or outside it; its number. */
    rotate(tx: Tx, resource: number, zoned: boolean): Promise<number>;
  };
  /** Puts a leaf into the ledger; its receipt. */
  record(tx: Tx, leaf: { ref: string; at: Date; body: JsonObject }): Promise<string>;
}

export interface Rotated {
  readonly code: string;
  readonly version: number;
  readonly receipt: string;
}

/**
 * Art. 60 ¶3: gives new keys to every resource whose newest are older than so many days (0: to all that have keys). Old
 * versions stay, so that what they sealed is read as before; new rows are sealed under the new one. One that fails
 * holds up no other.
 */
export async function rotateKeysOlderThan(parts: RotationParts, days: number): Promise<Rotated[]> {
  const rotated: Rotated[] = [];
  const failures: unknown[] = [];
  for (const code of await withKeysOlderThan(parts.db, days)) {
    try {
      const done = await rotateKeysOf(parts, code, days);
      if (done !== undefined) rotated.push(done);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `keys of ${failures.length} resources not rotated`);
  return rotated;
}

/**
 * The same for one resource. Undefined where it has no keys so old: others may have rotated them meanwhile, or nothing
 * was ever written. Key and record are made together. Throws Problem `resource_not_found`.
 */
export function rotateKeysOf(parts: RotationParts, code: string, days = 0): Promise<Rotated | undefined> {
  return inTransaction(parts.db, async (tx) => {
    const { id, number, plan } = await lockResource(tx, code);
    if (!(await withKeysOlderThan(tx, days, code)).includes(code)) return undefined;
    const zoned = plan.place === "zone";
    const version = await parts.keyring.rotate(tx, number, zoned);
    const at = await lawNow(tx);
    const body = { resource: code, version, place: plan.place, olderThanDays: days, at: toInstant(at) };
    const rotation = uuid();
    const receipt = await parts.record(tx, { ref: `vault.key_rotation:${rotation}`, at, body });
    await tx
      .insertInto("vault.key_rotation")
      .values({ id: rotation, resource_id: id, body: JSON.stringify(body), receipt })
      .execute();
    return { code, version, receipt };
  });
}

/** Codes of the resources whose newest keys, of where they lie now, were taken up that long ago; of all or of one. */
async function withKeysOlderThan(db: Db | Tx, days: number, code?: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select resource.code from vault.resource
    join platform.resource_key key on key.resource = resource.number and key.zoned = (resource.place = 'zone')
    where ${code === undefined ? sql`true` : sql`resource.code = ${code}`}
    group by resource.code
    having max(key.usable_from) <= platform.wall_now() - make_interval(days => ${days})
    order by resource.code`.execute(db);
  return rows.map(({ code }) => code);
}

/** Source `vault.key_rotation` of the ledger. */
export const rotationEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("vault.key_rotation")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.map(({ id, body }): [string, JsonObject] => [id, body]));
  },
};
