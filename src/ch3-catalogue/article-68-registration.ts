import { opinion } from "../contract/forms.ts";
import { registrationForm } from "../contract/registration.ts";
import { procedure, promised, silent } from "../law/language.ts";

/** Art. 68: a department registers what it has mounted; the service agency guides it and keeps the register. */
export const resourceRegistration = procedure({
  kind: "resource-registration",
  title: "数据资源登记",
  articles: [68],
  summary:
    "部门登记本部门、本行业已经挂载的数据资源，市大数据中心按本市现行登记制度给予业务指导，需要完善的退回后可以重新提交，登记后出具登记证；目录有新版本的办理变更登记。",
  numbering: "登",
  subject: "entry",
  form: registrationForm,
  opens: {
    by: "provider",
    to: "guidance",
    cites: "68¶2",
    guards: ["rulesInForce", "resourceIsMounted", "registrationIsDue", "noneIsUnderWay"],
  },
  states: {
    guidance: { title: "市大数据中心指导登记", holder: "service-agency" },
    registered: { title: "已登记", final: "done" },
    returned: { title: "按登记制度完善", holder: "starter" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
    ended: { title: "目录已撤销，登记终止", final: "withdrawn" },
  },
  steps: {
    register: {
      title: "登记",
      cites: "68¶1",
      from: "guidance",
      to: "registered",
      by: "service-agency",
      form: opinion,
      guards: ["registrationIsDue"],
      effects: ["enterRegister"],
      tone: "primary",
    },
    returnWithAdvice: {
      title: "依登记制度退回，指导完善",
      cites: "68¶1",
      from: "guidance",
      to: "returned",
      by: "service-agency",
      reasons: "required",
      guards: ["rulesInForce"],
    },
    resubmit: {
      title: "完善后重新提交",
      cites: "68¶2",
      from: "returned",
      to: "guidance",
      by: "starter",
      form: registrationForm,
      amends: true,
      guards: ["rulesInForce", "resourceIsMounted", "registrationIsDue"],
      tone: "primary",
    },
    withdraw: {
      title: "撤回",
      cites: "68¶2",
      from: ["guidance", "returned"],
      to: "withdrawn",
      by: "starter",
    },
    end: {
      title: "目录撤销，登记终止",
      cites: "13¶2",
      from: ["guidance", "returned"],
      to: "ended",
      by: "platform",
    },
  },
  deadlines: {
    guidance: {
      title: "指导登记",
      over: ["guidance"],
      statutory: silent("数据资源登记，办法没有规定天数"),
      promised: promised("resource-registration"),
      overdue: "68¶1",
    },
  },
  feedbackTo: "starter",
  endsWithSubject: "end",
  documents: {
    certificate: {
      title: "公共数据资源登记证",
      kind: "certificate",
      cites: "68¶1",
      by: "service-agency",
      to: "starter",
      after: ["register"],
      in: ["registered"],
      says: "你单位的下列公共数据资源已经登记，特此证明。",
    },
  },
});
