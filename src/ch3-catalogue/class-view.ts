import type { EntryClasses } from "../contract/entry-classes.ts";
import { addDays } from "../law/calendar.ts";
import { civilDate } from "../law/deadlines.ts";
import { daysOf, type Parameters, promisedDays } from "../law/parameters.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { classEvents } from "./class-store.ts";
import { classOf, mayBeDeemed, type Side } from "./classes.ts";
import { readable } from "./entries.ts";
import { type PublishedEntry, publishedEntry } from "./store.ts";

/** The classes of an entry over time; of one that was never published only its keeper and its reviewers learn. */
export async function viewClasses(
  db: Db,
  parameters: Parameters,
  caller: Caller,
  id: string,
): Promise<EntryClasses> {
  const { draft, seesDraft } = await readable(db, caller, id);
  const published = await publishedEntry(db, id);
  const rows = await classEvents(db, id);
  const blank = seesDraft && draft.sharingClass === null && mayBeDeemed(draft);
  return {
    events: rows.map((row) => ({
      side: row.side,
      how: row.how,
      before: row.old_class,
      after: row.new_class,
      basis: row.basis,
      at: toInstant(row.at),
      matterId: row.matter_id,
    })),
    evaluations: published === undefined ? [] : evaluationsOf(published, rows, parameters),
    deemedAfter: blank ? promisedDays(parameters, "unstated-class") : null,
  };
}

interface Evaluated {
  readonly side: Side;
  readonly how: string;
  readonly at: Date;
}

/** Art. 25 ¶3, 37 ¶3: conditional data are evaluated periodically; the Measures name no interval, the city does. */
export function evaluationsOf(
  entry: Pick<PublishedEntry, "content" | "publishedAt">,
  events: readonly Evaluated[],
  parameters: Parameters,
): EntryClasses["evaluations"] {
  const interval = daysOf(parameters, "class-evaluation");
  return (["sharing", "opening"] as const).flatMap((side) => {
    if (classOf(entry.content, side) !== "conditional") return [];
    const last = events.findLast((event) => event.side === side && event.how === "evaluated")?.at;
    const lastOn = last === undefined ? null : civilDate(last);
    return [{ side, lastOn, dueOn: addDays(lastOn ?? civilDate(entry.publishedAt), interval) }];
  });
}
