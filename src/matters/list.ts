import { sql } from "kysely";
import { z } from "zod";
import type { MatterSummary, matterQuery } from "../contract/matter.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { type Cursors, pageOf } from "../platform/http/cursors.ts";
import { mayReadAll } from "./actors.ts";
import { loadCalendar } from "./calendar.ts";
import { deadlinesOf, showDeadline } from "./deadline-view.ts";
import type { Engine } from "./engine.ts";
import { partyNames } from "./names.ts";
import { inScope } from "./scope.ts";
import { summarise } from "./summary.ts";
import type { MatterRow } from "./tables.ts";

type Query = z.output<typeof matterQuery>;
export type MatterQuery = Partial<Query>;

const endOfTime = "9999-12-31";
const position = z.object({ due: z.string(), id: z.uuid() });
type Position = z.infer<typeof position>;

/**
 * Matters the caller may see. `todo`: what lies with the caller's party, nearest due date first; `started`: what the
 * caller's party started; `all`: whatever it may read; both newest first.
 */
export async function list(
  engine: Engine,
  cursors: Cursors,
  caller: Caller,
  input: MatterQuery,
): Promise<{ items: MatterSummary[]; next: string | null }> {
  const query: Query = { box: "todo", limit: 50, ...input };
  const filter = ["matters", caller.party.id, query.box, query.scope, query.kind, query.state, query.overdue];
  const after = query.cursor === undefined ? null : cursors.decode(filter, query.cursor, position);
  const at = await lawNow(engine.db);
  const rows = await select(engine.db, caller, query, civilDate(at), after);
  const page = pageOf(
    rows,
    query.limit,
    (row) => row,
    ({ id, next_due }) => cursors.encode(filter, { due: next_due ?? endOfTime, id }),
  );
  const calendar = await loadCalendar(engine.db);
  const deadlines = await deadlinesOf(
    engine.db,
    page.items.map(({ id }) => id),
  );
  const nameOf = partyNames(engine.db, engine.parties);
  const items = await Promise.all(
    page.items.map((row) => {
      const shown = (deadlines.get(row.id) ?? []).map((deadline) => showDeadline(deadline, calendar, at));
      return summarise(engine, row, shown, nameOf);
    }),
  );
  return { items, next: page.next };
}

function select(
  db: Db,
  caller: Caller,
  query: Query,
  today: string,
  after: Position | null,
): Promise<MatterRow[]> {
  const due = sql<string>`coalesce(next_due, ${endOfTime}::date)`;
  let rows = db
    .selectFrom("matters.matter")
    .selectAll()
    .limit(query.limit + 1);
  if (query.box === "todo") {
    rows = rows.where("holder_party", "=", caller.party.id).where("outcome", "is", null);
    if (query.scope !== undefined) rows = rows.where(inScope(caller, query.scope));
    rows = rows.orderBy(due).orderBy("id");
    if (after !== null)
      rows = rows.where(sql<boolean>`(${due}, id) > (${after.due}::date, ${after.id}::uuid)`);
  } else {
    rows = rows.orderBy("id", "desc");
    if (after !== null) rows = rows.where("id", "<", after.id);
  }
  if (query.box === "started") rows = rows.where("starter_party", "=", caller.party.id);
  if (query.box === "all" && !mayReadAll(caller)) {
    rows = rows.where("id", "in", (eb) =>
      eb.selectFrom("matters.participant").select("matter_id").where("party_id", "=", caller.party.id),
    );
  }
  if (query.kind !== undefined) rows = rows.where("kind", "=", query.kind);
  if (query.state !== undefined) rows = rows.where("state", "=", query.state);
  if (query.overdue === true) rows = rows.where("next_due", "<", today);
  if (query.overdue === false) {
    rows = rows.where((eb) => eb.or([eb("next_due", "is", null), eb("next_due", ">=", today)]));
  }
  return rows.execute();
}
