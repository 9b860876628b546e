import type { EntryContent, EntryItem } from "../contract/entry.ts";
import type { Regrade } from "../contract/grading.ts";
import { levelText, rankOf } from "../contract/level.ts";

/** An item as it is graded now, with the masking and storage that its grade demands (Art. 11 ¶3). */
export function regraded(item: EntryItem, change: Regrade): EntryItem {
  const { category } = change;
  const importance = importanceAfter(item, change);
  const grade = importance === undefined ? change.grade : 4;
  const masking = grade >= 3 && item.masking === "none" ? "all" : item.masking;
  const sealing = item.role === "subject-key" ? "sealed-equality" : "sealed";
  const storage = grade >= 3 && item.storage === "plain" ? sealing : item.storage;
  return {
    ...item,
    category: category === "" ? item.category : category,
    grade,
    importance,
    masking,
    storage,
  };
}

function importanceAfter(item: EntryItem, { importance }: Regrade): EntryItem["importance"] {
  if (importance === undefined) return item.importance;
  return importance === "general" ? undefined : importance;
}

const changed =
  (changes: readonly Regrade[], applies: (item: EntryItem, change: Regrade) => boolean) =>
  (content: EntryContent): EntryContent => ({
    ...content,
    items: content.items.map((item) => {
      const change = changes.find(({ column }) => column === item.column);
      return change !== undefined && applies(item, change) ? regraded(item, change) : item;
    }),
  });

const isRaise = (item: EntryItem, change: Regrade): boolean =>
  rankOf({ grade: change.grade, importance: importanceAfter(item, change) }) > rankOf(item);

export const withRegrades = (changes: readonly Regrade[]) => changed(changes, () => true);

/** Only what becomes stricter: it needs no review. */
export const withRaises = (changes: readonly Regrade[]) => changed(changes, isRaise);

const itemOf = ({ items }: EntryContent, column: string) => items.find((item) => item.column === column);

const sameGrade = (one: EntryItem, other: EntryItem | undefined): boolean =>
  other !== undefined && one.category === other.category && rankOf(one) === rankOf(other);

/** All changes, but no item that has been graded otherwise since. */
export const withRegradesSince = (opened: EntryContent, changes: readonly Regrade[]) =>
  changed(changes, (item) => sameGrade(item, itemOf(opened, item.column)));

/** Items to be changed that are graded otherwise than they were, or are gone, by their place. */
export function regradedSince(opened: EntryContent, now: EntryContent, changes: readonly Regrade[]) {
  return changes.flatMap(({ column }, index) => {
    const [then, item] = [itemOf(opened, column), itemOf(now, column)];
    if (item === undefined) return [{ index, detail: `“${then?.name ?? column}”已从目录删除` }];
    return sameGrade(item, then)
      ? []
      : [{ index, detail: `“${item.name}”已由另一版目录改为${levelText(item)}、“${item.category}”` }];
  });
}

export const raisesAny = ({ items }: EntryContent, changes: readonly Regrade[]): boolean =>
  changes.some((change) => items.some((item) => item.column === change.column && isRaise(item, change)));

/** The changes that would make no difference, and those of no item, by their place. */
export function idleRegrades({ items }: EntryContent, changes: readonly Regrade[]) {
  return changes.flatMap((change, index) => {
    const { column } = change;
    const item = items.find((candidate) => candidate.column === column);
    if (item === undefined) return [{ index, detail: `目录里没有字段 ${column}` }];
    if (changes.findIndex((other) => other.column === column) < index)
      return [{ index, detail: `“${item.name}”重复，请只保留一项` }];
    return sameGrade(item, regraded(item, change))
      ? [{ index, detail: `“${item.name}”的类别和级别与现行的相同` }]
      : [];
  });
}

/** Gives the columns back what they had before, except those that were changed again since they were raised. */
export const withEarlier =
  (
    { before, after }: { readonly before: EntryContent; readonly after: EntryContent },
    columns: readonly string[],
  ) =>
  (content: EntryContent): EntryContent => ({
    ...content,
    items: content.items.map((item) => {
      const [was, raised] = [itemOf(before, item.column), itemOf(after, item.column)];
      if (was === undefined || !columns.includes(item.column) || !isProtectedAlike(item, raised)) return item;
      const { category, grade, importance, masking, storage } = was;
      return { ...item, category, grade, importance, masking, storage };
    }),
  });

const isProtectedAlike = (one: EntryItem, other: EntryItem | undefined): boolean =>
  sameGrade(one, other) && one.masking === other?.masking && one.storage === other.storage;
