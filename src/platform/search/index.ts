/**
 * Chinese search without a dictionary: characters and pairs of neighbouring characters are indexed for recall, and what
 * was asked must stand in the text itself. So any substring is found, and nothing else.
 */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{Cc}]/gu, "");

/** The text that is searched, one field to a line, so that nothing is found across two fields. */
export const searchedText = (fields: readonly string[]): string => fields.map(plain).join("\n");

/** What the index holds of a text: each character and each pair, once. */
export function tokensOf(text: string): string[] {
  const letters = [...text];
  return [
    ...new Set(
      letters.flatMap((here, index) => [
        here,
        ...letters.slice(index + 1, index + 2).map((next) => here + next),
      ]),
    ),
  ];
}

/** The words of a question; each must be found. */
export const wordsOf = (asked: string): string[] =>
  asked
    .split(/[\s,，、。；;]+/u)
    .map(plain)
    .filter((word) => word !== "");
