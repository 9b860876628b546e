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

/** A text that is asked for only where another field holds one of these values. */
const whenNeeded = (
  title: string,
  neededWhen: Readonly<Record<string, readonly string[]>>,
  more: { description?: string } = {},
) =>
  z
    .string()
    .trim()
    .max(1000)
    .default("")
    .meta({ title, neededWhen, ...more });

const conditions = { sharingClass: ["conditional"] };
const sharingConditions = {
  sharingScope: whenNeeded("共享范围", conditions, { description: "写明可以提供给哪些单位" }),
  sharingPurpose: whenNeeded("使用用途", conditions, { description: "写明用于办理哪些事项" }),
  sharingBasis: whenNeeded(
    "共享依据",
    { sharingClass: ["conditional", "not-shared"] },
    { description: "法律、行政法规或者有关规定，写到条" },
  ),
};

/** Art. 13: why an entry leaves the catalogue, and where those turn who have used it. */
export const withdrawalNotice = changeNotice.extend({
  basis: words("撤销理由和依据", 1000, "请写明依据或者职能为什么不再存在，写到条"),
  arrangement: z.string().trim().max(1000).default("").meta({
    title: "对使用单位的安排",
    description:
      "仍有使用权限或者已经开放的须填：改用哪个目录、从哪里取得数据。原文告知使用单位，各单位打开本目录时也能看到；已经开放的，也原样显示在门户上",
  }),
});

/** Art. 25: the class that was left unstated. */
export const statedClass = z.object({
  sharingClass: sharingClass.meta({ title: "共享类型" }),
  ...sharingConditions,
});

export const conversionGround = z.enum(["declassified", "desensitised", "consent"]);

/** Art. 25, 26, 37: another class of sharing or opening, with its ground. What is left blank stays as it is. */
export const classChange = z.object({
  sharingClass: sharingClass.optional().meta({ title: "变更后的共享类型", description: "不选则不变" }),
  sharingModes: z
    .array(sharingMode)
    .default([])
    .meta({
      title: "共享方式",
      description: "不选则不变",
      askedWhen: { sharingClass: ["unconditional", "conditional"] },
    }),
  ...sharingConditions,
  openingClass: openingClass.optional().meta({ title: "变更后的开放类型", description: "不选则不变" }),
  openingConditions: whenNeeded("开放条件", { openingClass: ["conditional"] }),
  openingBasis: whenNeeded(
    "不予开放依据",
    { openingClass: ["not-open"] },
    { description: "法律、行政法规或者有关规定，写到条" },
  ),
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
