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
          findings.push(`第 ${leaf.index} 条${leaf.ref === null ? "" : `（${leaf.ref}）`}：${finding}`);
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
  const unfit = misfit(evidence, leaf, bodies);
  if (unfit !== undefined) yield unfit;
  const { ref } = leaf;
  if (ref === null || !bodies.has(ref)) return;
  const { source, id } = parseRef(ref);
  const audited = evidence[source]?.audit?.(tx, id);
  if (audited !== undefined) yield* audited;
}

/** From the leaf to its record, each link of the chain: the first that does not hold. */
function misfit(
  evidence: EvidenceSources,
  { entry_hash, version, kind, at, commitment, salt, ref }: LeafRow,
  bodies: ReadonlyMap<string, JsonObject>,
): string | undefined {
  if (version === null || kind === null || at === null || commitment === null) return "存证条目的内容被删除";
  if (!leafHashOf({ version, kind, at, commitment }).equals(entry_hash))
    return "存证条目被改动：内容与其摘要不符";
  if (ref === null || salt === null) return "记录与存证的关联（盐值）被删除";
  if (evidence[parseRef(ref).source] === undefined) return "存证的出处不明";
  const body = bodies.get(ref);
  if (body === undefined) return "存证所记的记录已不存在";
  if (!commitmentOf(salt, body).equals(commitment)) return "记录被改动：与存证的承诺值不符";
}
