import type { EntryContent } from "../contract/entry.ts";
import {
  dataFormatLabel,
  industryLabel,
  openingClassLabel,
  operationStatusLabel,
  secrecyResultLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "../contract/labels.zh.ts";
import { areasRead, type Column, coded, column, day, labelled, several, type Taken } from "./sheets-cells.ts";

export const providerTitle = "数据资源提供方名称";
export const providerCodeTitle = "数据资源提供方代码";
export const nameTitle = "数据资源名称";
export const codeTitle = "目录代码";

/** What an entry is written with besides its content. */
export interface EntryFacts {
  readonly code: string;
  readonly providerName: string;
  readonly providerCode: string;
  /** Of what was approved before the platform: when, by whom, by which document. */
  readonly approval?: { readonly on: string; readonly by: string; readonly document: string };
}

export type EntrySource = { readonly content: EntryContent; readonly facts: EntryFacts };
export const entryColumn = (given: Taken<EntrySource>): Column<EntrySource> => column(given);

/** Sheet 目录: the 18 fields of Art. 12 (⑰ and ⑱ stand in the sheet of items), and what else an entry states. */
export const entryColumns: readonly Column<EntrySource>[] = [
  entryColumn({
    title: codeTitle,
    pointer: null,
    width: 16,
    help: "已有的目录填写代码，照着更新；新目录留空。",
    write: ({ facts }) => facts.code,
  }),
  entryColumn({
    title: nameTitle,
    pointer: "/name",
    width: 32,
    help: "本单位内不重名，不超过 200 字。例：城市最低生活保障对象信息",
    write: ({ content }) => content.name,
  }),
  entryColumn({
    title: "数据资源摘要",
    pointer: "/abstract",
    width: 48,
    help: "写明内容、来源和范围，不超过 2000 字。",
    write: ({ content }) => content.abstract,
  }),
  entryColumn({
    title: "数据格式",
    pointer: "/format",
    width: 12,
    help: "数据以什么形式提供。",
    codes: dataFormatLabel,
    read: coded(dataFormatLabel),
    write: ({ content }) => labelled(dataFormatLabel, content.format),
  }),
  entryColumn({
    title: "行业分类",
    pointer: "/industry",
    width: 24,
    help: "GB/T 4754 门类。",
    codes: industryLabel,
    read: coded(industryLabel),
    write: ({ content }) => labelled(industryLabel, content.industry),
  }),
  entryColumn({
    title: "覆盖时间起",
    pointer: "/timeFrom",
    width: 12,
    help: "例：2019-01-01",
    read: day,
    write: ({ content }) => content.timeFrom ?? "",
  }),
  entryColumn({
    title: "覆盖时间止",
    pointer: "/timeTo",
    width: 12,
    help: "留空表示至今。",
    read: day,
    write: ({ content }) => content.timeTo ?? "",
  }),
  entryColumn({
    title: "数据覆盖地域",
    pointer: "/area",
    width: 20,
    help: "写本市地区的名称，多个用顿号隔开",
    read: areasRead,
    write: ({ content }, areas) => content.area.map((code) => areas.get(code) ?? code).join("、"),
  }),
  entryColumn({
    title: "更新频率",
    pointer: "/updateFrequency",
    width: 12,
    help: "数据多久更新一次。",
    codes: updateFrequencyLabel,
    read: coded(updateFrequencyLabel),
    write: ({ content }) => labelled(updateFrequencyLabel, content.updateFrequency),
  }),
  entryColumn({
    title: providerTitle,
    pointer: null,
    width: 20,
    help: "留空，按登录单位填写；只能填报本单位的目录。",
    write: ({ facts }) => facts.providerName,
  }),
  entryColumn({
    title: providerCodeTitle,
    pointer: null,
    width: 20,
    help: "留空，按登录单位的统一社会信用代码填写。",
    write: ({ facts }) => facts.providerCode,
  }),
  entryColumn({
    title: "共享类型",
    pointer: "/sharingClass",
    width: 14,
    help: "没有写明的，依法视为无条件共享（第二十五条）。",
    codes: sharingClassLabel,
    read: coded(sharingClassLabel),
    write: ({ content }) => labelled(sharingClassLabel, content.sharingClass),
  }),
  entryColumn({
    title: "共享条件：共享范围",
    pointer: "/sharingScope",
    width: 28,
    help: "有条件共享的，写明可以提供给哪些单位。",
    write: ({ content }) => content.sharingScope,
  }),
  entryColumn({
    title: "共享条件：使用用途",
    pointer: "/sharingPurpose",
    width: 28,
    help: "有条件共享的，写明用于办理哪些事项。",
    write: ({ content }) => content.sharingPurpose,
  }),
  entryColumn({
    title: "共享依据",
    pointer: "/sharingBasis",
    width: 28,
    help: "有条件共享、不予共享的，写明法律、行政法规或者有关规定，写到条。",
    write: ({ content }) => content.sharingBasis,
  }),
  entryColumn({
    title: "共享方式",
    pointer: "/sharingModes",
    width: 20,
    help: `可以多选，用顿号隔开：${Object.values(sharingModeLabel).join("、")}`,
    read: several(sharingModeLabel),
    write: ({ content }) => content.sharingModes.map((mode) => sharingModeLabel[mode]).join("、"),
  }),
  entryColumn({
    title: "是否向社会开放",
    pointer: "/openingClass",
    width: 14,
    help: "含个人信息或者 3 级以上数据项的，不能无条件开放。",
    codes: openingClassLabel,
    read: coded(openingClassLabel),
    write: ({ content }) => labelled(openingClassLabel, content.openingClass),
  }),
  entryColumn({
    title: "开放条件",
    pointer: "/openingConditions",
    width: 24,
    help: "有条件开放的，写明对象、用途和使用范围。",
    write: ({ content }) => content.openingConditions,
  }),
  entryColumn({
    title: "不予开放依据",
    pointer: "/openingBasis",
    width: 24,
    help: "不予开放的，写明理由和依据。",
    write: ({ content }) => content.openingBasis,
  }),
  entryColumn({
    title: "授权运营状态",
    pointer: "/operationStatus",
    width: 14,
    help: "是否纳入授权运营。",
    codes: operationStatusLabel,
    read: coded(operationStatusLabel),
    write: ({ content }) => labelled(operationStatusLabel, content.operationStatus),
  }),
  entryColumn({
    title: "授权运营应用场景",
    pointer: "/operationScenarios",
    width: 24,
    help: "已列入授权运营的填写。",
    write: ({ content }) => content.operationScenarios,
  }),
  entryColumn({
    title: "保密审查人",
    pointer: "/secrecyReview/reviewer",
    width: 12,
    help: "对编目内容做保密审查的人。",
    write: ({ content }) => content.secrecyReview?.reviewer ?? "",
  }),
  entryColumn({
    title: "保密审查日期",
    pointer: "/secrecyReview/date",
    width: 12,
    help: "例：2026-09-01",
    read: day,
    write: ({ content }) => content.secrecyReview?.date ?? "",
  }),
  entryColumn({
    title: "保密审查结论",
    pointer: "/secrecyReview/result",
    width: 20,
    help: "国家秘密、工作秘密不得编入目录（第三条）。",
    codes: secrecyResultLabel,
    read: coded(secrecyResultLabel),
    write: ({ content }) => labelled(secrecyResultLabel, content.secrecyReview?.result),
  }),
];
