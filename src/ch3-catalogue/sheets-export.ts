import type { z } from "zod";
import { party } from "../ch2-parties/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import type { exportEntries } from "../contract/entry-import.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { csvText } from "../platform/sheets/index.ts";
import { areasOf } from "./areas.ts";
import { listedEntries, ownIds } from "./entries.ts";
import { foundIds } from "./search.ts";
import { mostCandidates } from "./search-candidates.ts";
import type { Areas } from "./sheets-cells.ts";
import { type EntryFacts, entryColumns } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { catalogueWorkbook } from "./sheets-template.ts";

type Wanted = z.infer<typeof exportEntries>;

export interface Exported {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array | string;
}

interface ExportedEntry {
  readonly facts: EntryFacts;
  readonly content: EntryContent;
}

const atOnce = 500;
const types = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const;

/** The template of the city, blank. */
export async function blankTemplate(db: Db): Promise<Exported> {
  return {
    name: "数据目录模板.xlsx",
    type: types.xlsx,
    content: await catalogueWorkbook([], await areasOf(db)),
  };
}

/** A selection of entries in the form of the template, as CSV with one line per item, or as JSON. */
export async function exportOf(db: Db, caller: Caller, wanted: Wanted): Promise<Exported> {
  const ids = await idsOf(db, caller, wanted);
  const entries: ExportedEntry[] = [];
  for (let at = 0; at < ids.length; at += atOnce)
    entries.push(...(await read(db, caller, ids.slice(at, at + atOnce))));
  if (entries.length === 0) throw new Problem("not_found", "没有找到可以导出的目录，请调整选择后再导出。");
  const areas = await areasOf(db);
  const type = types[wanted.format];
  if (wanted.format === "xlsx")
    return { name: "数据目录.xlsx", type, content: await catalogueWorkbook(entries, areas) };
  if (wanted.format === "csv") return { name: "数据目录.csv", type, content: csvText(lines(entries, areas)) };
  const content = JSON.stringify(entries.map(({ facts, content }) => ({ ...facts, ...content })));
  return { name: "数据目录.json", type, content };
}

async function idsOf(
  db: Db,
  caller: Caller,
  { ids, format: _, q = "", mine = false, ...narrowed }: Wanted,
): Promise<readonly string[]> {
  if (ids !== undefined) return [...new Set(ids)];
  const whole = q === "" && Object.values(narrowed).every((value) => value === undefined);
  if (whole && mine) return ownIds(db, caller);
  const found = await foundIds(db, caller, { q, mine, ...narrowed });
  if (found.length > mostCandidates)
    throw new Problem(
      "import_too_large",
      `找到的目录超过 ${mostCandidates} 个，请缩小范围或者勾选后再导出。`,
    );
  return found;
}

/** One's own as they are being worked on, so that they can be changed and uploaded again; others as in force. */
async function read(db: Db, caller: Caller, ids: readonly string[]): Promise<ExportedEntry[]> {
  const { rows, contents } = await listedEntries(db, caller, ids);
  const providers = new Map<string, { name: string; uscc: string | null }>();
  for (const { providerId } of rows)
    if (!providers.has(providerId)) providers.set(providerId, await party(db, providerId));
  return rows.map((row) => {
    const provider = providers.get(row.providerId);
    const facts = {
      code: row.catalogueCode ?? row.code,
      providerName: provider?.name ?? "",
      providerCode: provider?.uscc ?? "",
    };
    const own = row.providerId === caller.party.id;
    return { facts, content: own ? row.draft : (contents.get(row.id) ?? row.draft) };
  });
}

function lines(entries: readonly ExportedEntry[], areas: Areas): string[][] {
  const [, ...own] = itemColumns;
  const head = [...entryColumns, ...own].map(({ title }) => title);
  const body = entries.flatMap((entry) => {
    const stated = entryColumns.map((column) => column.write(entry, areas));
    const items = entry.content.items.map((item) =>
      own.map((column) =>
        column.write({ item, entryName: entry.content.name, entryCode: entry.facts.code }, areas),
      ),
    );
    return (items.length > 0 ? items : [own.map(() => "")]).map((cells) => [...stated, ...cells]);
  });
  return [head, ...body];
}
