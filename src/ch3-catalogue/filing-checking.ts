import { lawNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { placeOf } from "./checks-in-place.ts";
import { grantColumns, grantSheet, grantTitles, oldCodeTitle } from "./filing-columns.ts";
import { GrantMatching } from "./filing-grants.ts";
import { FilingMatching } from "./filing-matching.ts";
import type { FiledGrants } from "./filing-settling.ts";
import type { FilingSource } from "./filing-source.ts";
import { type FilingUnit, standingEntries, standingGrants, unitsByName } from "./filing-standing.ts";
import { type Floors, floorsOf } from "./grading-floors.ts";
import { assertSize, type Checking, collector, type Found, nothingFound } from "./sheets-findings.ts";
import type { FilledEntry } from "./sheets-reading.ts";

/** What checking existing stock needs of the platform. */
export interface FilingParts {
  /** Civil day on which the platform went into use. */
  readonly inUseSince: string;
  readonly grants: Pick<FiledGrants, "standing">;
}

/** What existing stock comes to, against what stands; nothing is written into the catalogue. */
export async function checkFiling(
  db: Db,
  source: FilingSource,
  { tell, planned }: Checking,
  { inUseSince, grants: live }: FilingParts,
): Promise<Found> {
  assertSize(source.total, source.grants.length);
  const found = nothingFound();
  const note = collector(found);
  const place = await placeOf(db, await lawNow(db));
  const { today } = place;
  const filled: FilledEntry[] = [];
  let done = 0;
  for (const entry of source.entries(note)) {
    filled.push(entry);
    done += 1;
    await tell(done, source.total);
  }
  const codes = [...filled, ...source.grants].map(({ cell }) => cell(oldCodeTitle));
  const names = filled.map(({ content }) => content.name);
  const numbers = source.grants.map(({ cell }) => cell(grantTitles.number));
  const units = await unitsByName(db);
  const matching = new FilingMatching({
    entries: await standingEntries(db, codes, names),
    units,
    floors: await floorsOfAll(db, filled, units, today),
    inUseSince,
    place,
    layouts: source.layouts,
    note,
  });
  for (const entry of filled) {
    const filed = matching.plan(entry);
    if (filed === undefined) continue;
    await planned.add(filed);
    found.totals.items += filed.content.items.length;
  }
  const grants = new GrantMatching({
    entries: matching.known,
    grants: await standingGrants(db, numbers, live),
    units,
    today,
    inUseSince,
    say: (row, title, detail, severity = "error", article = null) =>
      note({ sheet: grantSheet, row, column: source.grantColumn(title), title, severity, detail, article }),
    columns: grantColumns,
  });
  for (const grant of source.grants) {
    const line = grants.plan(grant);
    if (line !== undefined) found.grants.push(line);
  }
  return found;
}

/** Least grades by unit, of the units that the file names. */
async function floorsOfAll(
  db: Db,
  filled: readonly FilledEntry[],
  units: ReadonlyMap<string, FilingUnit>,
  today: string,
): Promise<Map<string, Floors>> {
  const floors = new Map<string, Floors>();
  for (const name of new Set(filled.map(({ provider }) => provider))) {
    const unit = units.get(name);
    if (unit !== undefined) floors.set(unit.id, await floorsOf(db, unit.id, today));
  }
  return floors;
}
