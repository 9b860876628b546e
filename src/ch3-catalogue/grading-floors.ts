import { gradingFloors } from "../ch2-parties/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Issue } from "./checks.ts";

export type Floors = Awaited<ReturnType<typeof gradingFloors>>["floors"];

/** The least grades that hold for a unit on a day, by category: the city's standard's or its own rules' (Art. 11 ¶4). */
export const floorsOf = async (db: Db | Tx, unit: string, on: string): Promise<Floors> =>
  (await gradingFloors(db, unit, on)).floors;

/** Items below the least grade of their category. */
export function belowFloors({ items }: EntryContent, floors: Floors): Issue[] {
  return items.flatMap(({ name, category, grade }, index) => {
    const floor = floors.get(category);
    if (floor === undefined || grade >= floor.grade) return [];
    const detail = `数据项“${name}”为${grade}级，${floor.by}规定“${category}”至少为${floor.grade}级`;
    return [{ pointer: `/items/${index}/grade`, field: 17, detail, article: "11¶4" as const }];
  });
}

/** The same, by the rules in force at that moment. */
export const floorIssues = async (
  tx: Tx,
  providerId: string,
  content: EntryContent,
  at: Date,
): Promise<Issue[]> => belowFloors(content, await floorsOf(tx, providerId, civilDate(at)));
