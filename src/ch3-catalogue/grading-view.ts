import { z } from "zod";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { type EntryGrading, type GradingEvent, gradingTrigger } from "../contract/grading.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { regradingProcedure } from "./article-11-regrading.ts";
import { readable } from "./entries.ts";
import { gradedUnder } from "./graded-under.ts";

/** What a regrading states of its cause; other procedures state none of it. */
const stated = z.object({ gradingTrigger, changeReason: z.string() });

/** Every change of class and grade between the versions of an entry, the latest first (Art. 11 ¶4). */
export async function viewGrading(db: Db | Tx, caller: Caller, id: string): Promise<EntryGrading> {
  const { seesDraft } = await readable(db, caller, id);
  const versions = await versionsWithMatters(db, id);
  const events = versions.slice(1).flatMap((version, index) => {
    const earlier = versions[index];
    if (earlier === undefined) return [];
    const cause = version.kind === regradingProcedure.kind ? stated.parse(version.form) : null;
    const common = {
      version: version.version,
      at: toInstant(version.at),
      trigger: cause?.gradingTrigger ?? null,
      reason: cause?.changeReason ?? null,
      matterId: seesDraft ? version.matterId : null,
    };
    return changesBetween(earlier.content, version.content).map((change) => ({ ...common, ...change }));
  });
  const last = versions.at(-1);
  const under = last && (await gradedUnder(db, id, last.version));
  return {
    standard: under?.standards[0] ?? null,
    under:
      under === undefined
        ? null
        : { ...under, standards: [...under.standards], rules: [...under.rules], at: toInstant(under.at) },
    events: events.toReversed(),
    underWay: seesDraft ? await openRegrading(db, id) : null,
  };
}

const versionsWithMatters = (db: Db | Tx, id: string) =>
  db
    .selectFrom("catalogue.entry_version as version")
    .leftJoin("matters.matter as matter", "matter.id", "version.matter_id")
    .select(["version.version", "version.content", "version.published_at as at"])
    .select(["matter.id as matterId", "matter.kind", "matter.form"])
    .where("version.entry_id", "=", id)
    .orderBy("version.version")
    .execute();

async function openRegrading(db: Db | Tx, id: string): Promise<string | null> {
  const open = await db
    .selectFrom("matters.matter")
    .select("id")
    .where("kind", "=", regradingProcedure.kind)
    .where("subject_id", "=", id)
    .where("outcome", "is", null)
    .executeTakeFirst();
  return open?.id ?? null;
}

type Change = Pick<GradingEvent, "item" | "before" | "after">;

function changesBetween(earlier: EntryContent, later: EntryContent): Change[] {
  const of = ({ items }: EntryContent, column: string) => items.find((item) => item.column === column);
  const columns = new Set([...earlier.items, ...later.items].map(({ column }) => column));
  return [...columns].flatMap((column) => {
    const before = graded(of(earlier, column));
    const after = graded(of(later, column));
    if (before?.grade === after?.grade && before?.category === after?.category) return [];
    return [{ item: (of(later, column) ?? of(earlier, column))?.name ?? column, before, after }];
  });
}

const graded = (item: EntryItem | undefined) =>
  item === undefined ? null : { category: item.category, grade: item.grade };
