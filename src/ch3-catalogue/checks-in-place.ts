import type { EntryContent } from "../contract/entry.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { areasOf } from "./areas.ts";
import { type Issue, issuesOf } from "./checks.ts";
import type { Areas } from "./sheets-cells.ts";

/** Where and when a draft is submitted: the areas that the city knows, and the law's day. */
export interface Place {
  readonly areas: Areas;
  readonly today: string;
}

export const placeOf = async (db: Db | Tx, at: Date): Promise<Place> => ({
  areas: await areasOf(db),
  today: civilDate(at),
});

/** Everything that keeps a draft from being submitted: in itself, and for the place and the day. */
export function issuesIn({ areas, today }: Place, content: EntryContent): Issue[] {
  const found = issuesOf(content);
  const strange = content.area.filter((code) => !areas.has(code));
  if (strange.length > 0)
    found.push({
      pointer: "/area",
      field: 6,
      detail: `没有代码为“${strange.join("、")}”的行政区划，请从数据覆盖地域的列表里选择`,
      article: "12¶5",
    });
  const reviewed = content.secrecyReview?.date ?? null;
  if (reviewed !== null && reviewed > today)
    found.push({
      pointer: "/secrecyReview/date",
      field: null,
      detail: "保密审查日期还没有到，请填写实际审查的日期；审查以后才能编目",
      article: "3",
    });
  return found;
}
