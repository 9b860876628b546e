import type { EntryItem } from "../contract/entry.ts";
import type { SubjectIndex } from "../platform/crypto/index.ts";

/** The subject's value as it is stored and looked up: no blanks around it, letters in capitals. */
export const normalSubject = (value: string): string => value.trim().toUpperCase();

/** The 16 bytes under which all rows about one subject lie, in every resource. */
export function subjectKeyOf(index: SubjectIndex, item: EntryItem, value: string): Buffer {
  return index.of(item.standard === "credit-code" ? "organisation" : "person", normalSubject(value));
}
