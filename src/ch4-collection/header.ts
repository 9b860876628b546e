import type { EntryItem } from "../contract/entry.ts";
import { FileRefusal } from "./refusal.ts";

type Named = Pick<EntryItem, "name" | "column">;

/** More columns than any item list has; a file with more has no header of ours and is not compared name by name. */
const MAX_COLUMNS = 2000;

/**
 * Where each item stands in the file: for every item the index of its cell. Headings match the item's name or
 * column; their order is free. Throws `header_mismatch` naming all that is missing, unknown or doubled. A first row
 * that is no header may hold personal values: then what does not resemble an item's name is told by its place alone.
 */
export function matchHeader(headings: readonly string[], items: readonly Named[]): number[] {
  if (headings.length > MAX_COLUMNS)
    throw mismatch(`第 1 行有 ${headings.length} 列，目录只有 ${items.length} 个数据项`, headings, items);
  const places = items.map((item) =>
    headings.flatMap((heading, index) => (fits(heading, item) ? [index] : [])),
  );
  const missing = items.filter((_, index) => places[index]?.length === 0);
  const doubled = items.filter((_, index) => (places[index]?.length ?? 0) > 1);
  const unknown = headings
    .map((heading, index) => ({ heading, place: `第 ${index + 1} 列` }))
    .filter(({ heading }) => !items.some((item) => fits(heading, item)));
  if (missing.length + doubled.length + unknown.length === 0) return places.flat();
  const isHeader = missing.length < items.length;
  const strange = list(unknown, ({ heading, place }) =>
    suggest(heading, missing, isHeader ? shown(heading) : place),
  );
  const parts = [
    missing.length > 0 ? `缺少列：${list(missing, ({ name }) => name)}` : "",
    unknown.length > 0 ? `目录中没有的列：${strange}` : "",
    doubled.length > 0 ? `重复的列：${list(doubled, ({ name }) => name)}` : "",
  ];
  throw mismatch(parts.filter((part) => part !== "").join("；"), headings, items);
}

const mismatch = (detail: string, headings: readonly string[], items: readonly Named[]) =>
  new FileRefusal("header_mismatch", detail, mend(headings, items), { row: 1 });

const fits = (heading: string, item: Named) => heading.trim() === item.name || heading.trim() === item.column;

const shown = (heading: string) => {
  const trimmed = heading.trim();
  if (trimmed === "") return "（空表头）";
  const harmless = trimmed.replace(/\d{6,}[\dXx]?/g, "******");
  return harmless.length > 30 ? `${harmless.slice(0, 30)}…` : harmless;
};

const list = <T>(all: readonly T[], name: (one: T) => string) =>
  all.slice(0, 20).map(name).join("、") + (all.length > 20 ? `等 ${all.length} 列` : "");

/** An unknown heading by the name it is near to, else as it is to be called. */
function suggest(heading: string, missing: readonly Named[], called: string): string {
  const said = heading.trim();
  const near = missing
    .flatMap(({ name, column }) =>
      [name, column].map((word) => ({ name, away: said.includes(word) ? 0 : distance(said, word) })),
    )
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(name.length / 2)))
    .sort((a, b) => a.away - b.away)[0];
  if (near) return `${shown(heading)}（是否为“${near.name}”？）`;
  return called;
}

function mend(headings: readonly string[], items: readonly Named[]): string {
  const only = headings.length === 1 ? (headings[0] ?? "") : "";
  if (/[\t;；，|]/.test(only)) return "各列须以英文逗号分隔，请另存为“CSV UTF-8（逗号分隔）”后重新上传";
  return `第 1 行须是表头：${list(items, ({ name }) => name)}（次序不限）。请改正表头，或先变更数据目录`;
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
