import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { uuid } from "./common.ts";

const entries = z.array(uuid).min(1, "请至少选择一条数据目录").max(200, "一个项目最多200条").meta({
  title: "项目涉及的数据目录",
  description: "本单位的目录，可以是草稿；须填写完整，并明确共享、开放类型",
});

/** Art. 14, 69 ¶3: what a builder submits when a project is to be approved. */
export const projectApproval = z.object({
  projectName: words("项目名称", 200, "请填写项目名称"),
  systemName: words("信息系统名称", 200, "请填写信息系统名称"),
  projectKind: z.enum(["new", "rebuilt", "extended", "upgraded", "purchased"]).meta({ title: "建设方式" }),
  approver: words("立项审批单位", 200, "请填写立项审批单位"),
  contract: z
    .string()
    .trim()
    .max(200)
    .default("")
    .meta({ title: "服务采购合同编号", description: "政府购买服务的须填" }),
  entries,
});

/** Art. 14, 69 ¶3: what stands before the acceptance of the project. */
export const projectAcceptance = z.object({
  approvalNumber: words("立项证明的办件编号", 50, "请填写立项时的办件编号，见立项证明"),
  entries: entries.meta({
    title: "系统建成后的数据目录",
    description: "须已发布、已挂载、已汇聚数据；立项时提交的目录都要包括在内",
  }),
});
