import type { Citation } from "./language.ts";

/**
 * A number the city has set for itself. It is never shown as the law's: `serves` says which article it helps to
 * carry out, not where it is written.
 */
export interface Parameter {
  readonly title: string;
  readonly unit: "working-days" | "days" | "time-of-day" | "date";
  readonly value: number | string;
  readonly serves: Citation;
}

/** The city's numbers by name: promised limits (承诺时限) and what the Measures leave open. */
export const parameters = {
  "office-hours-end": { title: "办公时间截止", unit: "time-of-day", value: "17:00", serves: "27¶2(2)" },
  "catalogue-review": { title: "目录审核承诺时限", unit: "working-days", value: 3, serves: "12¶3" },
  "catalogue-verification": { title: "目录校核承诺时限", unit: "working-days", value: 3, serves: "12¶4" },
  "catalogue-re-review": { title: "目录复核发布承诺时限", unit: "working-days", value: 3, serves: "12¶4" },
  "supplement-period": { title: "补正期限", unit: "working-days", value: 5, serves: "12¶3" },
  "unstated-class": {
    title: "未明确共享属性的提示期",
    unit: "working-days",
    value: 5,
    serves: "25¶3",
  },
  "class-change-review": {
    title: "共享、开放属性变更审核承诺时限",
    unit: "working-days",
    value: 5,
    serves: "26",
  },
  "list-confirmation": { title: "清单确认承诺时限", unit: "working-days", value: 5, serves: "23" },
  "project-review": { title: "项目数据目录审核承诺时限", unit: "working-days", value: 3, serves: "14¶1" },
  "resource-registration": { title: "数据资源登记承诺时限", unit: "working-days", value: 5, serves: "68¶1" },
  "source-designation-review": {
    title: "数源部门认定审核承诺时限",
    unit: "working-days",
    value: 5,
    serves: "15¶2",
  },
  "collection-item-review": {
    title: "采集项登记审核承诺时限",
    unit: "working-days",
    value: 5,
    serves: "15¶1",
  },
  "source-answer": { title: "数源争议陈述意见期限", unit: "working-days", value: 5, serves: "15¶2" },
  "regrading-review": { title: "重新定级审核承诺时限", unit: "working-days", value: 5, serves: "11¶4" },
  "class-evaluation": { title: "有条件共享、开放数据评估间隔", unit: "days", value: 365, serves: "25¶3" },
  "need-coordination": { title: "共享需求协调承诺时限", unit: "working-days", value: 10, serves: "22" },
  "sharing-bureau-review": {
    title: "共享申请审核承诺时限",
    unit: "working-days",
    value: 1,
    serves: "27¶2(1)",
  },
  "opening-provider-review": {
    title: "开放安全保密审查承诺时限",
    unit: "working-days",
    value: 5,
    serves: "38",
  },
  "opening-review": { title: "开放目录审核承诺时限", unit: "working-days", value: 3, serves: "36¶3" },
  "opening-verification": { title: "开放目录校核承诺时限", unit: "working-days", value: 3, serves: "36¶4" },
  "opening-re-review": { title: "开放目录复核发布承诺时限", unit: "working-days", value: 3, serves: "36¶4" },
  "objection-verification": { title: "异议核实承诺时限", unit: "working-days", value: 5, serves: "40" },
  "objection-re-review": { title: "异议复核承诺时限", unit: "working-days", value: 10, serves: "40" },
  "objection-acceptance": {
    title: "异议人未表示意见视为认可",
    unit: "working-days",
    value: 15,
    serves: "40",
  },
  "unopened-request": {
    title: "暂未开放数据论证承诺时限",
    unit: "working-days",
    value: 10,
    serves: "39¶3",
  },
  "due-soon": { title: "临期提示（黄灯）", unit: "working-days", value: 3, serves: "8(2)" },
  "due-reminder": { title: "到期前提醒", unit: "working-days", value: 1, serves: "8(2)" },
  "grant-ending": { title: "使用权限到期提前提示", unit: "working-days", value: 10, serves: "27¶1" },
  "responsibility-consent": {
    title: "明确数源部门会商承诺时限",
    unit: "working-days",
    value: 5,
    serves: "8(6)",
  },
  "channel-plan-review": {
    title: "通道归并计划、平台例外审核承诺时限",
    unit: "working-days",
    value: 5,
    serves: "7¶2",
  },
  "account-request": {
    title: "重发激活码、关联统一身份的申请有效期",
    unit: "days",
    value: 3,
    serves: "60¶3",
  },
  "key-rotation": { title: "数据密钥轮换周期", unit: "days", value: 365, serves: "60¶3" },
  "in-use-since": { title: "平台启用日期", unit: "date", value: "2026-02-11", serves: "12¶1" },
  "expiry-warning": { title: "办法到期提前提示", unit: "days", value: 180, serves: "78" },
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof parameters;
export type Parameters = Readonly<Record<ParameterName, Parameter>>;

/** Names of the parameters that count working days: what a procedure may promise. */
export type PromiseName = {
  [N in ParameterName]: (typeof parameters)[N]["unit"] extends "working-days" ? N : never;
}[ParameterName];

export const isParameterName = (name: string): name is ParameterName => Object.hasOwn(parameters, name);

/** The working days a parameter promises. @throws RangeError where it is none that counts working days */
export function promisedDays(values: Parameters, name: string): number {
  if (isParameterName(name)) {
    const { unit, value } = values[name];
    if (unit === "working-days" && typeof value === "number") return value;
  }
  throw new RangeError(`no parameter in working days: ${name}`);
}

/** The calendar days that a parameter counts. @throws RangeError where it is none that counts days */
export function daysOf(values: Parameters, name: ParameterName): number {
  const { unit, value } = values[name];
  if (unit === "days" && typeof value === "number") return value;
  throw new RangeError(`no parameter in days: ${name}`);
}

/** When working hours end, `HH:MM`. */
export const officeHoursEnd = (values: Parameters): string => String(values["office-hours-end"].value);

/** The civil day from which entries and grants come by the procedures of the Measures only, no more as existing stock. */
export const inUseSince = (values: Parameters): string => String(values["in-use-since"].value);
