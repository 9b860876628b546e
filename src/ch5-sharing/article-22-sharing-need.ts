import { needArranged, needCoordination, needMet, sharingNeed } from "../contract/need-forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 22: a department states what data it needs and finds in no entry; its bureau looks for whoever has them, keeps
 * record of that, and names the entry or the application that meets the need, or says why none can. A county's
 * bureau that needs a city unit's data states that need itself, to the city's.
 */
export const sharingNeedProcedure = procedure({
  kind: "sharing-need",
  title: "公共数据共享需求",
  articles: [22, 23],
  summary: "目录里找不到所需数据的，使用单位提出需求；同级数据局统筹协调，记录协调情况，指明可以申请的目录。",
  numbering: "需",
  subject: null,
  form: sharingNeed,
  opens: { by: "department", to: "coordination", cites: "22", guards: ["holderIsAUnit", "neededByIsAhead"] },
  states: {
    coordination: { title: "同级数据局协调", holder: "same-level-authority" },
    arranged: { title: "待编制目录", holder: "same-level-authority" },
    met: { title: "已指明目录或者申请", final: "done" },
    unmet: { title: "不能满足", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    meet: {
      title: "指明可以申请的目录",
      cites: "22",
      from: ["coordination", "arranged"],
      to: "met",
      by: "same-level-authority",
      form: needMet,
      guards: ["outcomeIsThere"],
      tone: "primary",
    },
    coordinate: {
      title: "记录协调情况",
      cites: "22",
      from: "coordination",
      to: "coordination",
      by: "same-level-authority",
      form: needCoordination,
      guards: ["consultedAreUnits", "heldOnHasCome"],
    },
    arrange: {
      title: "安排编制目录",
      cites: "22",
      from: "coordination",
      to: "arranged",
      by: "same-level-authority",
      form: needArranged,
      guards: ["isCoordinated", "compilerIsAUnit"],
    },
    coordinateAnew: {
      title: "编制没有落实，重新协调",
      cites: "22",
      from: "arranged",
      to: "coordination",
      by: "same-level-authority",
      reasons: "required",
    },
    decline: {
      title: "不能满足",
      cites: "22",
      from: ["coordination", "arranged"],
      to: "unmet",
      by: "same-level-authority",
      reasons: "required",
      guards: ["isCoordinated"],
      tone: "danger",
      confirm: "办结后原因送需求单位；情况变化的，可以重新提出。",
    },
    withdraw: {
      title: "撤回需求",
      cites: "22",
      from: ["coordination", "arranged"],
      to: "withdrawn",
      by: "starter",
    },
  },
  deadlines: {
    coordination: {
      title: "协调",
      over: ["coordination"],
      statutory: silent("需求的协调，办法没有规定天数"),
      promised: promised("need-coordination"),
      overdue: "74(3)",
    },
  },
  feedbackTo: "starter",
  documents: {
    answer: {
      title: "共享需求协调结果告知书",
      kind: "notice",
      cites: "22",
      by: "same-level-authority",
      to: "starter",
      after: ["meet", "decline"],
      in: ["met", "unmet"],
      says: "经统筹协调，结果如下：",
      closing: "可以申请的，请在平台提出共享申请。",
    },
  },
});
