import { toInstant } from "../clocks/index.ts";
import type { SignedCheckpoint } from "./proofs.ts";

/**
 * A receipt for people, to keep or print: it carries a checkpoint, because a ledger whose tail was deleted can only
 * be told from an honest one by a checkpoint kept elsewhere.
 */
export function printReceipt(
  about: { title: string; at: Date; receipt: string },
  kept: SignedCheckpoint,
): string {
  return [
    "操作存证回执",
    `事由：${about.title}`,
    `时间：${toInstant(about.at)}`,
    `回执：${about.receipt}`,
    `签发检查点时已存证 ${kept.size} 条（${toInstant(kept.signedAt)}）。请保存下面的检查点，日后可凭它核对存证未被删改：`,
    "",
    kept.text,
  ].join("\n");
}
