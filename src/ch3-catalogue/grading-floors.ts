import { gradingFloors } from "../ch2-parties/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Issue } from "./checks.ts";

/** Items below the least grade that the city's standard or the provider's own rules set for their category (Art. 11 ¶4). */
export async function floorIssues(
  tx: Tx,
  providerId: string,
  { items }: EntryContent,
  at: Date,
): Promise<Issue[]> {
  const { floors } = await gradingFloors(tx, providerId, civilDate(at));
  return items.flatMap(({ name, category, grade }, index) => {
    const floor = floors.get(category);
    if (floor === undefined || grade >= floor.grade) return [];
    const detail = `数据项“${name}”为${grade}级，${floor.by}规定“${category}”至少为${floor.grade}级`;
    return [{ pointer: `/items/${index}/grade`, field: 17, detail, article: "11¶4" as const }];
  });
}
