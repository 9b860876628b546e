import { sql } from "kysely";
import type { EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import { filesLieElsewhere, giveUpMove } from "./files/lying.ts";
import { planIssue } from "./plan.ts";
import "./tables.ts";

export type Place = "data" | "zone";

/** Important and core data lie in a zone of their own, and so does the whole resource that holds one (Art. 11 ¶3). */
export const placeOf = (items: readonly EntryItem[]): Place =>
  items.some(({ importance }) => importance !== undefined) ? "zone" : "data";

/**
 * Art. 11 ¶3: what lies in clear is sealed once its entry in force wants that, and what became important or core data
 * moves into the zone, or out of it. Notes what is to be done in the transaction that brings the version into force;
 * `resealWaiting` does it. What is sealed already is never laid open again.
 */
export async function planReseal(
  tx: Tx,
  entry: { readonly id: string; readonly version: number; readonly items: readonly EntryItem[] },
  at: Date,
): Promise<void> {
  const resources = await tx
    .selectFrom("vault.resource")
    .select(["id", "kind", "number", "items", "place"])
    .where("entry_id", "=", entry.id)
    .where("kind", "in", ["table", "file"])
    .forUpdate()
    .execute();
  for (const { id, kind, number, items: stored, place } of resources) {
    const items = kind === "file" ? stored : stored.map((item) => sealedAs(item, entry.items));
    const to = placeOf(items);
    const asItLies =
      to === place &&
      (kind === "file"
        ? !(await filesLieElsewhere(tx, id, place))
        : items.every(({ storage }, index) => storage === stored[index]?.storage));
    const waiting = await waitingFor(tx, id, items);
    if (waiting?.same === true && !asItLies) continue;
    if (waiting !== undefined) {
      if (kind === "file") await giveUpMove(tx, id, waiting.to);
      await sql`select vault.drop_reseal(${number}::bigint)`.execute(tx);
    }
    if (asItLies) continue;
    const issue = kind === "file" ? undefined : planIssue(items);
    if (issue !== undefined) throw new Problem("items_not_storable", issue, { article: "11¶3" });
    await tx
      .insertInto("vault.reseal")
      .values({
        id: uuid(),
        resource_id: id,
        entry_version: entry.version,
        items: JSON.stringify(items),
        from_place: place,
        to_place: to,
        planned_at: at,
      })
      .execute();
  }
}

/** Whether the resource already waits to be sealed anew, for these items or for others. */
const waitingFor = (tx: Tx, resourceId: string, items: readonly EntryItem[]) =>
  tx
    .selectFrom("vault.reseal")
    .select(["to_place as to", sql<boolean>`items = ${JSON.stringify(items)}::jsonb`.as("same")])
    .where("resource_id", "=", resourceId)
    .where("finished_at", "is", null)
    .executeTakeFirst();

function sealedAs(stored: EntryItem, inForce: readonly EntryItem[]): EntryItem {
  if (stored.storage !== "plain") return stored;
  const wanted = inForce.find(({ column }) => column === stored.column);
  if (wanted !== undefined && lieAlike(stored, wanted)) return { ...stored, storage: wanted.storage };
  // The table lies otherwise than the entry now says; from grade 3 on it is sealed all the same.
  if (stored.grade < 3) return stored;
  return { ...stored, storage: stored.role === "subject-key" ? "sealed-equality" : "sealed" };
}

const lieAlike = (one: EntryItem, other: EntryItem): boolean =>
  one.type === other.type && one.role === other.role;

/** Whether the resource is being sealed anew, so that nothing can be written to it until that is done. */
export async function isResealing(db: Db | Tx, resourceId: string): Promise<boolean> {
  const waiting = await db
    .selectFrom("vault.reseal")
    .select("id")
    .where("resource_id", "=", resourceId)
    .where("finished_at", "is", null)
    .executeTakeFirst();
  return waiting !== undefined;
}

/** Source `vault.reseal` of the ledger. */
export const resealEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("vault.reseal")
      .select(["id", "body"])
      .where("id", "in", [...ids])
      .where("body", "is not", null)
      .execute();
    return new Map(
      rows.flatMap(({ id, body }): [string, JsonObject][] => (body === null ? [] : [[id, body]])),
    );
  },
};
