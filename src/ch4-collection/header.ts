import type { EntryItem } from "../contract/entry.ts";
import { FileRefusal } from "./refusal.ts";

type Named = Pick<EntryItem, "name" | "column">;

/**
 * Where each item stands in the file: for every item the index of its cell. Headings match the item's name or
 * column; their order is free. Throws `header_mismatch` naming all that is missing, unknown or doubled.
 */
export function matchHeader(headings: readonly string[], items: readonly Named[]): number[] {
  const places = items.map((item) =>
    headings.flatMap((heading, index) => (fits(heading, item) ? [index] : [])),
  );
  const missing = items.filter((_, index) => places[index]?.length === 0);
  const doubled = items.filter((_, index) => (places[index]?.length ?? 0) > 1);
  const unknown = headings.filter((heading) => !items.some((item) => fits(heading, item)));
  if (missing.length + doubled.length + unknown.length === 0) return places.flat();
  throw new FileRefusal(
    "header_mismatch",
    [
      missing.length > 0 ? `缺少列：${list(missing.map((item) => item.name))}` : "",
      unknown.length > 0
        ? `目录中没有的列：${list(unknown.map((heading) => suggest(heading, missing)))}`
        : "",
      doubled.length > 0 ? `重复的列：${list(doubled.map((item) => item.name))}` : "",
    ]
      .filter((part) => part !== "")
      .join("；"),
    mend(headings, items),
    { row: 1 },
  );
}

const fits = (heading: string, item: Named) => heading.trim() === item.name || heading.trim() === item.column;

const shown = (heading: string) => {
  const trimmed = heading.trim();
  if (trimmed === "") return "（空表头）";
  return trimmed.length > 30 ? `${trimmed.slice(0, 30)}…` : trimmed;
};

const list = (names: string[]) =>
  names.slice(0, 20).join("、") + (names.length > 20 ? `等 ${names.length} 列` : "");

function suggest(heading: string, missing: readonly Named[]): string {
  const said = heading.trim();
  const near = missing
    .flatMap(({ name, column }) =>
      [name, column].map((word) => ({ name, away: said.includes(word) ? 0 : distance(said, word) })),
    )
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(name.length / 2)))
    .sort((a, b) => a.away - b.away)[0];
  return near ? `${shown(heading)}（是否为“${near.name}”？）` : shown(heading);
}

function mend(headings: readonly string[], items: readonly Named[]): string {
  const only = headings.length === 1 ? (headings[0] ?? "") : "";
  if (/[\t;；，|]/.test(only)) return "各列须以英文逗号分隔，请另存为“CSV UTF-8（逗号分隔）”后重新上传";
  return `第 1 行须是表头：${list(items.map((item) => item.name))}（次序不限）。请改正表头，或先变更数据目录`;
}

/** Levenshtein distance, by code units; headings are short. */
function distance(a: string, b: string): number {
  if (a.length > 60) return a.length;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
