import type { EntryItem } from "./entry.ts";

/** A standard by which the values of an item could be checked, before a person has looked at it. */
export interface StandardSuggestion {
  readonly standard: NonNullable<EntryItem["standard"]>;
  /** Characters that each value has; null where they differ. */
  readonly length: number | null;
  readonly reason: string;
}

const unit = "自然资源的对象按它识别；一行登记一个对象的，标识角色选业务标识，目录归入自然资源基础数据库";
const position = "经度和纬度都有、又没有更先的标识的，目录归入空间地理基础数据库";

const rules: readonly (StandardSuggestion & { readonly name: RegExp })[] = [
  { name: /^不动产单元(代码|编码|号)$/, standard: "real-estate-unit", length: 28, reason: unit },
  { name: /^宗[地海](代码|编码|号)$/, standard: "land-parcel", length: 19, reason: unit },
  { name: /经度(坐标|值)?$/, standard: "longitude", length: null, reason: position },
  { name: /纬度(坐标|值)?$/, standard: "latitude", length: null, reason: position },
];

/** The standard that fits the item's name, where it has none yet and its type can hold such values. */
export function suggestStandard(
  item: Pick<EntryItem, "name" | "type" | "standard">,
): StandardSuggestion | undefined {
  const { name, type, standard } = item;
  const rule = rules.find((one) => one.name.test(name.trim()));
  if (rule === undefined || standard !== null || !isTypeOf(rule.standard, type)) return undefined;
  return { standard: rule.standard, length: rule.length, reason: rule.reason };
}

/** Degrees may be decimals; every other standard is one of codes, which are no figures. */
const isTypeOf = (standard: NonNullable<EntryItem["standard"]>, type: EntryItem["type"]): boolean =>
  type === "text" ||
  (standard === "longitude" || standard === "latitude" ? type === "decimal" : type === "code");
