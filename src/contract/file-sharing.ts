import { type EntryContent, type EntryItem, modesOfFormat } from "./entry.ts";
import { applicableModes } from "./forms.ts";

/** Whether an item may be given in clear: what is graded 4, important, core or masked may not (Art. 11 ¶3). */
export const leavesInClear = ({ importance, grade, masking }: EntryItem): boolean =>
  importance === undefined && grade < 4 && masking === "none";

/** Rows are asked for one subject at a time: without an item that says whose a row is, none can be asked for. */
export const lacksSubject = ({ items }: Pick<EntryContent, "items">): boolean =>
  items.every(({ role }) => role !== "subject-key");

/** By which modes an entry can be applied for: those it offers, that fit its format, and that the platform serves. */
export function possibleModes(content: Pick<EntryContent, "format" | "sharingModes" | "items">) {
  const { format, sharingModes } = content;
  const kind = format ?? "table";
  return applicableModes.options.filter(
    (mode) =>
      sharingModes.includes(mode) &&
      modesOfFormat[kind].includes(mode) &&
      // A table is asked row by row; the platform makes no file of it.
      (mode === "file" ? kind === "file" : !lacksSubject(content)),
  );
}
