import { writeXlsx } from "hucre";
import papaparse from "papaparse";
import type { MatterSummary } from "../contract/matter.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import type { MatterQuery, Matters } from "./index.ts";

/** What one file holds at most; more is for a narrower question. */
const most = 10_000;
const pageSize = 200;
const header = [
  "文号",
  "事项",
  "依据",
  "办件",
  "申请或提交单位",
  "办理单位",
  "环节",
  "收件",
  "法定时限",
  "承诺时限",
  "逾期",
];

/** A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** The rows of the file: what the caller's list shows under these conditions. @throws Problem `export_too_large` */
async function rowsOf(matters: Matters, caller: Caller, query: MatterQuery): Promise<string[][]> {
  const rows: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await matters.list(caller, {
      ...query,
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    rows.push(...page.items.map(cellsOf));
    cursor = page.next ?? undefined;
    if (rows.length >= most && cursor !== undefined) {
      throw new Problem(
        "export_too_large",
        `符合条件的办件超过 ${most} 件，请按事项、环节或到期日缩小范围后导出。`,
      );
    }
  } while (cursor !== undefined);
  return rows;
}

function cellsOf(matter: MatterSummary): string[] {
  const due = (kind: "statutory" | "promised") =>
    matter.deadlines.findLast((deadline) => deadline.kind === kind)?.dueOn;
  const late = matter.deadlines.some((deadline) => deadline.overdue);
  return [
    matter.number,
    matter.kindTitle,
    matter.article,
    matter.title,
    matter.starter.name,
    matter.holder?.name ?? "",
    matter.stateTitle,
    matter.receivedAt.slice(0, 10),
    due("statutory") ?? "未规定",
    due("promised") ?? "",
    late ? "是" : "",
  ].map(harmless);
}

/** UTF-8 with a byte order mark, so that spreadsheets open it. */
export async function csvOf(matters: Matters, caller: Caller, query: MatterQuery): Promise<Buffer> {
  const rows = [header, ...(await rowsOf(matters, caller, query))];
  return Buffer.from(`\ufeff${papaparse.unparse(rows, { newline: "\r\n" })}\r\n`);
}

export async function xlsxOf(matters: Matters, caller: Caller, query: MatterQuery): Promise<Buffer> {
  const rows = [header, ...(await rowsOf(matters, caller, query))];
  return Buffer.from(await writeXlsx({ sheets: [{ name: "办件", rows }] }));
}
