import { opinion } from "../contract/forms.ts";
import { taskForm, taskProgress, taskResult } from "../contract/task.ts";
import { procedure, silent } from "../law/language.ts";

/**
 * Art. 8(3): a bureau sets departments tasks and requirements. The unit signs for it or objects, feeds back while it
 * works, reports; the bureau accepts the result or sends it back, and closes.
 */
export const dataTask = procedure({
  kind: "data-task",
  title: "公共数据管理任务",
  articles: [8],
  summary: "数据局向本行政区域的部门提出任务和要求；部门签收、反馈进展、报送结果，数据局验收后销号。",
  numbering: "任",
  subject: null,
  form: taskForm,
  opens: {
    by: "department",
    to: "issued",
    cites: "8(3)",
    guards: ["starterIsAuthority", "addresseeIsInItsRegion", "dueDateIsAhead"],
    effects: ["fileTask"],
  },
  states: {
    issued: { title: "待签收", holder: "provider" },
    declined: { title: "提出异议，待数据局答复", holder: "starter" },
    working: { title: "承办中", holder: "provider" },
    reported: { title: "已报送，待验收", holder: "starter" },
    closed: { title: "已完成", final: "done" },
    cancelled: { title: "已撤销", final: "withdrawn" },
  },
  steps: {
    signFor: {
      title: "签收",
      cites: "8(3)",
      from: "issued",
      to: "working",
      by: "provider",
      tone: "primary",
    },
    object: {
      title: "提出异议",
      cites: "8(3)",
      from: "issued",
      to: "declined",
      by: "provider",
      reasons: "required",
    },
    insist: {
      title: "维持任务",
      cites: "8(3)",
      from: "declined",
      to: "issued",
      by: "starter",
      reasons: "required",
      tone: "primary",
    },
    feedBack: {
      title: "反馈进展",
      cites: "8(3)",
      from: "working",
      to: "working",
      by: "provider",
      form: taskProgress,
    },
    report: {
      title: "报送结果",
      cites: "8(3)",
      from: "working",
      to: "reported",
      by: "provider",
      form: taskResult,
      tone: "primary",
    },
    close: {
      title: "验收销号",
      cites: "8(3)",
      from: "reported",
      to: "closed",
      by: "starter",
      form: opinion,
      tone: "primary",
    },
    sendBack: {
      title: "退回继续办理",
      cites: "8(3)",
      from: "reported",
      to: "working",
      by: "starter",
      reasons: "required",
    },
    cancel: {
      title: "撤销任务",
      cites: "8(3)",
      from: ["issued", "declined", "working"],
      to: "cancelled",
      by: "starter",
      reasons: "required",
      tone: "danger",
      confirm: "撤销后承办单位不用再办，撤销的理由对方能看到。",
    },
  },
  deadlines: {
    done: {
      title: "要求完成",
      over: ["issued", "declined", "working"],
      statutory: silent("任务的完成日期由下达的数据局定，办法没有规定天数"),
      dated: { field: "dueOn", serves: "8(3)" },
      overdue: "8(7)",
    },
  },
  feedbackTo: "starter",
  actors: { department: "数据局", starter: "下达任务的数据局", provider: "承办单位" },
});
