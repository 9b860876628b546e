import type { EntryContent, Excerpt } from "../contract/entry.ts";
import { plain } from "./search-text.ts";

/** Characters shown before and after the first find of a long text. */
const around = 40;
const mostItems = 3;

/** The places of the words in a text: for each of its characters whether it belongs to one. */
function marks(letters: readonly string[], words: readonly string[]): boolean[] {
  // The searched form of one character may be none (a blank) or several (a ligature).
  const owners: number[] = [];
  const searched = letters.map((letter, at) => {
    const form = plain(letter);
    for (let n = 0; n < form.length; n += 1) owners.push(at);
    return form;
  });
  const text = searched.join("");
  const hit: boolean[] = letters.map(() => false);
  for (const word of words)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      for (const owner of owners.slice(at, at + word.length)) hit[owner] = true;
  return hit;
}

function excerptOf(field: Excerpt["field"], text: string, words: readonly string[]): Excerpt | undefined {
  const form = plain(text);
  if (!words.some((word) => form.includes(word))) return undefined;
  const letters = [...text];
  const hit = marks(letters, words);
  const first = hit.indexOf(true);
  if (first < 0) return undefined;
  const from = letters.length <= 3 * around ? 0 : Math.max(0, first - around);
  const to = letters.length <= 3 * around ? letters.length : Math.min(letters.length, first + 2 * around);
  const parts: { text: string; hit: boolean }[] = from > 0 ? [{ text: "…", hit: false }] : [];
  for (let at = from; at < to; at += 1) {
    const [letter = "", marked = false] = [letters[at], hit[at]];
    const last = parts.at(-1);
    if (last?.hit === marked) last.text += letter;
    else parts.push({ text: letter, hit: marked });
  }
  if (to < letters.length) parts.push({ text: "…", hit: false });
  return { field, parts };
}

/** The beginning of the abstract: by it drafts without a name are told from one another. */
function beginning({ abstract }: EntryContent): Excerpt[] {
  const letters = [...abstract];
  const cut = letters.length > 2 * around ? `${letters.slice(0, 2 * around).join("")}…` : abstract;
  return cut === "" ? [] : [{ field: "abstract", parts: [{ text: cut, hit: false }] }];
}

/** Where the words stand: in the name, the abstract, the first few items, the provider's name, the codes. */
export function excerptsOf(
  content: EntryContent,
  { provider, codes }: { readonly provider: string; readonly codes: readonly string[] },
  words: readonly string[],
): Excerpt[] {
  if (words.length === 0) return content.name === "" ? beginning(content) : [];
  const items = content.items
    .flatMap(({ name, column }) => excerptOf("item", `${name} ${column}`, words) ?? [])
    .slice(0, mostItems);
  return [
    excerptOf("name", content.name, words),
    excerptOf("abstract", content.abstract, words),
    ...items,
    excerptOf("provider", provider, words),
    ...codes.map((code) => excerptOf("code", code, words)),
  ].filter((found) => found !== undefined);
}
