import type { EntryItem } from "../../contract/entry.ts";

const SHOWN = 100;

/**
 * The value of a problem as it may be stored and shown. From grade 3 only the first character stays (the first two
 * of values longer than ten) and the exponent that betrays a number cell; invalid values follow no format, so the
 * masks of the catalogue cannot be used.
 */
export function problemValue(item: Pick<EntryItem, "grade">, value: string): string {
  const characters = Array.from(value.slice(0, 2 * SHOWN));
  if (item.grade < 3) {
    return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : value;
  }
  if (characters.length <= 1) return "*".repeat(characters.length);
  const exponent = /^[\d.]+([eE]\+\d+)$/.exec(value)?.[1] ?? "";
  const open = characters.slice(0, characters.length > 10 ? 2 : 1).join("");
  return `${open}****${exponent}`;
}
