/**
 * Chinese full text without a dictionary: every pair of neighbouring characters is a token, so that any substring of
 * two or more characters is found as a phrase. Tokens are hex code points: no parser of the database can split them.
 */
function tokensOf(text: string): string[] {
  const letters = [...text.normalize("NFKC").toLowerCase()].filter((letter) => !/\s/u.test(letter));
  const hex = letters.map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(5, "0"));
  return hex.flatMap((here, index) => {
    const next = hex[index + 1];
    return next === undefined ? [`u${here}`] : [`u${here}`, `b${here}${next}`];
  });
}

/**
 * Text for `to_tsvector('simple', …)`. Single characters and pairs take turns, so pairs of one phrase lie two
 * positions apart.
 */
export function searchDocument(fields: readonly string[]): string {
  return fields.flatMap((field) => [...tokensOf(field), "x"]).join(" ");
}

/** Query for `to_tsquery('simple', …)`: all words must occur, each as a phrase; null when nothing was asked. */
export function searchQuery(asked: string): string | null {
  const words = asked.split(/[\s,，、。；;]+/u).filter((word) => word !== "");
  const phrases = words.map((word) => {
    const tokens = tokensOf(word);
    const pairs = tokens.filter((token) => token.startsWith("b"));
    return pairs.length > 0 ? `(${pairs.join(" <2> ")})` : (tokens[0] ?? "");
  });
  return phrases.length === 0 ? null : phrases.join(" & ");
}
