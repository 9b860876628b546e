import type { EntryItem } from "../contract/entry.ts";

export type ColumnKind = "text" | "bigint" | "numeric" | "date" | "bytea";

export interface PlannedColumn {
  readonly item: EntryItem;
  /** Place of the item, from 0; the column is named `c<index + 1>`. */
  readonly index: number;
  readonly name: string;
  /** Kind of the value itself; a sealed one is stored as bytea. */
  readonly kind: Exclude<ColumnKind, "bytea">;
  readonly sealed: boolean;
}

/** What identifies a row: its business key, else its subject, else nothing (the resource only grows). */
export type Identity = "dist_key" | "key_mac" | null;

/**
 * How the items of a resource lie in its tables `r_<n>`, `h_<n>`. Also what every row MAC covers, in this
 * order: `maced`.
 */
export interface TablePlan {
  readonly number: string;
  /** Schema of the tables: `zone` for important and core data (Art. 11 ¶3). */
  readonly place: "data" | "zone";
  readonly columns: readonly PlannedColumn[];
  readonly subject: PlannedColumn | undefined;
  readonly business: readonly PlannedColumn[];
  readonly identity: Identity;
  /** Equality indexes `e<i>` over the column `c<i>`; the subject's own index is `dist_key`. */
  readonly indexed: readonly { readonly name: string; readonly of: PlannedColumn }[];
  /** Declared coarse values `b<i>` (birth year) over the column `c<i>`. */
  readonly buckets: readonly { readonly name: string; readonly of: PlannedColumn }[];
  readonly maced: readonly string[];
}

const kinds: Record<EntryItem["type"], PlannedColumn["kind"]> = {
  text: "text",
  code: "text",
  boolean: "text",
  datetime: "text",
  "year-month": "text",
  integer: "bigint",
  decimal: "numeric",
  date: "date",
};

function identityOf(hasSubject: boolean, hasBusinessKey: boolean): Identity {
  if (hasBusinessKey) return hasSubject ? "key_mac" : "dist_key";
  return hasSubject ? "dist_key" : null;
}

export function tablePlan(
  number: string,
  items: readonly EntryItem[],
  place: TablePlan["place"] = "data",
): TablePlan {
  const columns = items.map((item, index): PlannedColumn => {
    return { item, index, name: `c${index + 1}`, kind: kinds[item.type], sealed: item.storage !== "plain" };
  });
  const subject = columns.find(({ item }) => item.role === "subject-key");
  const business = columns.filter(({ item }) => item.role === "business-key");
  const identity = identityOf(subject !== undefined, business.length > 0);
  const indexed = columns
    .filter((column) => column.sealed && column.item.storage !== "sealed" && column !== subject)
    .map((of) => ({ name: of.name.replace("c", "e"), of }));
  const buckets = columns
    .filter(({ item }) => item.storage === "sealed-bucket")
    .map((of) => ({ name: of.name.replace("c", "b"), of }));
  const maced = [
    "dist_key",
    "batch_id",
    "content_mac",
    ...(identity === "key_mac" ? ["key_mac"] : []),
    ...[...columns, ...indexed, ...buckets].map(({ name }) => name),
  ];
  return { number, place, columns, subject, business, identity, indexed, buckets, maced };
}

/** The declared bucket of a value: the year of birth in an identity number, the year of a date. */
export function bucketOf(item: EntryItem, value: string): string {
  if (item.standard === "identity-number") return value.slice(6, 10);
  return value.slice(0, 4);
}

/** Why these items cannot be stored as they ask; undefined when they can. */
export function planIssue(items: readonly EntryItem[]): string | undefined {
  const subjects = items.filter(({ role }) => role === "subject-key");
  if (items.length === 0) return "至少要有一个数据项";
  if (subjects.length > 1) return `主体标识只能有一个，现有：${subjects.map(({ name }) => name).join("、")}`;
  for (const item of items) {
    if (item.grade >= 3 && item.storage === "plain")
      return `数据项“${item.name}”为${item.grade}级，须密封存储`;
    if ((item.type === "boolean" || item.type === "code") && item.storage.startsWith("sealed-"))
      return `数据项“${item.name}”取值范围小，等值索引会泄露其值，请改为密封存储（不可检索）`;
    if (item.storage === "sealed-bucket" && !hasBucket(item))
      return `数据项“${item.name}”没有可声明的分组（出生年份），请改为等值检索或密封存储`;
  }
  return undefined;
}

const hasBucket = (item: EntryItem) =>
  item.type === "date" || item.type === "year-month" || item.standard === "identity-number";
