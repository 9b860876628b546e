import { sql } from "kysely";
import { gradingFloors } from "../ch2-parties/index.ts";
import { mountedResource } from "../ch3-catalogue/index.ts";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { isResealing, resourceByCode } from "../vault/index.ts";

/** A mounted resource with the version in force of its entry. */
export interface CollectedResource {
  readonly id: string;
  readonly code: string;
  readonly kind: DataFormat;
  readonly entryId: string;
  readonly entryName: string;
  readonly providerPartyId: string;
  /** As the stored table has them, with the rules of the version in force. */
  readonly items: readonly EntryItem[];
  /** Names of items that the version in force added, dropped, or has lie otherwise than the table was made. */
  readonly changed: readonly string[];
  /** Every item has its category and grade, as Art. 11 ¶4 wants it before data is aggregated. */
  readonly graded: boolean;
  /** Nothing came in yet, and the provider has no rules of its own under the city's standard in force (Art. 11 ¶4). */
  readonly unruled: boolean;
  /** Its rows are being sealed anew after a change of grade (Art. 11 ¶3). */
  readonly resealing: boolean;
}

/** Ids of the entries that the party provides now, also those it has taken over. */
export const entriesOf = (party: string) =>
  sql<string>`(select id from catalogue.entry where provider_id = ${party})`;

/** Undefined where nothing is mounted under this code, or its entry is not in force. */
export async function collectedResource(db: Db | Tx, code: string): Promise<CollectedResource | undefined> {
  const mounted = await mountedResource(db, code);
  if (mounted === undefined) return undefined;
  const { id, entry } = mounted;
  const inForce = entry.content.items;
  const stored = await resourceByCode(db, code);
  return {
    id,
    code,
    kind: stored.kind,
    entryId: entry.id,
    entryName: entry.content.name,
    providerPartyId: entry.providerId,
    items: stored.items.map((item) => inForce.find((wanted) => takes(item, wanted)) ?? item),
    // The items of files say what is in them; nothing lies in columns of its own.
    changed:
      stored.kind !== "table"
        ? []
        : [
            ...inForce.filter((wanted) => !stored.items.some((item) => takes(item, wanted))),
            ...stored.items.filter((item) => !inForce.some(({ column }) => column === item.column)),
          ].map(({ name }) => name),
    resealing: await isResealing(db, id),
    unruled: stored.lastBatch === 0 && (await lacksRules(db, entry.providerId)),
    graded: inForce.every(({ category, grade }) => category.trim() !== "" && grade >= 1),
  };
}

/** What holds whether or not the entry is still in force; undefined where nothing is mounted under this code. */
export interface StoredResource {
  readonly kind: DataFormat;
  readonly entryName: string;
  readonly providerPartyId: string;
}

export const storedResource = (db: Db | Tx, code: string): Promise<StoredResource | undefined> =>
  db
    .selectFrom("vault.resource as resource")
    .innerJoin("catalogue.entry as entry", "entry.id", "resource.entry_id")
    .select(["resource.kind", "entry.provider_id as providerPartyId"])
    .select((eb) => eb.fn.coalesce("entry.published_name", sql<string>`''`).as("entryName"))
    .where("resource.code", "=", code)
    .executeTakeFirst();

async function lacksRules(db: Db | Tx, provider: string): Promise<boolean> {
  const { standard, ruled } = await gradingFloors(db, provider, civilDate(await lawNow(db)));
  return standard !== null && !ruled;
}

/** Whether a column takes what the entry now asks; what was sealed once stays so and takes what may lie in clear. */
const takes = (stored: EntryItem, wanted: EntryItem): boolean =>
  stored.column === wanted.column &&
  stored.type === wanted.type &&
  stored.role === wanted.role &&
  (stored.storage === wanted.storage || wanted.storage === "plain");
