import { z } from "zod";
import { procedure } from "../law/language.ts";

const reason = (title: string, missing: string) =>
  z.string().trim().min(1, missing).max(1000).meta({ title });

/** A holder that no longer needs a grant gives it back; it ends at once. */
export const grantReturn = procedure({
  kind: "grant-return",
  title: "使用权限退回",
  articles: [31],
  summary: "使用单位不再需要的使用权限，可以随时退回，自退回起不能再调用。",
  numbering: "退",
  subject: "grant",
  form: z.object({ why: reason("退回原因", "请写明为什么不再需要") }),
  opens: { by: "department", to: "ended", cites: "31", guards: ["grantIsHeld"], effects: ["endGrant"] },
  states: { ended: { title: "已终止", final: "done" } },
  steps: {},
  deadlines: {},
  feedbackTo: "provider",
});

/**
 * Art. 61: in an emergency the provider or the municipal bureau stops a grant at once; it is resumed or ended after
 * the matter is cleared up. Outside emergencies rectification comes first (Art. 31).
 */
export const grantStop = procedure({
  kind: "grant-stop",
  title: "使用权限紧急停用",
  articles: [31, 61],
  summary: "发现数据安全风险时，提供部门或者市数据局可以立即停用使用权限；查清后恢复，拒不整改的终止。",
  numbering: "停",
  subject: "grant",
  form: z.object({ risk: reason("安全风险", "请写明发现了什么风险、有什么依据") }),
  opens: {
    by: "department",
    to: "stopped",
    cites: "61¶2",
    guards: ["starterMayStop"],
    effects: ["suspendGrant"],
  },
  states: {
    stopped: { title: "已停用，待查清", holder: "starter" },
    resumed: { title: "已恢复", final: "done" },
    ended: { title: "已终止", final: "refused" },
    over: { title: "权限已另行终止或者到期", final: "done" },
  },
  steps: {
    resume: {
      title: "恢复使用",
      cites: "31",
      from: "stopped",
      to: "resumed",
      by: "starter",
      reasons: "required",
      effects: ["resumeGrant"],
      tone: "primary",
    },
    end: {
      title: "终止使用权限",
      cites: "31",
      from: "stopped",
      to: "ended",
      by: "starter",
      reasons: "required",
      effects: ["endGrant"],
      tone: "danger",
      confirm: "终止后不能恢复，使用单位需要重新申请。",
    },
    lapse: {
      title: "权限已不在，停用结束",
      cites: "31",
      from: "stopped",
      to: "over",
      by: "platform",
    },
  },
  endsWithSubject: "lapse",
  deadlines: {},
  feedbackTo: "starter",
  documents: {
    stopOrder: {
      title: "紧急停用决定书",
      kind: "order",
      cites: "61¶2",
      by: "starter",
      to: { words: "有关使用单位" },
      after: ["opens"],
      in: ["stopped"],
      says: "发现数据安全风险，决定自即日起停用下列使用权限：",
      closing: "风险查清后恢复使用；拒不整改的，终止使用权限。",
    },
  },
});
