import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { UsageRow } from "./usage-line.ts";
import { usageLine } from "./usage-line.ts";

/** What of the usage record is not as it was written. */
export type UsageFault =
  | { readonly kind: "usage-changed"; readonly id: string; readonly digest: string }
  | {
      readonly kind: "usage-missing";
      readonly digest: string;
      readonly expected: number;
      readonly found: number;
    }
  | { readonly kind: "digest-changed"; readonly digest: string; readonly receipt: string };

const PAGE = 500;

/**
 * Recomputes the digest of every usage row and of every statement's rows. Names the first fault; undefined when all
 * is as written. That the bodies in `usage_digest` are those of the ledger is the ledger's own audit.
 */
export async function auditUsage(
  database: Database,
  cryptography: Cryptography,
): Promise<UsageFault | undefined> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const digests = await database.kysely
      .selectFrom("access.usage_digest")
      .selectAll()
      .where("id", ">", after)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    for (const { id, digests: stored, body, receipt, dropped } of digests) {
      if (body.sm3 !== cryptography.sm3(stored).toString("hex") || body.digest !== id)
        return { kind: "digest-changed", digest: id, receipt };
      // What went by law leaves its digests, and a leaf that says so.
      if (dropped !== null) continue;
      const fault = await rowsFault(database, cryptography, id, stored);
      if (fault) return fault;
    }
    const last = digests.at(-1);
    if (last === undefined) return undefined;
    after = last.id;
  }
}

async function rowsFault(
  { kysely }: Database,
  cryptography: Cryptography,
  digest: string,
  stored: Buffer,
): Promise<UsageFault | undefined> {
  const rows: UsageRow[] = await kysely
    .selectFrom("access.usage")
    .selectAll()
    .where("digest_id", "=", digest)
    .orderBy("id")
    .execute();
  const expected = stored.length / 32;
  if (rows.length !== expected) return { kind: "usage-missing", digest, expected, found: rows.length };
  const changed = rows.find(
    (row, index) => !cryptography.sm3(usageLine(row)).equals(stored.subarray(index * 32, index * 32 + 32)),
  );
  return changed && { kind: "usage-changed", id: changed.id, digest };
}
