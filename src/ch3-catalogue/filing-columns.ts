import type { FilingGrantLine } from "../contract/filing.ts";
import { sharingModeLabel } from "../contract/labels.zh.ts";
import { type Column, column, day, several } from "./sheets-cells.ts";
import { codeTitle, entryColumn, entryColumns, providerTitle } from "./sheets-entry-columns.ts";
import { itemColumn, itemColumns } from "./sheets-item-columns.ts";
import type { WorkbookForm } from "./sheets-template.ts";

export const oldCodeTitle = "原目录代码";
export const approvedOnTitle = "原批准日期";
export const approverTitle = "原批准单位";
export const documentTitle = "原批准文号";
export const grantSheet = "使用权限";

const oldCodeHelp = "在省级平台或者旧平台上的代码，备案后留作别名，可以按它查找。";
const approval = [
  {
    title: approvedOnTitle,
    width: 12,
    help: "须早于平台启用日期；只作记载，不从这一天起算任何时限。例：2023-05-18",
  },
  { title: approverTitle, width: 24, help: "批准的单位全称。" },
  { title: documentTitle, width: 24, help: "批准文件的文号，没有文号的写文件名称。" },
] as const;

const approvalTitles = approval.map(({ title }) => title).join("、");
const approvalOf = {
  [approvedOnTitle]: "on",
  [approverTitle]: "by",
  [documentTitle]: "document",
} as const;

/** The city's template, with the old code in place of ours and what was approved when, by whom, by which document. */
export const filingWorkbook: WorkbookForm = {
  version: "存量备案 2",
  entries: [
    entryColumn({
      title: oldCodeTitle,
      pointer: null,
      width: 20,
      help: oldCodeHelp,
      write: ({ facts }) => facts.code,
    }),
    ...entryColumns
      .filter(({ title }) => title !== codeTitle)
      .map((one) =>
        one.title === providerTitle ? { ...one, help: "必填：单位全称，与单位名录一字不差。" } : one,
      ),
    ...approval.map((one) =>
      entryColumn({
        ...one,
        help: `${one.help}整批同一文件批准的，${approvalTitles}三栏都留空，在上传页填写一次。`,
        pointer: null,
        write: ({ facts }) => facts.approval?.[approvalOf[one.title]] ?? "",
      }),
    ),
  ],
  items: [
    itemColumn({
      title: oldCodeTitle,
      pointer: null,
      width: 20,
      help: "与“目录”表中的原目录代码一字不差；同一目录的数据项逐行写。",
      write: ({ entryCode }) => entryCode,
    }),
    ...itemColumns.slice(1),
  ],
  key: oldCodeTitle,
  advice: [
    [
      "怎样填",
      "一个目录在“目录”表占一行；它的数据项在“数据项”表、现行有效的使用权限在“使用权限”表逐行写，用原目录代码对应。",
    ],
    [
      "怎样更新",
      "改好后再上传：按原目录代码、原授权编号更新，不会重复新建；单位已经自行更新的目录不再改动。",
    ],
    [
      "也可以用 CSV",
      "一行一个数据项，“目录”表和“数据项”表的栏目并列；同一目录的各行重复填写目录栏目。CSV 不含使用权限。",
    ],
    ["文本格式", "单元格已设为文本，号码照原样填写；不要合并单元格，不要写公式，不要隐藏工作表。"],
    ["上传之后", "平台先检查，逐行逐列列出要改的地方；全部改好后提交备案，由另一人审定，一次生效。"],
  ],
};

type GrantColumn = Omit<Column<FilingGrantLine["grant"]>, "pointer">;
const grantColumn = (given: Omit<GrantColumn, "read"> & { read?: GrantColumn["read"] }): GrantColumn =>
  column({ pointer: null, ...given });

const modes = {
  query: sharingModeLabel.query,
  verify: sharingModeLabel.verify,
  file: sharingModeLabel.file,
};

export const grantTitles = {
  number: "原授权编号",
  holder: "使用单位",
  scenario: "具体应用场景",
  modes: "共享方式",
  columns: "数据项字段名",
  scope: "对象范围",
  until: "授权截止日期",
} as const;

/** Sheet 使用权限: the standing grants on the entries. */
export const grantColumns: readonly GrantColumn[] = [
  grantColumn({
    title: grantTitles.number,
    width: 20,
    help: "原平台的编号；没有的自编一个不重复的号，以后凭它更新。",
    write: ({ number }) => number,
  }),
  grantColumn({
    title: oldCodeTitle,
    width: 20,
    help: "对哪个目录的权限。",
    write: ({ oldCode }) => oldCode,
  }),
  grantColumn({
    title: grantTitles.holder,
    width: 28,
    help: "单位全称，与单位名录一字不差。",
    write: ({ holder }) => holder.name,
  }),
  grantColumn({
    title: grantTitles.scenario,
    width: 36,
    help: "用在哪一项业务的哪个环节。",
    write: ({ scenario }) => scenario,
  }),
  grantColumn({
    title: grantTitles.modes,
    width: 16,
    help: `${Object.values(modes).join("、")}，多个用顿号隔开；须是目录列明的方式。`,
    read: several(modes),
    write: (grant) => grant.modes.map((mode) => sharingModeLabel[mode]).join("、"),
  }),
  grantColumn({
    title: grantTitles.columns,
    width: 28,
    help: "用顿号隔开；留空为目录的全部数据项。",
    write: ({ columns }) => columns.join("、"),
  }),
  grantColumn({
    title: grantTitles.scope,
    width: 28,
    help: "涉及哪些人或者单位，没有限制的留空。",
    write: ({ scope }) => scope,
  }),
  grantColumn({
    title: grantTitles.until,
    width: 14,
    help: "有条件共享必填，不能早于今天；无条件共享不设期限，留空。",
    read: day,
    write: ({ until }) => until ?? "",
  }),
  ...approval.map((one) =>
    grantColumn({
      ...one,
      help: `必填，使用权限自己的批准。${one.help}`,
      write: (grant) =>
        ({
          [approvedOnTitle]: grant.approvedOn,
          [approverTitle]: grant.approver,
          [documentTitle]: grant.document,
        })[one.title],
    }),
  ),
];
