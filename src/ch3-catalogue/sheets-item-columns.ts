import type { EntryItem } from "../contract/entry.ts";
import { guideText, itemGuide } from "../contract/entry-guide.ts";
import {
  importanceLabel,
  itemRoleLabel,
  itemStandardLabel,
  itemStorageLabel,
  itemTypeLabel,
  maskingLabel,
} from "../contract/labels.zh.ts";
import { wholeMatch } from "../platform/expression.ts";
import { unusableRule } from "./checks.ts";
import {
  type Column,
  coded,
  codedOr,
  codeOf,
  column,
  labelled,
  none,
  notInTable,
  type Taken,
  whole,
} from "./sheets-cells.ts";
import { nameTitle } from "./sheets-entry-columns.ts";

const yes = { true: "是", false: "否" } as const;
const gradeLabel = { "1": "1级", "2": "2级", "3": "3级", "4": "4级" } as const;

export interface ItemSource {
  readonly item: EntryItem;
  readonly entryName: string;
  readonly entryCode: string;
}
export const itemColumn = (given: Taken<ItemSource>): Column<ItemSource> => column(given);

/** Sheet 数据项: fields ⑰ and ⑱, with what Art. 11 and storage ask of an item. */
export const itemColumns: readonly Column<ItemSource>[] = [
  itemColumn({
    title: nameTitle,
    pointer: null,
    width: 32,
    help: "与“目录”表中的名称一字不差；同一目录的数据项逐行写。",
    write: ({ entryName }) => entryName,
  }),
  itemColumn({
    title: "数据项名称",
    pointer: "/name",
    width: 20,
    help: guideText(itemGuide.name),
    write: ({ item }) => item.name,
  }),
  itemColumn({
    title: "字段名",
    pointer: "/column",
    width: 16,
    help: guideText(itemGuide.column),
    write: ({ item }) => item.column,
  }),
  itemColumn({
    title: "类型",
    pointer: "/type",
    width: 10,
    help: guideText(itemGuide.type),
    codes: itemTypeLabel,
    read: codedOr(itemTypeLabel, "text"),
    write: ({ item }) => labelled(itemTypeLabel, item.type),
  }),
  itemColumn({
    title: "长度",
    pointer: "/length",
    width: 8,
    help: guideText(itemGuide.length),
    read: whole(1, 4000),
    write: ({ item }) => (item.length === null ? "" : String(item.length)),
  }),
  itemColumn({
    title: "必填",
    pointer: "/required",
    width: 8,
    help: guideText(itemGuide.required),
    codes: yes,
    read: (cell) => {
      if (none(cell)) return { value: false };
      const code = codeOf(yes, cell.trim());
      return code === undefined ? { fault: notInTable(cell, yes) } : { value: code === "true" };
    },
    write: ({ item }) => yes[item.required ? "true" : "false"],
  }),
  itemColumn({
    title: "标准",
    pointer: "/standard",
    width: 24,
    help: guideText(itemGuide.standard),
    codes: itemStandardLabel,
    read: coded(itemStandardLabel),
    write: ({ item }) => labelled(itemStandardLabel, item.standard),
  }),
  itemColumn({
    title: "标识角色",
    pointer: "/role",
    width: 12,
    help: guideText(itemGuide.role),
    codes: itemRoleLabel,
    read: codedOr(itemRoleLabel, "none"),
    write: ({ item }) => labelled(itemRoleLabel, item.role),
  }),
  itemColumn({
    title: "类别",
    pointer: "/category",
    width: 16,
    help: guideText(itemGuide.category),
    write: ({ item }) => item.category,
  }),
  itemColumn({
    title: "级别",
    pointer: "/grade",
    width: 8,
    help: guideText(itemGuide.grade),
    codes: gradeLabel,
    read: (cell, areas) => {
      if (none(cell)) return { fault: "请选择级别，1级至4级；不分级的数据项不能编目。" };
      const read = coded(gradeLabel)(cell, areas);
      return "fault" in read ? read : { value: Number(read.value) };
    },
    write: ({ item }) => `${item.grade}级`,
  }),
  itemColumn({
    title: "重要程度",
    pointer: "/importance",
    width: 12,
    help: guideText(itemGuide.importance),
    codes: importanceLabel,
    read: (cell, areas) => {
      const read = codedOr(importanceLabel, "general")(cell, areas);
      return "value" in read && read.value === "general" ? { value: undefined } : read;
    },
    write: ({ item }) => labelled(importanceLabel, item.importance),
  }),
  itemColumn({
    title: "脱敏方式",
    pointer: "/masking",
    width: 20,
    help: guideText(itemGuide.masking),
    codes: maskingLabel,
    read: codedOr(maskingLabel, "none"),
    write: ({ item }) => labelled(maskingLabel, item.masking),
  }),
  itemColumn({
    title: "存储方式",
    pointer: "/storage",
    width: 18,
    help: guideText(itemGuide.storage),
    codes: itemStorageLabel,
    read: codedOr(itemStorageLabel, "plain"),
    write: ({ item }) => labelled(itemStorageLabel, item.storage),
  }),
  itemColumn({
    title: "格式规则",
    pointer: "/pattern/expression",
    width: 18,
    help: guideText(itemGuide.expression),
    read: (cell) => {
      const value = cell.trim();
      return wholeMatch(value) === undefined ? { fault: `${unusableRule}。` } : { value };
    },
    write: ({ item }) => item.pattern?.expression ?? "",
  }),
  itemColumn({
    title: "不符时的提示",
    pointer: "/pattern/message",
    width: 20,
    help: guideText(itemGuide.message),
    write: ({ item }) => item.pattern?.message ?? "",
  }),
];
