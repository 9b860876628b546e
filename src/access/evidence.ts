import type { JsonObject } from "../contract/json.ts";
import { sm3 } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { EvidenceRow, EvidenceSource } from "../platform/ledger/index.ts";
import { grantContent } from "./grant-content.ts";
import { droppedDigests } from "./retention.ts";
import { usageLine } from "./usage-line.ts";
import "./tables.ts";

/**
 * Grants, for refs `access.grant:<grant id>.<version>`. The newest version is read from the grant itself, which is what
 * the gateway obeys; the versions before it from what was kept of them.
 */
export const grantEvidence: EvidenceSource = {
  async read(tx, ids) {
    const bodies = new Map<string, JsonObject>();
    if (ids.length === 0) return bodies;
    const grantIds = [...new Set(ids.map((id) => id.slice(0, id.lastIndexOf("."))))];
    const grants = await tx.selectFrom("access.grant").selectAll().where("id", "in", grantIds).execute();
    const inForce = new Map(grants.map((grant) => [grant.id, grant]));
    const versions = await tx
      .selectFrom("access.grant_version")
      .select(["grant_id", "version", "content", "reason", "article"])
      .where("grant_id", "in", grantIds)
      .execute();
    for (const { grant_id, version, content, reason, article } of versions) {
      const grant = inForce.get(grant_id);
      // A grant set back to an earlier version lacks the later ones.
      if (grant === undefined || grant.version < version) continue;
      const ground = { reason: reason ?? "", article };
      bodies.set(`${grant_id}.${version}`, grant.version === version ? grantContent(grant, ground) : content);
    }
    return bodies;
  },
};

/** Usage digests with the rows they stand for, for refs `access.usage:<digest id>`. */
export const usageEvidence: EvidenceSource = {
  async read(tx, ids) {
    if (ids.length === 0) return new Map();
    const digests = await tx
      .selectFrom("access.usage_digest")
      .select(["id", "body"])
      .where("id", "in", ids)
      .execute();
    return new Map(digests.map(({ id, body }) => [id, body]));
  },

  async *rows(tx, id) {
    yield* usageRows(tx, id);
  },

  dropped: droppedDigests,
};

const STRANGE = Buffer.alloc(32);

/**
 * The rows of one digest, each with the hash stored for it. Where rows are gone or were brought in, places no longer
 * say which hash is whose: then a row keeps its own hash if that was stored, and none otherwise.
 */
async function* usageRows(tx: Tx, id: string): AsyncGenerator<EvidenceRow> {
  const digest = await tx
    .selectFrom("access.usage_digest")
    .select("digests")
    .where("id", "=", id)
    .executeTakeFirst();
  if (digest === undefined) return;
  const stored = Array.from({ length: digest.digests.length / 32 }, (_, place) =>
    digest.digests.subarray(place * 32, place * 32 + 32),
  );
  const known = new Set(stored.map((hash) => hash.toString("hex")));
  const rows = await tx
    .selectFrom("access.usage")
    .selectAll()
    .where("digest_id", "=", id)
    .orderBy("id")
    .execute();
  for (const [place, row] of rows.entries()) {
    const line = usageLine(row);
    const own = sm3(line);
    const hash =
      rows.length === stored.length ? stored[place] : known.has(own.toString("hex")) ? own : undefined;
    yield { id: row.id, hash: hash ?? STRANGE, line };
  }
}
