import { sql } from "kysely";
import { z } from "zod";
import type { MatterSummary, matterQuery } from "../contract/matter.ts";
import { civilDate, lastSoonDay } from "../law/deadlines.ts";
import { promisedDays } from "../law/parameters.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Caller } from "../platform/http/caller.ts";
import { type Cursors, pageOf } from "../platform/http/cursors.ts";
import { tokensOf, wordsOf } from "../platform/search/index.ts";
import { mayReadAll } from "./actors.ts";
import { loadCalendar } from "./calendar.ts";
import { deadlinesOf, type Now, showDeadlines } from "./deadline-view.ts";
import type { Engine } from "./engine.ts";
import { partyNames } from "./names.ts";
import { inScope } from "./scope.ts";
import { summarise } from "./summary.ts";
import { supervisionsOf } from "./supervision.ts";
import type { MatterRow } from "./tables.ts";

type Query = z.output<typeof matterQuery>;
export type MatterQuery = Partial<Query>;

const endOfTime = "9999-12-31";
/** As the index has it, so that the page is read from the index in order. */
const due = sql<string>`coalesce(next_due, '9999-12-31'::date)`;
const position = z.object({ due: z.string(), id: z.uuid() });
type Position = z.infer<typeof position>;

/** Matters the caller may see; `todo` and `overdue` nearest due date first, the others newest first. */
export async function list(
  engine: Engine,
  cursors: Cursors,
  caller: Caller,
  input: MatterQuery,
): Promise<{ items: MatterSummary[]; next: string | null }> {
  const query: Query = { box: "todo", limit: 50, ...input };
  const { limit: _limit, cursor: _cursor, ...asked } = query;
  const filter = ["matters", caller.party.id, ...Object.entries(asked).toSorted()];
  const after = query.cursor === undefined ? null : cursors.decode(filter, query.cursor, position);
  const now = { at: await lawNow(engine.db), calendar: await loadCalendar(engine.db) };
  const rows = await select(engine, caller, query, now, after);
  const page = pageOf(
    rows,
    query.limit,
    (row) => row,
    ({ id, next_due }) => cursors.encode(filter, { due: next_due ?? endOfTime, id }),
  );
  return { items: await summaries(engine, page.items, now), next: page.next };
}

async function summaries(engine: Engine, rows: readonly MatterRow[], now: Now): Promise<MatterSummary[]> {
  const ids = rows.map(({ id }) => id);
  const deadlines = await deadlinesOf(engine.db, ids);
  const supervised = await supervisionsOf(engine.db, ids);
  const nameOf = partyNames(engine.db, engine.parties);
  return Promise.all(
    rows.map((row) => {
      const shown = showDeadlines(engine, row, deadlines.get(row.id) ?? [], now);
      return summarise(engine, row, shown, supervised.get(row.id) ?? [], nameOf);
    }),
  );
}

function select(
  engine: Engine,
  caller: Caller,
  query: Query,
  now: Now,
  after: Position | null,
): Promise<MatterRow[]> {
  const { box } = query;
  let rows = filtered(engine, query, now).limit(query.limit + 1);
  if (box === "todo") rows = rows.where("holder_party", "=", caller.party.id);
  if (box === "todo" && query.scope !== undefined) rows = rows.where(inScope(caller, query.scope));
  if (box === "started") rows = rows.where("starter_party", "=", caller.party.id);
  if (box === "overdue") rows = rows.where("next_due", "<", civilDate(now.at));
  if ((box === "overdue" || box === "all") && !mayReadAll(caller)) {
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom("matters.participant")
          .select("party_id")
          .whereRef("matters.participant.matter_id", "=", "matters.matter.id")
          .where("party_id", "=", caller.party.id),
      ),
    );
  }
  if (box === "todo" || box === "overdue") {
    rows = rows.where("outcome", "is", null).orderBy(due).orderBy("id");
    if (after !== null)
      rows = rows.where(sql<boolean>`(${due}, id) > (${after.due}::date, ${after.id}::uuid)`);
  } else {
    rows = rows.orderBy("id", "desc");
    if (after !== null) rows = rows.where("id", "<", after.id);
  }
  return rows.execute();
}

/** The conditions that do not depend on who asks. */
function filtered(engine: Engine, query: Query, { at, calendar }: Now) {
  const today = civilDate(at);
  const { kind, state, overdue, light, dueFrom, dueTo, party } = query;
  let rows = engine.db.selectFrom("matters.matter").selectAll();
  if (kind !== undefined) rows = rows.where("kind", "=", kind);
  if (state !== undefined) rows = rows.where("state", "=", state);
  if (overdue === true || light === "red") rows = rows.where("next_due", "<", today);
  if (overdue === false) {
    rows = rows.where((eb) => eb.or([eb("next_due", "is", null), eb("next_due", ">=", today)]));
  }
  if (light === "yellow" || light === "green") {
    const last = lastSoonDay(calendar, at, promisedDays(engine.parameters, "due-soon"));
    rows = rows.where("next_due", ">=", today).where("next_due", light === "yellow" ? "<=" : ">", last);
  }
  if (dueFrom !== undefined) rows = rows.where("next_due", ">=", dueFrom);
  if (dueTo !== undefined) rows = rows.where("next_due", "<=", dueTo);
  if (party !== undefined) {
    rows = rows.where((eb) =>
      eb.or([
        eb("starter_party", "=", party),
        eb("provider_party", "=", party),
        eb("holder_party", "=", party),
      ]),
    );
  }
  for (const word of wordsOf(query.q ?? "")) {
    rows = rows.where("id", "in", (eb) =>
      eb
        .selectFrom("matters.matter_text")
        .select("matter_id")
        .where(sql<boolean>`search @> ${tokensOf(word)}::text[]`)
        .where(sql<boolean>`strpos(searched, ${word}) > 0`),
    );
  }
  return rows;
}
