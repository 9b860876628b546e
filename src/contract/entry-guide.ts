import type { DataFormat, EntryContent, EntryItem } from "./entry.ts";

/** How a field is filled in, and one way of doing so; an example may be none where the value comes by itself. */
export interface Guide {
  readonly help: string;
  readonly example: string;
}

type ContentField = Exclude<keyof EntryContent, "items" | "secrecyReview">;

/** The fields of an entry (Art. 12); the editor and the template of the workbook say the same. */
export const entryGuide: Readonly<Record<ContentField | "provider" | "providerCode", Guide>> = {
  name: {
    help: "写数据的内容，不写系统名称；本单位内不重名，不超过 200 字。",
    example: "城市最低生活保障对象信息",
  },
  abstract: {
    help: "写明内容、来源和范围，不超过 2000 字。",
    example:
      "本市居民最低生活保障在保、停保对象及家庭成员信息，由民政部门受理审批产生，含保障类别、金额和起止年月",
  },
  format: { help: "数据以什么形式提供。", example: "数据库表" },
  industry: {
    help: "GB/T 4754-2017 门类或者大类，能定到大类的选大类；按数据描述的活动选，不按本单位选。",
    example: "Q85 社会工作",
  },
  timeFrom: { help: "数据所说的时间从哪天起，不是编目的日期。", example: "2019-01-01" },
  timeTo: { help: "到哪天止；还在更新的留空，表示至今。", example: "2024-12-31" },
  area: {
    help: "GB/T 2260 区划，按名称选，可以选多个；覆盖全市的选市名即可。",
    example: "只涉及一个县的，选这个县",
  },
  updateFrequency: { help: "数据多久更新一次，平台据此提醒下次更新。", example: "每月" },
  provider: { help: "按登录单位填写，只能填报本单位的目录。", example: "市民政局" },
  providerCode: { help: "按登录单位的统一社会信用代码填写。", example: "11000000MB0000001X" },
  sharingClass: {
    help: "没有写明类型或条件的，依法视为无条件共享（第二十五条）；含个人信息或者 3 级以上数据的退回补充。",
    example: "有条件共享",
  },
  sharingScope: {
    help: "有条件共享的，写明可以提供给哪些单位。",
    example: "市、县民政部门和教育部门",
  },
  sharingPurpose: {
    help: "有条件共享的，写明用于办理哪些事项。",
    example: "办理社会救助、教育资助时核对",
  },
  sharingBasis: {
    help: "有条件共享、不予共享的，写明法律、行政法规或者有关规定，写到条。",
    example: "《社会救助暂行办法》第五十八条",
  },
  sharingModes: { help: "可以怎样给，可以多选。", example: "接口查询、接口核验" },
  openingClass: { help: "含个人信息或者 3 级以上数据项的，不能无条件开放。", example: "不予开放" },
  openingConditions: {
    help: "有条件开放的，写明对象、用途和使用范围。",
    example: "高等学校、科研机构，用于公共卫生研究，不得再提供",
  },
  openingBasis: {
    help: "不予开放的，写明理由和依据。",
    example: "涉及个人隐私，《个人信息保护法》第二十八条",
  },
  operationStatus: { help: "是否纳入授权运营。", example: "未纳入" },
  operationScenarios: { help: "已列入授权运营的，写明用在哪里。", example: "普惠金融风险评估" },
};

/** What fits the format, as an example of modes. */
export const modesExample: Readonly<Record<DataFormat, string>> = {
  table: entryGuide.sharingModes.example,
  interface: entryGuide.sharingModes.example,
  file: "文件",
};

export const secrecyGuide = {
  reviewer: { help: "本单位对编目内容做保密审查的人。", example: "王某某" },
  date: { help: "在编目之前。", example: "2026-09-01" },
  result: { help: "国家秘密、工作秘密不得编入目录（第三条）。", example: "不含国家秘密、工作秘密" },
} as const satisfies Readonly<Record<string, Guide>>;

/** The columns of a data item (fields 17 and 18, with what Art. 11 and storage ask). */
export const itemGuide: Readonly<Record<Exclude<keyof EntryItem, "pattern">, Guide>> & {
  readonly expression: Guide;
  readonly message: Guide;
} = {
  name: { help: "数据项的中文名称，同一目录内不重名。", example: "公民身份号码" },
  column: { help: "以小写字母开头，只含小写字母、数字和下划线。", example: "gmsfhm" },
  type: { help: "数据项格式。号码选“文本”，不选“整数”。", example: "文本" },
  length: { help: "文本和代码填写最大长度。", example: "18" },
  required: { help: "是或者否；必填的为空就是问题数据。", example: "是" },
  standard: {
    help: "按国家标准校验的填写，没有的留空。经度、纬度各填各的，单位为度。",
    example: "GB 11643 公民身份号码",
  },
  role: {
    help: "能不能找到具体的人、单位或者业务；标识人和单位的选主体标识，只能有一个，标识不动产等其他对象的选业务标识。",
    example: "主体标识",
  },
  category: { help: "按本市分类分级标准填写。", example: "个人基本信息" },
  grade: { help: "1级至4级，就高从严（第十一条）。", example: "3级" },
  importance: {
    help: "一般数据留空；列入重要数据目录的选重要数据，关系国家安全命脉的选核心数据，存入专区、只提供核验。",
    example: "重要数据",
  },
  masking: { help: "3级以上须选脱敏方式。", example: "身份号码，保留前 3 后 4" },
  storage: { help: "3级以上须加密存储。", example: "密文，可等值查" },
  expression: { help: "整个值须符合的正则表达式，没有的留空。", example: "\\d{6}" },
  message: { help: "值不符合时给填报人看的话。", example: "区划代码须为六位数字" },
};

export const guideText = ({ help, example }: Guide): string => `${help}例：${example}`;
