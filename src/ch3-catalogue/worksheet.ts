import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { type GradingSuggestion, openSuggestion } from "../contract/grading-suggestion.ts";
import type { Worksheet, WorksheetLine } from "../contract/grading-worksheet.ts";
import { type SampledItem, suggestFromSample } from "../contract/value-patterns.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { arrivedAmong, type LastArrivals } from "./data-due.ts";
import { mayCompile } from "./policy.ts";
import { newestSamplings } from "./sampling.ts";
import { type EntryRow, entryQuery, publishedContents } from "./store.ts";

/** Entries of a unit that are looked through at a time. */
const entriesAtMost = 500;
/** Lines shown at a time: what is confirmed makes room for the next. */
const linesAtMost = 200;

/** Proposals for the items of the caller's own entries, those in force as they are and the others as drafted. */
export async function viewWorksheet(db: Db | Tx, arrivals: LastArrivals, caller: Caller): Promise<Worksheet> {
  if (!mayCompile(caller))
    throw new Problem("forbidden", "定级建议由单位的数据经办人确认", { article: "11¶4" });
  const entries = await entryQuery(db)
    .where("provider_id", "=", caller.party.id)
    .where("status", "in", ["draft", "published"])
    .orderBy("updated_at", "desc")
    .limit(entriesAtMost)
    .execute();
  const ids = entries.map(({ id }) => id);
  const [contents, samplings] = [await publishedContents(db, ids), await newestSamplings(db, ids)];
  const holding = await arrivedAmong(db, arrivals, ids);
  const items = entries.flatMap((entry) =>
    linesOf(entry, contents.get(entry.id) ?? entry.draft, samplings.get(entry.id)?.items ?? []),
  );
  return {
    items: items.slice(0, linesAtMost),
    sampled: entries
      .filter(({ id }) => holding.has(id))
      .map((entry) => {
        const newest = samplings.get(entry.id);
        const at = newest === undefined ? null : toInstant(newest.at);
        const found = items.filter((line) => line.entry.id === entry.id && line.source === "sample").length;
        return { entry: shown(entry, contents.get(entry.id)), rows: newest?.rows ?? null, found, at };
      }),
  };
}

const shown = ({ id, code, draft }: EntryRow, inForce: EntryContent | undefined) => ({
  id,
  code,
  name: (inForce ?? draft).name,
});

/** The open proposals of one entry; of description and sample the stricter counts. */
export function linesOf(
  entry: EntryRow,
  content: EntryContent,
  sampled: readonly SampledItem[],
): WorksheetLine[] {
  return content.items.flatMap((item): WorksheetLine[] => {
    const proposal = proposalFor(item, sampled);
    if (proposal === undefined) return [];
    const { source, ...rest } = proposal;
    return [
      {
        entry: shown(entry, content),
        status: entry.status,
        draftVersion: entry.draftVersion,
        column: item.column,
        item: item.name,
        category: item.category,
        grade: item.grade,
        proposal: rest,
        source,
      },
    ];
  });
}

type Proposal = GradingSuggestion & Pick<WorksheetLine, "source">;

function proposalFor(item: EntryItem, sampled: readonly SampledItem[]): Proposal | undefined {
  const described = openSuggestion(item);
  const counts = sampled.find(({ column }) => column === item.column);
  const seen = counts === undefined ? undefined : suggestFromSample(counts);
  const open = seen !== undefined && (item.category === "" || item.grade < seen.grade);
  if (open && (described === undefined || seen.grade > described.grade)) return { ...seen, source: "sample" };
  return described === undefined ? undefined : { ...described, source: "description" };
}
