import type { sheets } from "../../contract/errors/sheets.ts";

/** Why a whole workbook is not read; it becomes a `Problem` on the caller's side of the reading thread. */
export class WorkbookRefusal extends Error {
  readonly code: keyof typeof sheets;

  constructor(code: keyof typeof sheets, detail: string) {
    super(detail);
    this.code = code;
  }
}

export const damaged = () =>
  new WorkbookRefusal(
    "workbook_damaged",
    "文件不完整或者不是 Excel 工作簿，请用 Excel 打开后另存为 .xlsx 再上传。",
  );
