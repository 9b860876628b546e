import { approvedOnTitle } from "./filing-columns.ts";
import { day } from "./sheets-cells.ts";

/** Says what is wrong with a column of the row. */
export type Fault = (title: string, detail: string, article?: string | null) => void;

export function text(cell: string, title: string, most: number, fault: Fault): string {
  if (cell === "") fault(title, `请填写${title}。`);
  // As people count: a rare character is one, though it takes two units of memory.
  const length = [...cell].length;
  if (length > most) fault(title, `${title}有 ${length} 个字，不能超过 ${most} 个字。`);
  return cell;
}

/** What was approved since this day goes through the chain of the Measures. */
export interface Since {
  /** Civil day on which the platform went into use, a parameter of the city. */
  readonly day: string;
  /** What has to be done instead of filing. */
  readonly instead: string;
  readonly article: string;
}

/** The day of the original approval: before this platform went into use. Later ones are no existing stock. */
export function dayBefore(cell: string, since: Since, fault: Fault): string {
  const read = day(cell, new Map());
  if ("fault" in read) fault(approvedOnTitle, read.fault);
  else if (read.value === null) fault(approvedOnTitle, `请填写${approvedOnTitle}。`);
  else if (String(read.value) >= since.day)
    fault(
      approvedOnTitle,
      `${String(read.value)} 不早于平台启用日期 ${since.day}，不是存量：${since.instead}。日期写错的请改正，否则请从表中删去这一行。`,
      since.article,
    );
  return "value" in read ? String(read.value ?? "") : "";
}
