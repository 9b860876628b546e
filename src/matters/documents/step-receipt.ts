import type { Db } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { Problem } from "../../platform/http/problem.ts";
import { printReceipt, proveInclusion } from "../../platform/ledger/index.ts";
import { maySee, notFound } from "../visibility.ts";
import "../tables.ts";

export interface PrintedReceipt {
  readonly name: string;
  readonly text: string;
}

/** The receipt of one step as people keep it, with its checkpoint and the path to it. */
export async function stepReceipt(db: Db, caller: Caller, id: string, seq: string): Promise<PrintedReceipt> {
  if (!(await maySee(db, caller, id))) throw notFound();
  const step = await db
    .selectFrom("matters.step as step")
    .innerJoin("matters.matter as matter", "matter.id", "step.matter_id")
    .select(["step.title", "step.at", "step.receipt", "step.seq", "matter.number", "matter.title as about"])
    .where("matter_id", "=", id)
    .where("seq", "=", /^\d{1,6}$/.test(seq) ? Number(seq) : 0)
    .executeTakeFirst();
  if (step === undefined) throw notFound();
  const inclusion = await proveInclusion(db, step.receipt);
  if (inclusion.state !== "included") {
    throw new Problem("receipt_pending", "存证已收到，正在编号，请过一秒再下载回执。");
  }
  const title = `${step.number}　${step.about}　第${step.seq}步：${step.title}`;
  return {
    name: `存证回执 ${step.number} 第${step.seq}步.txt`,
    text: printReceipt({ title, at: step.at, receipt: step.receipt }, inclusion),
  };
}
