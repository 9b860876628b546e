import { sql } from "kysely";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { VaultKeyring } from "./keys.ts";
import { columnsNamed, openResource, type Said } from "./read.ts";
import { type Place, placeOf } from "./reseal-plan.ts";
import { type Resource, resourceByCode } from "./resource.ts";

/** Subjects whose rows are opened at a time: others get their turn in between. */
const PAGE = 100;

/** Rows named of one pair of columns and side; whoever mends them sees the next ones after the next comparison. */
const NAMED = 50;

export interface Compared {
  /** Subjects of whom both sides have a value. */
  subjects: number;
  /** Of these, subjects of whom the sides have no value in common. */
  differing: number;
  /** Row ids that speak of such subjects, the first of them, on either side. */
  readonly rows: readonly [left: string[], right: string[]];
}

/**
 * Why two resources cannot be compared: what is no table has no rows here, rows without subjects, or important data, which
 * nobody copies or samples.
 */
export type Incomparable = "files" | "interface" | "no-subject" | "zone";

/**
 * Counts for each pair of columns the subjects of whom two resources say different things. Rows meet by the subject key,
 * which is the same in all resources; their values are opened here and do not leave. Throws Problem `row_tampered`.
 */
export async function compareSubjects(
  tx: Tx,
  { cryptography, keyring }: { cryptography: Cryptography; keyring: VaultKeyring },
  left: string,
  right: string,
  columns: readonly (readonly [left: string, right: string])[],
): Promise<readonly Compared[] | Incomparable> {
  const one = await openResource(tx, cryptography, keyring, left);
  const other = await openResource(tx, cryptography, keyring, right);
  const incomparable = whyNot(one.resource) ?? whyNot(other.resource);
  if (incomparable !== undefined) return incomparable;
  const counts = columns.map((): Compared => ({ subjects: 0, differing: 0, rows: [[], []] }));
  await sql`declare subjects no scroll cursor for
    ${one.subjects()} intersect ${other.subjects()} order by 1`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ dist_key: Buffer }>`fetch ${sql.lit(PAGE)} from subjects`.execute(tx);
    if (rows.length === 0) break;
    const keys = rows.map(({ dist_key }) => dist_key);
    const ours = await one.said(
      tx,
      keys,
      columns.map(([column]) => column),
    );
    const theirs = await other.said(
      tx,
      keys,
      columns.map(([, column]) => column),
    );
    for (const [key, said] of ours)
      for (const [at, count] of counts.entries()) weigh(count, at, said, theirs.get(key));
  }
  await sql`close subjects`.execute(tx);
  return counts;
}

function weigh(count: Compared, at: number, ours: Said, theirs: Said | undefined): void {
  const said = [...(ours.values[at] ?? [])];
  const alsoSaid = theirs?.values[at];
  if (theirs === undefined || said.length === 0 || !alsoSaid?.size) return;
  count.subjects += 1;
  if (said.some((value) => alsoSaid.has(value))) return;
  count.differing += 1;
  for (const [named, rows] of [ours.rows, theirs.rows].entries())
    count.rows[named]?.push(...rows.slice(0, NAMED - (count.rows[named]?.length ?? 0)));
}

function whyNot({ kind, plan, items }: Resource): Incomparable | undefined {
  return neverCompared(kind, plan.place, items) ?? (plan.subject === undefined ? "no-subject" : undefined);
}

/** Why a resource of this kind, with these items and in this place, is compared with none, whatever its rows are. */
export function neverCompared(
  kind: DataFormat,
  place: Place,
  items: readonly EntryItem[],
): Exclude<Incomparable, "no-subject"> | undefined {
  if (kind !== "table") return kind === "file" ? "files" : "interface";
  return place === "zone" || placeOf(items) === "zone" ? "zone" : undefined;
}

/** How many of the rows in force have a value in each column, and how many rows there are. */
export async function filledRows(
  tx: Tx,
  code: string,
  columns: readonly string[],
): Promise<{ rows: string; filled: string[] }> {
  const { plan, made } = await resourceByCode(tx, code);
  if (!made) return { rows: "0", filled: columns.map(() => "0") };
  const counts = columnsNamed(plan, columns).map(({ name }) => `count(${name})::text`);
  const { rows } = await sql<{ rows: string; filled: string[] }>`
    select count(*)::text as rows, array[${sql.raw(counts.join(", "))}]::text[] as filled
    from ${sql.raw(`${plan.place}.r_${plan.number}`)}`.execute(tx);
  const [found] = rows;
  if (found === undefined) throw new Error("a count returned no row");
  return found;
}
