import { z } from "zod";
import { civilDate, partyRef, uuid } from "./common.ts";
import { unitName } from "./unit.ts";

const words = (title: string, max: number, missing: string) =>
  z.string().trim().min(1, missing).max(max).meta({ title });

/**
 * Art. 3: state and work secrets are no public data. Stated by whoever brings a category, an entry or a table into
 * the platform, before it comes in.
 */
export const secrecyDeclaration = {
  noSecrets: z
    .literal(true, "国家秘密、工作秘密不属于公共数据，不得进入本平台")
    .meta({ title: "经保密审查，不含国家秘密、工作秘密" }),
  secrecyReviewer: words("保密审查人", 50, "请填写保密审查人"),
  secrecyReviewedOn: civilDate.meta({ title: "保密审查日期" }),
};

export const dataKind = z.enum(["government", "public-service"]);

/** Art. 8(6): which unit collects and supplies a category of data, by which law. */
export const responsibilityForm = z.object({
  category: words("数据类别", 200, "请填写数据类别，例如 婚姻登记数据"),
  dataKind: dataKind.meta({ title: "公共数据种类" }),
  department: unitName("数源部门", "请选择负责采集和提供的部门"),
  basis: words("法律、法规依据", 1000, "请写明法律、法规的名称和条款"),
  scope: words("采集和提供的内容", 2000, "请写明采集什么、提供什么"),
  transfer: z.boolean().default(false).meta({ title: "职能已调整，由新的部门接替原数源部门" }),
  ...secrecyDeclaration,
});

/** One category and the unit that answers for it; `until` is null while it does. */
export const responsibility = z.object({
  id: uuid,
  category: z.string(),
  dataKind,
  department: partyRef,
  regionName: z.string(),
  basis: z.string(),
  scope: z.string(),
  since: civilDate,
  until: civilDate.nullable(),
});
export type Responsibility = z.infer<typeof responsibility>;

export const channelPurpose = z.enum(["aggregation", "sharing", "opening", "platform"]);
export const channelStatus = z.enum(["built", "under-construction", "planned"]);
export const channelState = z.enum(["authorised", "declared", "merging", "merged", "excepted"]);

/** Art. 7 ¶2: a channel beside the platform is declared with the plan of its merging. */
export const channelForm = z.object({
  name: words("通道名称", 200, "请填写系统或者通道的名称"),
  channelPurpose: channelPurpose.meta({ title: "用途" }),
  channelStatus: channelStatus.meta({ title: "建设情况" }),
  users: words("服务对象和数据", 2000, "请写明给谁用、提供哪些数据"),
  plan: words("归并计划", 4000, "请写明怎样归并、分几步、谁负责"),
  mergeBy: civilDate.meta({ title: "计划完成归并日期" }),
});
export const channelPlan = z.object({ plan: words("修改后的归并计划", 4000, "请写明怎样归并") });
export const channelMerged = z.object({
  result: words("归并情况", 2000, "请写明归并了什么、原通道何时停用"),
});

/** Art. 7 ¶1: a county asks for what in principle it must not build. */
export const countyPlatformForm = z.object({
  name: words("平台名称", 200, "请填写平台名称"),
  why: words("不能使用市平台的理由", 4000, "请写明市平台为什么满足不了"),
  connection: words("与市平台对接的方式", 2000, "请写明怎样与市平台对接"),
});
export const exceptionTerms = z.object({ terms: words("例外的条件", 2000, "请写明范围、期限和对接要求") });

export const channel = z.object({
  id: uuid,
  name: z.string(),
  purpose: channelPurpose,
  state: channelState,
  /** Null for the one authorised channel, the platform itself. */
  owner: partyRef.nullable(),
  matter: uuid.nullable(),
  mergeBy: civilDate.nullable(),
  mergedOn: civilDate.nullable(),
  overdue: z.boolean(),
});
export type Channel = z.infer<typeof channel>;
