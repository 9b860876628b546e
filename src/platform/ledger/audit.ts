import type { JsonObject } from "../../contract/json.ts";
import type { Db, Tx } from "../db/index.ts";
import { type EvidenceSources, parseRef } from "./evidence.ts";
import { commitmentOf, leafHashOf } from "./leaf.ts";
import { atOneMoment, bodiesOf, type LeafRow, pages } from "./reading.ts";

/**
 * What does not fit, as Chinese sentences: leaves, the records that they are of, and what the sources themselves check,
 * where keys are needed. That nothing was cut off or put in is for the standalone verifier, against a checkpoint.
 */
export function auditLedger(db: Db, evidence: EvidenceSources): Promise<string[]> {
  return atOneMoment(db, async (tx) => {
    const findings: string[] = [];
    for await (const page of pages(tx)) {
      const bodies = await bodiesOf(tx, evidence, page);
      for (const leaf of page)
        for await (const finding of faultsOf(tx, evidence, leaf, bodies))
          findings.push(`第 ${leaf.index} 条（${leaf.ref}）：${finding}`);
    }
    return findings;
  });
}

async function* faultsOf(
  tx: Tx,
  evidence: EvidenceSources,
  leaf: LeafRow,
  bodies: ReadonlyMap<string, JsonObject>,
): AsyncGenerator<string> {
  const { source, id } = parseRef(leaf.ref ?? "");
  const of = evidence[source];
  if (of === undefined) return;
  const unfit = misfit(leaf, bodies.get(leaf.ref ?? ""));
  if (unfit !== undefined) yield unfit;
  if (of.audit !== undefined) yield* of.audit(tx, id);
}

function misfit(
  { entry_hash, kind, at, commitment, salt }: LeafRow,
  body: JsonObject | undefined,
): string | undefined {
  if (kind === null || at === null || commitment === null || salt === null) return "存证条目已不完整";
  if (!leafHashOf({ kind, at, commitment }).equals(entry_hash)) return "存证条目被改动：内容与其摘要不符";
  if (body === undefined) return "存证所记的记录已不存在";
  if (!commitmentOf(salt, body).equals(commitment)) return "记录被改动：与存证的承诺值不符";
}
