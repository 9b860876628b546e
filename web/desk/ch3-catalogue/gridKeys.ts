import type { KeyboardEvent } from "react";
import { fieldId } from "./fields.ts";
import { gridColumns } from "./gridPaste.ts";

/** Row and column of the cell that an element belongs to, by its id such as `f-items-3-name`. */
export function placeOf(target: EventTarget): { row: number; column: number } | null {
  const [, row, name] = (target instanceof Element && /^f-items-(\d+)-(\w+)$/.exec(target.id)) || [];
  const column = gridColumns.findIndex((candidate) => candidate === name);
  return row === undefined || column < 0 ? null : { row: Number(row), column };
}

/** Enter goes to the same column of the next row; so do Ctrl and an arrow, also upwards. */
export function moveByKeys(event: KeyboardEvent<HTMLTableElement>): void {
  const at = placeOf(event.target);
  const up = event.key === "ArrowUp" && event.ctrlKey;
  const down = event.key === "Enter" || (event.key === "ArrowDown" && event.ctrlKey);
  if (at === null || (!up && !down)) return;
  event.preventDefault();
  document.getElementById(fieldId(`/items/${at.row + (up ? -1 : 1)}/${gridColumns[at.column]}`))?.focus();
}
