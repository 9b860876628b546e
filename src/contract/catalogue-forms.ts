import { z } from "zod";
import { civilDate } from "./common.ts";
import { openingClass, sharingClass, sharingMode } from "./entry.ts";

/** Forms of the procedures of chapter 3, and of the classes of chapter 5 that the catalogue states. */

export const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });

export const changeKind = z.enum(["law", "function"]);

/** Art. 13: what changed, on which day, by which document. */
export const changeNotice = z.object({
  changeKind: changeKind.meta({ title: "变化类型" }),
  changedOn: civilDate.meta({ title: "变化发生之日" }),
  basis: words("变化依据", 1000, "请写明新旧法律、行政法规或者“三定”规定，写到条"),
});

const optional = (title: string, max: number, description?: string) =>
  z
    .string()
    .trim()
    .max(max)
    .default("")
    .meta(description === undefined ? { title } : { title, description });

/** Art. 13: why an entry leaves the catalogue, and where those turn who have used it. */
export const withdrawalNotice = changeNotice.extend({
  basis: words("撤销理由和依据", 1000, "请写明依据或者职能为什么不再存在，写到条"),
  arrangement: optional(
    "对使用单位的安排",
    1000,
    "仍有使用权限或者已经开放的须填：改用哪个目录、从哪里取得数据",
  ),
});

/** Art. 25: the class that was left unstated. */
export const statedClass = z.object({
  sharingClass: sharingClass.meta({ title: "共享类型" }),
  sharingScope: optional("共享范围", 1000, "有条件共享须填"),
  sharingPurpose: optional("使用用途", 1000, "有条件共享须填"),
  sharingBasis: optional("共享依据", 1000, "有条件共享、不予共享须填，写到条"),
});

export const conversionGround = z.enum(["declassified", "desensitised", "consent"]);

/** Art. 25, 26, 37: another class of sharing or opening, with its ground. What is left blank stays as it is. */
export const classChange = z.object({
  sharingClass: sharingClass.optional().meta({ title: "变更后的共享类型", description: "不选则不变" }),
  sharingModes: z.array(sharingMode).default([]).meta({ title: "共享方式", description: "不选则不变" }),
  sharingScope: optional("共享范围", 1000, "有条件共享须填"),
  sharingPurpose: optional("使用用途", 1000, "有条件共享须填"),
  sharingBasis: optional("共享依据", 1000, "有条件共享、不予共享须填，写到条"),
  openingClass: openingClass.optional().meta({ title: "变更后的开放类型", description: "不选则不变" }),
  openingConditions: optional("开放条件", 1000, "有条件开放须填"),
  openingBasis: optional("不予开放依据", 1000, "不予开放须填"),
  conversion: conversionGround.optional().meta({
    title: "不予共享、不予开放数据转换的依据",
    description: "由不予共享、不予开放放宽的须选，并附处理记录或者同意材料",
  }),
  changeReason: words("变更理由和依据", 2000, "请写明为什么变更、依据哪部法律法规的哪一条"),
});

/** Art. 25 ¶3, 37 ¶3: conditional data are evaluated; what qualifies becomes unconditional at once. */
export const classEvaluation = z.object({
  side: z.enum(["sharing", "opening"]).meta({ title: "评估哪种属性" }),
  finding: words("评估情况", 2000, "请写明条件是否仍有必要、依据是否仍然有效"),
  result: z.enum(["keep", "relax"]).meta({ title: "评估结论" }),
});
