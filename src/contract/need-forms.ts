import { z } from "zod";
import { civilDate } from "./common.ts";

/** What is stated where a department needs data that it finds in no entry (Art. 22). */

const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });
const optional = (title: string, description: string, max: number) =>
  z.string().trim().max(max).default("").meta({ title, description });
const units = z.array(z.string().trim().min(1).max(200)).max(50);

export const sharingNeed = z.object({
  dataName: words("需要的数据", 200, "请写明需要什么数据，例如 残疾人证持有信息"),
  dataItems: words("需要的数据项", 2000, "请写明需要哪些数据项、涉及哪些人或者单位"),
  scenario: words("具体应用场景", 1000, "请写明用在哪一项业务的哪个环节"),
  basis: words("履行职责和提供公共服务依据", 1000, "请写明法律、法规或者“三定”规定，写到条"),
  presumedHolder: z
    .string()
    .trim()
    .max(200)
    .default("")
    .meta({ title: "可能掌握数据的单位", description: "不知道的不填", source: "unit" }),
  neededBy: civilDate.nullable().default(null).meta({ title: "希望何时用上" }),
});

/** One talk, letter or meeting by which the bureau looked for whoever has the data. */
export const needCoordination = z.object({
  heldOn: civilDate.meta({ title: "协调日期" }),
  consulted: units
    .min(1, "请写明同哪些单位协调")
    .meta({ title: "协调的单位", description: "每行一个单位全称" }),
  outcome: words("各方意见和议定事项", 4000, "请写明各单位的意见、议定由谁办、何时办结"),
});

/** Where the need is met: the entry to apply for, or the application that was made meanwhile. */
export const needMet = z.object({
  entry: optional(
    "可以申请的数据目录",
    "与下一项至少填一项。目录代码（例如 307019/000031）或者数据编码（d-…）",
    50,
  ),
  application: optional("已提出的共享申请", "与上一项至少填一项。办件的文号；已经申请的填这里", 100),
  opinion: z.string().trim().max(2000).default("").meta({ title: "说明" }),
});

/** Nobody has compiled it yet: who will, and until when. */
export const needArranged = z.object({
  compiler: z
    .string()
    .trim()
    .min(1, "请选择编制目录的单位")
    .max(200)
    .meta({ title: "由哪个单位编制目录", source: "unit" }),
  compileBy: civilDate.meta({ title: "何时编制完成" }),
  opinion: z.string().trim().max(2000).default("").meta({ title: "说明" }),
});
