import type { EntryContent } from "../contract/entry.ts";

/**
 * Chinese search without a dictionary: characters and pairs of neighbouring characters are indexed for recall, and what
 * was asked must stand in the text itself. So any substring is found, and nothing else.
 */
export const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{Cc}]/gu, "");

/** The words of a question; each must be found. */
export const wordsOf = (asked: string): string[] => [
  ...new Set(
    asked
      .split(/[\s,，、。；;]+/u)
      .map(plain)
      .filter((word) => word !== ""),
  ),
];

/** What the index holds of a text: each character and each pair, once. */
export function tokensOf(text: string): string[] {
  const tokens = new Set<string>();
  for (const line of text.split("\n")) {
    let before = "";
    for (const letter of line) {
      tokens.add(letter);
      if (before !== "") tokens.add(before + letter);
      before = letter;
    }
  }
  return [...tokens];
}

/** Before the tokens of a name, so that one index finds names before everything else. */
export const inName = "\u0001";

export interface SearchedEntry {
  /** One field to a line, the name first, so that nothing is found across two fields. */
  readonly text: string;
  readonly tokens: readonly string[];
}

/** `codes`: those that an entry was known by on another platform; it is found by them too. */
export function searchedEntry(content: EntryContent, codes: readonly string[] = []): SearchedEntry {
  const name = plain(content.name);
  const items = content.items.flatMap((item) => [plain(item.name), plain(item.column)]);
  const text = [name, plain(content.abstract), ...items, ...codes.map(plain)].join("\n");
  return { text, tokens: [...tokensOf(text), ...tokensOf(name).map((token) => inName + token)] };
}
