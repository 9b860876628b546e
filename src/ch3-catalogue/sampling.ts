import type { JSONColumnType } from "kysely";
import type { Sampling } from "../contract/grading-worksheet.ts";
import { dataFormatLabel } from "../contract/labels.zh.ts";
import type { SampledItem } from "../contract/value-patterns.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { readable } from "./entries.ts";
import { mayCompile } from "./policy.ts";
import { resourcesOf } from "./store.ts";

interface SamplingTable {
  id: string;
  entry_id: string;
  resource: string;
  rows: number;
  items: JSONColumnType<SampledItem[]>;
  party_id: string;
  person_id: string;
  person_name: string;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.sampling": SamplingTable;
  }
}

/** Looks at some stored rows of a resource; gives counts of patterns, never values. A later folder does it. */
export type Sampler = (tx: Tx, resource: string) => Promise<{ rows: number; items: SampledItem[] }>;

async function assertOwn(db: Db | Tx, caller: Caller, id: string): Promise<void> {
  const entry = await readable(db, caller, id);
  if (entry.providerId !== caller.party.id || !mayCompile(caller))
    throw new Problem("entry_not_own", "只有提供单位的经办人可以对本单位的数据抽样", { article: "11¶4" });
}

/** An officer has the unit's own data looked at; that it was done stands on record before anything is answered. */
export async function sample(tx: Tx, sampler: Sampler, caller: Caller, id: string): Promise<void> {
  await assertOwn(tx, caller, id);
  const [resource] = await resourcesOf(tx, id);
  if (resource === undefined)
    throw new Problem("entry_not_mounted", "目录还没有挂载数据，不能抽样", { article: "11¶4" });
  if (resource.kind !== "table")
    throw new Problem(
      "sampling_needs_table",
      `抽样只看库表里的值；本目录挂载的是${dataFormatLabel[resource.kind]}，请由经办人看过内容后人工定级`,
      { article: "11¶4" },
    );
  const { rows, items } = await sampler(tx, resource.code);
  await tx
    .insertInto("catalogue.sampling")
    .values({
      id: uuid(),
      entry_id: id,
      resource: resource.code,
      rows,
      items: JSON.stringify(items),
      party_id: caller.party.id,
      person_id: caller.personId,
      person_name: caller.personName,
      at: await lawNow(tx),
    })
    .execute();
}

export async function viewSamplings(db: Db | Tx, caller: Caller, id: string): Promise<Sampling[]> {
  await assertOwn(db, caller, id);
  const rows = await db
    .selectFrom("catalogue.sampling")
    .select(["id", "rows", "items", "person_name as person", "at"])
    .where("entry_id", "=", id)
    .orderBy("id", "desc")
    .limit(50)
    .execute();
  return rows.map(({ at, ...row }) => ({ ...row, at: toInstant(at) }));
}

/** The newest sampling of each of these entries. */
export async function newestSamplings(db: Db | Tx, entries: readonly string[]) {
  if (entries.length === 0) return new Map<string, { rows: number; items: SampledItem[]; at: Date }>();
  const rows = await db
    .selectFrom("catalogue.sampling")
    .distinctOn("entry_id")
    .select(["entry_id as entryId", "rows", "items", "at"])
    .where("entry_id", "in", [...entries])
    .orderBy("entry_id")
    .orderBy("id", "desc")
    .execute();
  return new Map(rows.map(({ entryId, ...row }) => [entryId, row]));
}
