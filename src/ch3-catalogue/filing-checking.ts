import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { grantColumns, grantSheet, oldCodeTitle } from "./filing-columns.ts";
import { GrantMatching } from "./filing-grants.ts";
import { FilingMatching } from "./filing-matching.ts";
import type { FilingSource } from "./filing-source.ts";
import { standingOf, unitsByName } from "./filing-standing.ts";
import { assertSize, collector, type Found, nothingFound } from "./sheets-findings.ts";
import type { FilledEntry } from "./sheets-reading.ts";

/** What existing stock comes to, against what stands; nothing is written into the catalogue. */
export async function checkFiling(
  db: Db,
  source: FilingSource,
  tell: (done: number, total: number) => Promise<void>,
): Promise<Found> {
  assertSize(source.total);
  const found = nothingFound();
  const note = collector(found);
  const today = civilDate(await lawNow(db));
  const filled: FilledEntry[] = [];
  let done = 0;
  for (const entry of source.entries(note)) {
    if (entry !== undefined) filled.push(entry);
    done += 1;
    await tell(done, source.total);
  }
  const codes = [...filled, ...source.grants].map(({ cell }) => cell(oldCodeTitle));
  const names = filled.map(({ content }) => content.name);
  const units = await unitsByName(db);
  const standing = await standingOf(db, codes, names);
  const matching = new FilingMatching({ standing, units, today, layouts: source.layouts, note });
  for (const entry of filled) {
    const planned = matching.plan(entry);
    if (planned === undefined) continue;
    found.planned.push(planned);
    found.totals.items += planned.content.items.length;
  }
  const grants = new GrantMatching({
    entries: matching.known,
    grants: standing.grants,
    units,
    today,
    say: (row, title, detail, severity = "error", article = null) =>
      note({ sheet: grantSheet, row, column: source.grantColumn(title), title, severity, detail, article }),
    columns: grantColumns,
  });
  for (const grant of source.grants) {
    const planned = grants.plan(grant);
    if (planned !== undefined) found.grants.push(planned);
  }
  return found;
}
