import { Worker } from "node:worker_threads";
import { Problem } from "../http/problem.ts";
import type { ReadAnswer, ReadTask } from "./read-worker.ts";
import type { Book, SheetLimits, SheetNote, SheetRow } from "./types.ts";

const usual: SheetLimits = { rows: 100_000, columns: 200, patience: 120_000 };

/** The reading thread's own heap; what it unpacks is bounded beside it by the guard of the archive. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 160 };

/**
 * The sheets of an XLSX workbook as texts, with notes about cells that cannot be taken as they stand. It is read on a
 * thread of its own, which ends with the reading whatever the file does to it.
 * @throws Problem `workbook_damaged`, `workbook_too_large`, `workbook_forbidden`
 */
export async function readSheets(content: Uint8Array, limits: Partial<SheetLimits> = {}): Promise<Book> {
  const task: ReadTask = { content, limits: { ...usual, ...limits } };
  const worker = new Worker(new URL("./read-worker.ts", import.meta.url), {
    workerData: task,
    resourceLimits,
  });
  const { promise, resolve, reject } = Promise.withResolvers<Book>();
  const tooLarge = () =>
    reject(new Problem("workbook_too_large", "工作簿太大，读不完；请拆成几个文件再上传。"));
  const timer = setTimeout(tooLarge, task.limits.patience);
  const sheets: { name: string; hidden: boolean; rows: SheetRow[] }[] = [];
  const notes: SheetNote[] = [];
  worker.on("message", (answer: ReadAnswer) => {
    if ("sheet" in answer) sheets.push({ ...answer.sheet, rows: [] });
    else if ("rows" in answer) sheets.at(-1)?.rows.push(...answer.rows);
    else if ("notes" in answer) notes.push(...answer.notes);
    else if ("refused" in answer) reject(new Problem(answer.refused.code, answer.refused.detail));
    else resolve({ sheets, notes });
  });
  worker.on("error", (error) => {
    if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") tooLarge();
    else reject(error);
  });
  worker.on("exit", () => reject(new Error("the reading thread ended")));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
