import type { Selectable } from "kysely";
import type { Comparison } from "../contract/joint-quality.ts";
import type { Db, Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { isFoundNow, type Pair, pairsOf, type Supply } from "./joint-supplies.ts";
import "./joint-tables.ts";
import "./tables.ts";

type Compared = Selectable<Tables["collection.joint_compared"]>;

/** What participants say of the same subjects, item by item, as last counted. */
export async function comparisonsOf(
  db: Db,
  { party }: Caller,
  supplies: readonly Supply[],
): Promise<{ jointId: string; comparison: Comparison }[]> {
  const pairs = pairsOf(supplies);
  const found = await comparedOf(db, pairs);
  const place = await placesOf(db, pairs);
  return pairs.flatMap(({ left, right, items, incomparable }) =>
    items.map((item) => {
      const row = found.find(
        (one) =>
          one.left_id === left.resource.id &&
          one.right_id === right.resource.id &&
          one.left_column === item.left.column &&
          one.right_column === item.right.column,
      );
      const current = row !== undefined && isFoundNow(row, { left, right });
      const side = (one: Supply) => ({
        unit: { id: one.unitId, name: one.unitName },
        entry: { id: one.entryId, name: one.entryName },
      });
      // As it is protected now, whatever was compared before it was graded so.
      const why = incomparable ?? (current ? row.incomparable : "waiting");
      const compared = current && why === null;
      return {
        jointId: left.jointId,
        comparison: {
          item: item.left.name,
          sides: [side(left), side(right)],
          subjects: compared ? Number(row.subjects) : null,
          differing: compared ? Number(row.differing) : 0,
          why,
          ownRows: !compared ? [] : ownRows(row, party.id, { left, right }, place),
        },
      };
    }),
  );
}

/** Rows are named to the unit whose they are, to nobody else. */
function ownRows(
  row: Compared,
  unit: string,
  { left, right }: Pick<Pair, "left" | "right">,
  place: (resource: string, rowId: string) => Comparison["ownRows"],
): Comparison["ownRows"] {
  if (left.unitId === unit) return row.left_rows.flatMap((id) => place(left.resource.id, id));
  if (right.unitId === unit) return row.right_rows.flatMap((id) => place(right.resource.id, id));
  return [];
}

async function comparedOf(db: Db, pairs: readonly Pair[]): Promise<Compared[]> {
  if (pairs.length === 0) return [];
  return db
    .selectFrom("collection.joint_compared")
    .selectAll()
    .where(
      "left_id",
      "in",
      pairs.map(({ left }) => left.resource.id),
    )
    .execute();
}

/** A row id is the batch's number and the line in it (see the vault). */
async function placesOf(db: Db, pairs: readonly Pair[]) {
  const resources = pairs.flatMap(({ left, right }) => [left.resource.id, right.resource.id]);
  const batches =
    resources.length === 0
      ? []
      : await db
          .selectFrom("collection.batch")
          .select(["id", "resource_id", "number"])
          .where("resource_id", "in", resources)
          .where("state", "=", "done")
          .execute();
  const byNumber = new Map(batches.map(({ id, resource_id, number }) => [`${resource_id} ${number}`, id]));
  return (resource: string, rowId: string): Comparison["ownRows"] => {
    const number = BigInt(rowId) >> 32n;
    const id = byNumber.get(`${resource} ${number}`);
    const line = Number(BigInt(rowId) & 0xffffffffn);
    return id === undefined ? [] : [{ id, number: Number(number), line }];
  };
}
