import { matterFilter, type SavedView } from "../contract/matter.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import "./tables.ts";

const most = 20;

/** The person's own views, by name. */
export async function viewsOf(db: Db, { personId }: Caller): Promise<SavedView[]> {
  const rows = await db
    .selectFrom("matters.saved_view")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("name")
    .execute();
  return rows.map(({ id, name, conditions }) => ({ id, name, query: matterFilter.parse(conditions) }));
}

export async function saveView(
  db: Db,
  caller: Caller,
  { name, query }: Pick<SavedView, "name" | "query">,
): Promise<void> {
  const views = await viewsOf(db, caller);
  if (views.some((view) => view.name === name)) {
    throw new Problem("view_exists", `已有名为“${name}”的视图，请换一个名称，或者先删除原来的。`);
  }
  if (views.length >= most) {
    throw new Problem("view_exists", `每人最多保存 ${most} 个视图，请先删除不用的。`);
  }
  await db
    .insertInto("matters.saved_view")
    .values({ id: uuid(), person_id: caller.personId, name, conditions: JSON.stringify(query) })
    .execute();
}

export async function dropView(db: Db, { personId }: Caller, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom("matters.saved_view")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Problem("not_found", "没有找到这个视图，可能已经删除。");
}
