import type { EntryItem } from "./entry.ts";
import { importanceLabel } from "./labels.zh.ts";

/** The levels of data in one order: the four grades of general data, then important and core data. */
export const levels = ["1", "2", "3", "4", "important", "core"] as const;
export type Level = (typeof levels)[number];

export const levelLabel: Readonly<Record<Level, string>> = {
  1: "1级",
  2: "2级",
  3: "3级",
  4: "4级",
  important: importanceLabel.important,
  core: importanceLabel.core,
};

type Graded = Pick<EntryItem, "grade" | "importance">;

export const levelOf = ({ grade, importance }: Graded): Level =>
  importance ?? levels.find((level) => level === String(grade)) ?? "1";

/** The order of the levels as a number, from 1. */
export const rankOf = (graded: Graded): number => levels.indexOf(levelOf(graded)) + 1;

export const levelText = (graded: Graded): string => levelLabel[levelOf(graded)];

/** Of several items the highest level; data without items are of the lowest. */
export const highestLevel = (items: readonly Graded[]): string =>
  levelLabel[levels[Math.max(1, ...items.map(rankOf)) - 1] ?? "1"];

/** Important and core data are protected as grade 4 at least. */
export function gradedAs(level: Level): Graded {
  if (level === "important" || level === "core") return { grade: 4, importance: level };
  return { grade: Number(level), importance: undefined };
}
