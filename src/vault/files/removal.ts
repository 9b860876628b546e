import { sql } from "kysely";
import type { JsonObject } from "../../contract/json.ts";
import { lawNow, toInstant } from "../../platform/clocks/index.ts";
import type { Tx } from "../../platform/db/tables.ts";
import { Problem } from "../../platform/http/problem.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import { lockResource } from "../resource.ts";
import { fileInForce } from "./read.ts";
import "./tables.ts";

/** Puts a leaf into the ledger; gives the receipt. */
export type RecordLeaf = (tx: Tx, leaf: { ref: string; at: Date; body: JsonObject }) => Promise<string>;

/**
 * Takes a file out of a resource: from then on nobody gets it. That it was there, with its digest, who removed it and why
 * stays on record; its bytes go with `clearAway` afterwards. Also while the resource moves: one faulty file would else hold
 * it up for good, and what an attempt to move it left goes too. Throws Problem `file_gone`.
 */
export async function removeFile(
  tx: Tx,
  record: RecordLeaf,
  removal: { resource: string; id: string; reason: string; person: { id: string; name: string } },
): Promise<void> {
  const resource = await lockResource(tx, removal.resource);
  const file = await fileInForce(tx, resource.code, removal.id);
  if (file === undefined) throw new Problem("file_gone", "这个文件已经更换或者撤下，请刷新");
  const at = await lawNow(tx);
  const body = {
    file: file.id,
    resource: resource.code,
    name: file.name,
    sm3: file.sm3.toString("hex"),
    reason: removal.reason,
    by: removal.person.id,
    byName: removal.person.name,
    at: toInstant(at),
  };
  const receipt = await record(tx, { ref: removalRef(file.id), at, body });
  await tx
    .updateTable("vault.file")
    .set({ ended_at: at, removal: JSON.stringify(body), receipt, remnants: ["data", "zone"] })
    .where("id", "=", file.id)
    .execute();
  await tx
    .updateTable("vault.resource")
    .set({ rows: sql<string>`rows - 1` })
    .where("id", "=", resource.id)
    .execute();
}

/** What the leaf of a removal is of. */
export const removalRef = (file: string): string => `vault.file:${file}`;

/** Source `vault.file` of the ledger: files that were removed. */
export const fileEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("vault.file")
      .select(["id", "removal"])
      .where("id", "in", [...ids])
      .execute();
    return new Map(
      rows.flatMap(({ id, removal }): [string, JsonObject][] => (removal === null ? [] : [[id, removal]])),
    );
  },
};
