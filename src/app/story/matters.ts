import type { z } from "zod";
import { matterDocuments } from "../../contract/document.ts";
import { type Deadline, type Matter, matter as matterSchema } from "../../contract/matter.ts";
import type { Api } from "./api.ts";
import type { Report } from "./report.ts";

/** Opens a matter and reports it. */
export async function start(
  report: Report,
  api: Api,
  what: { kind: string; subject: string; form?: unknown; attachments?: string[] },
): Promise<Matter> {
  const opened = await api.post("/api/v1/matters", { form: {}, ...what }, matterSchema);
  report.line(
    `发起：${opened.title}`,
    api.name,
    opened.article,
    deadlines(opened),
    `${opened.number}，现在：${opened.stateTitle}`,
  );
  return opened;
}

/** Takes a step of a matter and reports it. */
export async function act(
  report: Report,
  api: Api,
  id: string,
  action: string,
  given: { form?: unknown; reasons?: string } = {},
): Promise<Matter> {
  const seen = await view(api, id);
  const taken = await api.post(
    `/api/v1/matters/${id}/actions/${action}`,
    { version: seen.version, form: {}, ...given },
    matterSchema,
  );
  const step = taken.history.find((entry) => entry.seq === Math.max(...taken.history.map((one) => one.seq)));
  const receipt = step?.receipt ? `，存证 ${step.receipt.slice(0, 14)}…` : "";
  report.line(
    step?.title ?? action,
    api.name,
    step?.article ?? "",
    deadlines(taken),
    `现在：${taken.stateTitle}${receipt}`,
  );
  return taken;
}

/** Art. 55, 56 PIPL: the provider weighs what sharing means for the persons concerned, before it agrees. */
export async function assess(report: Report, provider: Api, id: string): Promise<void> {
  const form = {
    purpose: "目的和依据已核对，处理方式限于逐人查询、核验，只提供申请的数据项。",
    impact: "泄露会暴露身份和住址，风险中等；涉及的人限于正在办理的申请人及其家庭成员。",
    measures: "脱敏或者仅核验提供，按次留痕，异常调用即中断；使用权限到期自动终止。",
    conclusion: "影响可控，可以提供。",
  };
  const body = { name: "impactAssessment", form };
  const { items } = await provider.post(`/api/v1/matters/${id}/documents`, body, matterDocuments);
  const made = items.findLast(({ name }) => name === body.name);
  report.line("制发个人信息保护影响评估报告", provider.name, "", "", made?.number ?? "");
}

export const view = (api: Api, id: string): Promise<Matter> => api.get(`/api/v1/matters/${id}`, matterSchema);

/** Open deadlines in words: 法定 10月8日（1 个工作日）. */
export function deadlines(matter: z.infer<typeof matterSchema>): string {
  return matter.deadlines
    .filter((one) => one.state === "open")
    .map(inWords)
    .join("；");
}

function inWords(one: Deadline): string {
  const kind = one.kind === "statutory" ? "法定" : "承诺";
  const late = one.overdue ? "，已逾期" : "";
  const provisional = one.provisional ? "，暂定" : "";
  return `${kind} ${one.dueOn}（${one.workingDays} 个工作日${late}${provisional}）`;
}
