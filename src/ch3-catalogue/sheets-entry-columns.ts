import type { EntryContent } from "../contract/entry.ts";
import { entryGuide, guideText, secrecyGuide } from "../contract/entry-guide.ts";
import { industryCodes, industryText } from "../contract/industry.ts";
import {
  dataFormatLabel,
  openingClassLabel,
  operationStatusLabel,
  secrecyResultLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "../contract/labels.zh.ts";
import {
  areasRead,
  type Column,
  coded,
  column,
  day,
  industryRead,
  labelled,
  several,
  type Taken,
} from "./sheets-cells.ts";

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

const industryTexts = Object.fromEntries(industryCodes.map((code) => [code, industryText(code)]));

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
    help: guideText(entryGuide.name),
    write: ({ content }) => content.name,
  }),
  entryColumn({
    title: "数据资源摘要",
    pointer: "/abstract",
    width: 48,
    help: guideText(entryGuide.abstract),
    write: ({ content }) => content.abstract,
  }),
  entryColumn({
    title: "数据格式",
    pointer: "/format",
    width: 12,
    help: guideText(entryGuide.format),
    codes: dataFormatLabel,
    read: coded(dataFormatLabel),
    write: ({ content }) => labelled(dataFormatLabel, content.format),
  }),
  entryColumn({
    title: "行业分类",
    pointer: "/industry",
    width: 24,
    help: guideText(entryGuide.industry),
    codes: industryTexts,
    openCodes: true,
    read: industryRead,
    write: ({ content }) => industryText(content.industry),
  }),
  entryColumn({
    title: "覆盖时间起",
    pointer: "/timeFrom",
    width: 12,
    help: guideText(entryGuide.timeFrom),
    read: day,
    write: ({ content }) => content.timeFrom ?? "",
  }),
  entryColumn({
    title: "覆盖时间止",
    pointer: "/timeTo",
    width: 12,
    help: guideText(entryGuide.timeTo),
    read: day,
    write: ({ content }) => content.timeTo ?? "",
  }),
  entryColumn({
    title: "数据覆盖地域",
    pointer: "/area",
    width: 20,
    help: `${guideText(entryGuide.area)}。多个用顿号隔开`,
    read: areasRead,
    write: ({ content }, areas) => content.area.map((code) => areas.get(code) ?? code).join("、"),
  }),
  entryColumn({
    title: "更新频率",
    pointer: "/updateFrequency",
    width: 12,
    help: guideText(entryGuide.updateFrequency),
    codes: updateFrequencyLabel,
    read: coded(updateFrequencyLabel),
    write: ({ content }) => labelled(updateFrequencyLabel, content.updateFrequency),
  }),
  entryColumn({
    title: providerTitle,
    pointer: null,
    width: 20,
    help: `留空。${guideText(entryGuide.provider)}`,
    write: ({ facts }) => facts.providerName,
  }),
  entryColumn({
    title: providerCodeTitle,
    pointer: null,
    width: 20,
    help: `留空。${guideText(entryGuide.providerCode)}`,
    write: ({ facts }) => facts.providerCode,
  }),
  entryColumn({
    title: "共享类型",
    pointer: "/sharingClass",
    width: 14,
    help: guideText(entryGuide.sharingClass),
    codes: sharingClassLabel,
    read: coded(sharingClassLabel),
    write: ({ content }) => labelled(sharingClassLabel, content.sharingClass),
  }),
  entryColumn({
    title: "共享条件：共享范围",
    pointer: "/sharingScope",
    width: 28,
    help: guideText(entryGuide.sharingScope),
    write: ({ content }) => content.sharingScope,
  }),
  entryColumn({
    title: "共享条件：使用用途",
    pointer: "/sharingPurpose",
    width: 28,
    help: guideText(entryGuide.sharingPurpose),
    write: ({ content }) => content.sharingPurpose,
  }),
  entryColumn({
    title: "共享依据",
    pointer: "/sharingBasis",
    width: 28,
    help: guideText(entryGuide.sharingBasis),
    write: ({ content }) => content.sharingBasis,
  }),
  entryColumn({
    title: "共享方式",
    pointer: "/sharingModes",
    width: 20,
    help: `${guideText(entryGuide.sharingModes)}。用顿号隔开：${Object.values(sharingModeLabel).join("、")}`,
    read: several(sharingModeLabel),
    write: ({ content }) => content.sharingModes.map((mode) => sharingModeLabel[mode]).join("、"),
  }),
  entryColumn({
    title: "是否向社会开放",
    pointer: "/openingClass",
    width: 14,
    help: guideText(entryGuide.openingClass),
    codes: openingClassLabel,
    read: coded(openingClassLabel),
    write: ({ content }) => labelled(openingClassLabel, content.openingClass),
  }),
  entryColumn({
    title: "开放条件",
    pointer: "/openingConditions",
    width: 24,
    help: guideText(entryGuide.openingConditions),
    write: ({ content }) => content.openingConditions,
  }),
  entryColumn({
    title: "不予开放依据",
    pointer: "/openingBasis",
    width: 24,
    help: guideText(entryGuide.openingBasis),
    write: ({ content }) => content.openingBasis,
  }),
  entryColumn({
    title: "授权运营状态",
    pointer: "/operationStatus",
    width: 14,
    help: guideText(entryGuide.operationStatus),
    codes: operationStatusLabel,
    read: coded(operationStatusLabel),
    write: ({ content }) => labelled(operationStatusLabel, content.operationStatus),
  }),
  entryColumn({
    title: "授权运营应用场景",
    pointer: "/operationScenarios",
    width: 24,
    help: guideText(entryGuide.operationScenarios),
    write: ({ content }) => content.operationScenarios,
  }),
  entryColumn({
    title: "保密审查人",
    pointer: "/secrecyReview/reviewer",
    width: 12,
    help: guideText(secrecyGuide.reviewer),
    write: ({ content }) => content.secrecyReview?.reviewer ?? "",
  }),
  entryColumn({
    title: "保密审查日期",
    pointer: "/secrecyReview/date",
    width: 12,
    help: guideText(secrecyGuide.date),
    read: day,
    write: ({ content }) => content.secrecyReview?.date ?? "",
  }),
  entryColumn({
    title: "保密审查结论",
    pointer: "/secrecyReview/result",
    width: 20,
    help: guideText(secrecyGuide.result),
    codes: secrecyResultLabel,
    read: coded(secrecyResultLabel),
    write: ({ content }) => labelled(secrecyResultLabel, content.secrecyReview?.result),
  }),
];
