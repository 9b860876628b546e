import type { EntryContent, EntryItem } from "./entry.ts";
import { industryText } from "./industry.ts";
import {
  dataFormatLabel,
  itemRoleLabel,
  itemStandardLabel,
  itemStorageLabel,
  itemTypeLabel,
  maskingLabel,
  openingClassLabel,
  operationStatusLabel,
  secrecyResultLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "./labels.zh.ts";

import { levelText } from "./level.ts";

/** One difference between two states of an entry, in words; an empty text is nothing at all. */
export interface Difference {
  /** Heading: the field, or the item it belongs to. */
  readonly title: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before: string;
  readonly after: string;
}

type Codes = Readonly<Record<string, string>>;
const labelled = (codes: Codes, code: string | null | undefined): string =>
  code === null || code === undefined ? "" : (codes[code] ?? code);
/** Names of areas by their codes (GB/T 2260). */
export type AreaNames = ReadonlyMap<string, string>;
type Told<Source> = readonly (readonly [title: string, text: (source: Source, areas: AreaNames) => string])[];

const fields: Told<EntryContent> = [
  ["数据资源名称", ({ name }) => name],
  ["数据资源摘要", ({ abstract }) => abstract],
  ["数据格式", ({ format }) => labelled(dataFormatLabel, format)],
  ["行业分类", ({ industry }) => industryText(industry)],
  ["数据覆盖时间起", ({ timeFrom }) => timeFrom ?? ""],
  ["数据覆盖时间止", ({ timeTo }) => timeTo ?? ""],
  ["数据覆盖地域", ({ area }, areas) => area.map((code) => areas.get(code) ?? code).join("、")],
  ["更新频率", ({ updateFrequency }) => labelled(updateFrequencyLabel, updateFrequency)],
  ["共享类型", ({ sharingClass }) => labelled(sharingClassLabel, sharingClass)],
  ["共享范围", ({ sharingScope }) => sharingScope],
  ["使用用途", ({ sharingPurpose }) => sharingPurpose],
  ["共享依据", ({ sharingBasis }) => sharingBasis],
  ["共享方式", ({ sharingModes }) => sharingModes.map((mode) => sharingModeLabel[mode]).join("、")],
  ["是否向社会开放", ({ openingClass }) => labelled(openingClassLabel, openingClass)],
  ["开放条件", ({ openingConditions }) => openingConditions],
  ["不予开放依据", ({ openingBasis }) => openingBasis],
  ["授权运营状态", ({ operationStatus }) => labelled(operationStatusLabel, operationStatus)],
  ["授权运营应用场景", ({ operationScenarios }) => operationScenarios],
  ["保密审查人", ({ secrecyReview }) => secrecyReview?.reviewer ?? ""],
  ["保密审查日期", ({ secrecyReview }) => secrecyReview?.date ?? ""],
  ["保密审查结论", ({ secrecyReview }) => labelled(secrecyResultLabel, secrecyReview?.result)],
];

const itemFields: Told<EntryItem> = [
  ["名称", ({ name }) => name],
  ["类型", ({ type }) => itemTypeLabel[type]],
  ["长度", ({ length }) => (length === null ? "" : String(length))],
  ["必填", ({ required }) => (required ? "是" : "否")],
  ["标准", ({ standard }) => labelled(itemStandardLabel, standard)],
  ["标识角色", ({ role }) => itemRoleLabel[role]],
  ["类别", ({ category }) => category],
  ["级别", levelText],
  ["脱敏方式", ({ masking }) => maskingLabel[masking]],
  ["存储方式", ({ storage }) => itemStorageLabel[storage]],
  ["格式规则", ({ pattern }) => pattern?.expression ?? ""],
  ["不符时的提示", ({ pattern }) => pattern?.message ?? ""],
];

const kindOf = (before: string, after: string): Difference["kind"] =>
  before === "" ? "added" : after === "" ? "removed" : "changed";

function differences<Source>(
  told: Told<Source>,
  [before, after]: readonly [Source, Source],
  areas: AreaNames,
  of = "",
): Difference[] {
  return told
    .map(([title, text]) => ({ title: of + title, before: text(before, areas), after: text(after, areas) }))
    .filter((one) => one.before !== one.after)
    .map((one) => ({ ...one, kind: kindOf(one.before, one.after) }));
}

/** One field of two entries beside each other; `same` where there is no difference. */
export interface Beside {
  readonly title: string;
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
}

const nameKey = (name: string): string => name.normalize("NFKC").replace(/\s/g, "").toLowerCase();

/** Two entries side by side, every field; items are the same by their name, whatever their columns are called. */
export function besides(one: EntryContent, other: EntryContent, areas: AreaNames): Beside[] {
  const beside = (title: string, left: string, right: string): Beside => ({
    title,
    left,
    right,
    same: left === right,
  });
  const stated = fields.map(([title, text]) => beside(title, text(one, areas), text(other, areas)));
  const [left, right] = [one, other].map(
    ({ items }) => new Map(items.map((item) => [nameKey(item.name), item])),
  );
  const keys = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  const items = keys.map((key) => {
    const [mine, theirs] = [left?.get(key), right?.get(key)];
    const words = (item: EntryItem | undefined) => (item === undefined ? "" : summary(item));
    return beside(`数据项 ${(mine ?? theirs)?.name ?? key}`, words(mine), words(theirs));
  });
  return [...stated, ...items].filter(({ left: a, right: b }) => a !== "" || b !== "");
}

const summary = (item: EntryItem): string => `${item.name}，${itemTypeLabel[item.type]}，${levelText(item)}`;

/** What was added, removed and changed from one state of an entry to another; items are the same by their column. */
export function compareContents(before: EntryContent, after: EntryContent, areas: AreaNames): Difference[] {
  const [old, now] = [before, after].map(({ items }) => new Map(items.map((item) => [item.column, item])));
  const found = differences(fields, [before, after], areas);
  const called = ({ name, column }: EntryItem) => `数据项“${name}”（${column}）`;
  for (const item of before.items)
    if (!now?.has(item.column))
      found.push({ title: called(item), kind: "removed", before: summary(item), after: "" });
  for (const item of after.items) {
    const earlier = old?.get(item.column);
    if (earlier === undefined)
      found.push({ title: called(item), kind: "added", before: "", after: summary(item) });
    else found.push(...differences(itemFields, [earlier, item], areas, `${called(item)}的`));
  }
  return found;
}
