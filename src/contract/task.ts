import { z } from "zod";
import { civilDate, instant, partyRef, uuid } from "./common.ts";
import { unitName } from "./unit.ts";

const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });

const stated = {
  title: words("任务名称", 200, "请填写任务名称"),
  requirement: words("任务和要求", 4000, "请写明要做什么、做到什么程度、交什么结果"),
  basis: z.string().trim().max(1000).default("").meta({ title: "部署依据" }),
  dueOn: civilDate.meta({ title: "要求完成日期" }),
};

/** Art. 8(3): what a bureau asks of one unit. */
export const taskForm = z.object({
  ...stated,
  addressee: unitName("承办单位", "请选择承办单位"),
});

export const taskProgress = z.object({ progress: words("进展情况", 2000, "请写明做了什么、还差什么") });
export const taskResult = z.object({ result: words("完成情况", 4000, "请写明完成了什么，交付物随附件报送") });

/** The same task for several units at once: each gets a matter of its own. */
export const issueTask = z.object({
  ...stated,
  addressees: z
    .array(z.string().trim().min(1).max(200))
    .min(1, "请至少选择一个承办单位")
    .max(200)
    .refine((names) => new Set(names).size === names.length, "承办单位重复")
    .meta({ title: "承办单位" }),
  attachments: z.array(uuid).max(20).default([]),
});
export type IssueTask = z.input<typeof issueTask>;

export const taskState = z.enum(["issued", "declined", "working", "reported", "closed", "cancelled"]);

/** One unit's part of a task. */
export const taskPart = z.object({
  matter: uuid,
  number: z.string(),
  addressee: partyRef,
  state: taskState,
  overdue: z.boolean(),
  /** What the unit wrote last. */
  latest: z.string().nullable(),
});
export type TaskPart = z.infer<typeof taskPart>;

export const task = z.object({
  id: uuid,
  title: z.string(),
  requirement: z.string(),
  basis: z.string(),
  dueOn: civilDate,
  issuer: partyRef,
  issuedAt: instant,
  /** All parts for the issuer; its own for a unit. */
  parts: z.array(taskPart),
});
export type Task = z.infer<typeof task>;
