import { z } from "zod";
import { sharingMode } from "./entry.ts";
import { columnDecision } from "./grant.ts";
import { openingForm } from "./open-catalogue.ts";

const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });

/** A short free opinion beside a decision. */
export const opinion = z.object({ opinion: z.string().trim().max(2000).default("").meta({ title: "意见" }) });

/** Art. 12: what a department says with an entry. */
export const publicationNote = z.object({
  note: z.string().trim().max(1000).default("").meta({ title: "编制说明" }),
});

/** Modes that can be applied for: rows by a client system, or files whole. */
export const applicableModes = sharingMode.extract(["query", "verify", "file"]);

/** Art. 27 ¶1: scenario, mode, scope, and basis in duty or public service; all four must be stated. */
export const sharingRequest = z.object({
  scenario: words("具体应用场景", 1000, "请写明用在哪一项业务的哪个环节"),
  mode: applicableModes.meta({ title: "共享方式" }),
  columns: z.array(z.string()).min(1, "请至少选择一个数据项").max(200).meta({ title: "共享范围：数据项" }),
  rowScope: words("共享范围：对象", 500, "请写明涉及哪些人或者单位"),
  basis: words("履行职责和提供公共服务依据", 1000, "请写明法律、法规或者“三定”规定，写到条"),
  months: z.int().min(1).max(36).default(12).meta({ title: "申请期限（月）" }),
});

/** Art. 27 ¶1: what a supplement may mend of an application. */
export const sharingSupplement = sharingRequest.pick({
  scenario: true,
  rowScope: true,
  basis: true,
  months: true,
});

/** Art. 27 ¶2(2): the provider decides column by column; a refused column states its reason. */
export const columnDecisions = z.object({
  columns: z.array(columnDecision).min(1).max(200).meta({ title: "逐项决定" }),
  opinion: z.string().trim().max(2000).default("").meta({ title: "审核意见" }),
});

/** Personal Information Protection Law, Art. 56: what an impact assessment weighs. */
export const impactAssessment = z.object({
  purpose: words(
    "处理目的、方式是否合法、正当、必要",
    4000,
    "请写明处理目的、处理方式及其合法、正当、必要的理由",
  ),
  impact: words("对个人权益的影响及安全风险", 4000, "请写明对个人权益有什么影响、有哪些安全风险"),
  measures: words(
    "保护措施是否合法、有效并与风险程度相适应",
    4000,
    "请写明采取什么保护措施、为什么与风险相适应",
  ),
  conclusion: words("评估结论", 1000, "请写明评估结论"),
});

/** Art. 36 ¶5: the six fields of the opening catalogue. */
export const openingRequest = z.object({
  scope: words("数据开放范围", 1000, "请写明开放哪些时间、地域和对象的数据"),
  columns: z.array(z.string()).min(1, "请至少选择一个数据项").max(200).meta({ title: "开放内容" }),
  class: z.enum(["unconditional", "conditional"]).meta({ title: "开放类型" }),
  conditions: z.string().trim().max(1000).default("").meta({ title: "开放条件" }),
  forms: z.array(openingForm).min(1, "请至少选择一种数据形式").meta({ title: "数据形式" }),
  updateFrequency: words("更新频率", 50, "请填写更新频率，如每日、每月、不更新"),
});

/** Art. 38: security and secrecy review with desensitisation, before anything is opened. */
export const securityReview = z.object({
  noSecrets: z.literal(true, "含国家秘密、工作秘密的数据不得开放").meta({ title: "不含国家秘密、工作秘密" }),
  noPersonal: z
    .literal(true, "含个人信息、商业秘密的数据须先脱敏脱密")
    .meta({ title: "不含个人信息和商业秘密，或者已脱敏脱密" }),
  noHarm: z
    .literal(true, "开放后可能危害国家安全、公共安全的数据不得开放")
    .meta({ title: "汇聚关联后不危害国家安全和公共安全" }),
  processing: words("脱密脱敏处理情况", 1000, "请写明做了哪些处理，没有的写“无须处理”及理由"),
  reviewer: words("审查人", 50, "请填写审查人姓名"),
});

/** Art. 40: an objection names its ground; evidence is attached. */
export const objection = z.object({
  ground: z.enum(["error", "omission", "trade-secret", "privacy", "other-right"]).meta({ title: "异议类型" }),
  claim: words("异议内容", 2000, "请写明哪些数据有什么问题"),
  where: z.string().trim().max(500).default("").meta({ title: "涉及的记录、字段或者文件" }),
  contact: words("联系方式", 100, "请填写联系电话或者邮箱，用于反馈结果"),
});

/** Art. 40: after verification the provider withdraws the data, restores opening, or opens after processing. */
export const objectionResult = z.object({
  finding: words("核实情况", 2000, "请写明核实了什么、结果如何"),
});
