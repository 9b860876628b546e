import { z } from "zod";
import { civilDate } from "./common.ts";
import { unitName } from "./unit.ts";

/** What is stated in each of the registers of Chapter 2. */

const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });
const optional = (title: string, max = 1000) => z.string().trim().max(max).default("").meta({ title });
const date = (title: string) => civilDate.meta({ title });
const lines = z.array(z.string().trim().min(1).max(200)).max(100);
const numbersHint = { title: "关联办件", description: "每行一个文号，例如 某数任〔2026〕3号" };
const clock = (title: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "时间写成 22:00 的形式")
    .meta({ title, description: "24 小时制，例如 22:00" });

export const documentKind = z.enum(["policy", "rule", "standard", "specification"]);
export const documentLevel = z.enum(["national", "province", "city", "county"]);
export const documentTopic = z.enum([
  "management",
  "catalogue",
  "classification",
  "quality",
  "exchange",
  "sharing",
  "opening",
  "operation",
  "security",
  "coding",
  "registration",
]);

/** Art. 8(1), 8(5): policies, standards and technical specifications. */
export const libraryForm = z.object({
  title: words("名称", 300, "请填写文件名称"),
  number: words("文号或标准号", 100, "请填写文号或者标准号"),
  documentKind: documentKind.meta({ title: "文件种类" }),
  documentLevel: documentLevel.meta({ title: "层级" }),
  documentTopic: documentTopic.meta({ title: "规定的事项" }),
  issuer: words("制定机关", 200, "请填写制定机关"),
  jointly: lines.default([]).meta({
    title: "会同制定的部门",
    description: "每行一个单位全称。市、县标准和技术规范须有标准化行政主管部门",
  }),
  edition: words("版本", 50, "请填写版本，例如 2026年版"),
  effectiveFrom: date("施行日期"),
  effectiveUntil: civilDate.nullable().default(null).meta({ title: "废止日期" }),
  supersedes: optional("替代的文件", 100).meta({
    title: "替代的文件",
    description: "填本库里被替代文件的文号，没有不填",
  }),
  implements: optional("依据的上级文件", 100).meta({
    title: "依据的上级文件",
    description: "填本库里上级文件的文号，没有不填",
  }),
  published: z.boolean().default(false).meta({ title: "在门户公布" }),
  abstract: optional("内容提要", 2000),
});

/** Art. 11 ¶1, ¶4: the least grade of each category, by the city's standard or a department's rules under it. */
export const gradingRuleForm = z.object({
  title: words("名称", 300, "请填写名称，例如 卫生健康数据分类分级细则"),
  standard: words("所依据的本市标准", 100, "请填写标准号，须是“政策标准”里登记的本市分类分级标准"),
  edition: words("版本", 50, "请填写版本，例如 2026年版"),
  effectiveFrom: date("施行日期"),
  grades: z
    .array(
      z
        .string()
        .trim()
        .max(200)
        .regex(/^\S.*\s[1-4]级?$/, "每行写一个类别和它的最低级别，例如 个人身份信息 3级"),
    )
    .min(1, "请写明各类别的最低级别")
    .max(500)
    .meta({
      title: "各类别的最低级别",
      description: "每行一个类别，后面空一格写级别，例如 个人身份信息 3级",
    }),
  security: words("数据安全使用要求", 2000, "请写明各级别数据怎样存放、提供和使用"),
});

/** Art. 5: meetings of the coordination mechanism. */
export const meetingForm = z.object({
  title: words("会议名称", 200, "请填写会议名称"),
  heldOn: date("召开日期"),
  chair: words("主持人", 100, "请填写主持人"),
  attendees: lines.min(1, "请填写参加单位").meta({ title: "参加单位", description: "每行一个单位全称" }),
  issues: words("研究的重大问题", 4000, "请写明研究了什么问题"),
  decisions: words("议定事项", 4000, "请写明议定了什么、由谁办、何时办结"),
  matters: lines.default([]).meta(numbersHint),
});

/** Art. 8(8): the roster of the expert committee. */
export const expertForm = z.object({
  name: words("姓名", 50, "请填写专家姓名"),
  employer: words("工作单位", 200, "请填写工作单位"),
  profession: words("专业领域", 200, "请填写专业领域"),
  position: optional("职务职称", 100),
  appointedOn: date("聘任日期"),
  appointedUntil: date("聘期届满"),
});

