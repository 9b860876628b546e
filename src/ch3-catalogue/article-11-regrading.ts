import { opinion } from "../contract/forms.ts";
import { regrading } from "../contract/grading.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 11 ¶4: when content, scope, timeliness or direction of use change, the department regrades promptly and the
 * platform has it at once. What was raised protects from the opening on; what was lowered waits for the bureau, and so
 * do the classes of sharing and opening. The Measures give no days.
 */
export const regradingProcedure = procedure({
  kind: "regrading",
  title: "重新定级",
  articles: [11],
  summary:
    "内容、范围、时效、应用方向变化的，单位及时调整分类分级：提高的级别自提交起生效，降低的级别经同级数据局审核后生效；共享、开放属性在审核前不变。",
  numbering: "级",
  subject: "entry",
  form: regrading,
  opens: {
    by: "provider",
    to: "review",
    cites: "11¶4",
    guards: ["noOtherRegrading", "changeHasHappened", "gradesChange", "gradesAreSound"],
    effects: ["protectRaised"],
  },
  states: {
    review: { title: "同级数据局审核", holder: "same-level-authority" },
    regraded: { title: "已重新定级", final: "done" },
    refused: { title: "不同意调整", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
    ended: { title: "目录已撤销，重新定级终止", final: "withdrawn" },
  },
  steps: {
    approve: {
      title: "同意调整",
      cites: "11¶1",
      from: "review",
      to: "regraded",
      by: "same-level-authority",
      form: opinion,
      guards: ["gradesStand", "gradesAreSound"],
      effects: ["applyGrades"],
      tone: "primary",
      confirm: "降低的级别随即生效；按新级别不得开放的数据集随即撤下。",
    },
    refuse: {
      title: "不同意调整",
      cites: "11¶1",
      from: "review",
      to: "refused",
      by: "same-level-authority",
      reasons: "required",
      effects: ["restoreGrades"],
      tone: "danger",
      confirm:
        "本件提高的级别恢复为调整前的级别，此后另行改过的数据项不动；已按提高的级别收紧的使用权限不自动放宽。",
    },
    withdraw: {
      title: "撤回",
      cites: "11¶4",
      from: "review",
      to: "withdrawn",
      by: "starter",
      guards: ["nothingWasRaised"],
    },
    end: {
      title: "目录撤销，重新定级终止",
      cites: "13¶2",
      from: "review",
      to: "ended",
      by: "platform",
    },
  },
  deadlines: {
    review: {
      title: "审核",
      over: ["review"],
      statutory: silent("重新定级须及时，办法没有规定天数"),
      promised: promised("regrading-review"),
      overdue: "73(1)",
    },
  },
  differentPersons: [["opens", "approve"]],
  feedbackTo: "starter",
  endsWithSubject: "end",
});
