import { toInstant } from "../clocks/index.ts";
import type { Inclusion } from "./proofs.ts";

/**
 * A receipt for people, to keep or print: it carries a checkpoint, because a ledger whose tail was deleted can only
 * be told from an honest one by a checkpoint kept elsewhere, and the path that leads from the leaf to its root, so
 * that whoever holds it needs nothing more from the platform to reckon it anew.
 */
export function printReceipt(
  about: { title: string; at: Date; receipt: string },
  { index, hashes, checkpoint }: Extract<Inclusion, { state: "included" }>,
): string {
  return [
    "操作存证回执",
    `事由：${about.title}`,
    `时间：${toInstant(about.at)}`,
    `回执：${about.receipt}`,
    `序号：${index}（从 0 起），在 ${checkpoint.size} 条之中`,
    "存证路径（自下而上，每层另一侧的哈希，base64）：",
    ...hashes.map((hash) => `  ${hash.toString("base64")}`),
    `签发检查点时已存证 ${checkpoint.size} 条（${toInstant(checkpoint.signedAt)}）。请保存下面的检查点，日后可凭它核对存证未被删改：`,
    "",
    checkpoint.text,
  ].join("\n");
}