/** Art. 8(8): what an expert advises on a hard problem or a risk. */
export const opinionForm = z.object({
  expert: words("专家", 50, "请填写专家姓名"),
  question: words("咨询的问题", 2000, "请写明请专家研究什么问题"),
  opinion: words("专家意见", 4000, "请写明专家意见"),
  risk: z.enum(["none", "low", "medium", "high"]).meta({ title: "评估的风险" }),
  givenOn: date("提出日期"),
  matters: lines.min(1, "专家意见须附在办件上，请填写文号").meta(numbersHint),
});

/** Art. 9: who answers for what in a department and its sector. */
export const dutyForm = z.object({
  sector: words("本行业范围", 500, "请写明负责哪个行业、领域的公共数据"),
  leader: words("负责人", 100, "请填写负责公共数据工作的领导"),
  /** Asked for by the register; records of before it was asked for have none. */
  chief: optional("首席数据官", 100).meta({
    title: "首席数据官",
    description: "姓名和职务，例如 王志远（副主任）",
  }),
  unit: words("承担管理工作的内设机构", 100, "请填写内设机构"),
  stages: words("各环节分工", 2000, "请写明采集、治理、汇聚、共享、开放、登记各由谁负责"),
  collection: words("采集清单和规范", 1000, "请写明采集清单和规范的名称、文号，没有制定的写计划"),
  quality: words("质量管理负责人", 100, "请填写质量管理负责人"),
  security: words("安全管理负责人", 100, "请填写安全管理负责人"),
  phone: optional("联系电话", 50),
});

/** Art. 7: windows in which the platform is maintained, announced before they begin. */
export const maintenanceForm = z.object({
  title: words("维护事项", 200, "请填写维护事项"),
  urgency: z.enum(["planned", "emergency"]).meta({ title: "性质" }),
  beginsOn: date("开始日期"),
  beginsAt: clock("开始时间"),
  endsOn: date("结束日期"),
  endsAt: clock("结束时间"),
  affects: words("影响的服务", 1000, "请写明哪些服务停用、哪些不受影响"),
  change: words("变更内容", 1000, "请写明改了什么，版本号是多少"),
});

/** Art. 10(4): processing that removes what is sensitive or secret. */
export const processingForm = z.object({
  title: words("处理的数据", 200, "请填写数据名称"),
  owner: unitName("数据提供单位", "请选择数据提供单位"),
  rule: words("处理规则", 1000, "请写明用了哪些脱敏、脱密规则"),
  input: words("处理前版本", 200, "请填写处理前的版本或者文件摘要"),
  output: words("处理后版本", 200, "请填写处理后的版本或者文件摘要"),
  operator: words("处理人", 50, "请填写处理人"),
  reviewer: words("复核人", 50, "请填写复核人"),
  processedOn: date("处理日期"),
});

/** Art. 13: a change of units as it was carried out; entered by the act itself. */
export const reorganisationForm = z.object({
  title: words("变动", 300, "请写明变动"),
  effectiveOn: date("生效日期"),
  basis: words("依据文件", 1000, "请写明依据文件"),
  before: lines.meta({ title: "原单位" }),
  after: lines.meta({ title: "现单位" }),
  moved: optional("移交的内容", 2000),
});

/** Art. 8(7): assessment of a department's work. */
export const assessmentForm = z.object({
  unit: unitName("被评估单位", "请选择被评估单位"),
  period: words("评估周期", 50, "请填写评估周期，例如 2026年上半年"),
  score: z.number().min(0).max(100).meta({ title: "得分（0 至 100）" }),
  findings: words("评估发现", 4000, "请写明发现了什么问题"),
  measures: optional("整改要求", 2000),
  assessedOn: date("评估日期"),
});

export const fundPurpose = z.enum(["investment", "upkeep"]);

/** Art. 69 ¶1: the budget of an information system for a year. */
export const budgetForm = z.object({
  title: words("预算项目", 200, "请填写预算项目名称"),
  systemName: words("信息系统名称", 200, "请填写信息系统名称，与立项时一致"),
  year: z
    .string()
    .regex(/^20\d\d$/, "请填写四位年份，例如 2026")
    .meta({ title: "预算年度" }),
  fundPurpose: fundPurpose.meta({ title: "经费用途" }),
  amount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,4})?$/, "请填写数字，单位万元，例如 120.5")
    .meta({ title: "金额（万元）" }),
  approval: words("预算批复文号", 100, "请填写预算批复文号"),
  finance: unitName("财政部门", "请选择管理这笔经费的财政部门"),
  goal: words("绩效目标", 2000, "请写明要归集、共享、开放多少数据，达到什么成效"),
  performance: optional("绩效评价", 2000).meta({ title: "绩效评价", description: "年度终了补填" }),
});
