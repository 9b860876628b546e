import {
  channelForm,
  channelMerged,
  channelPlan,
  countyPlatformForm,
  exceptionTerms,
} from "../contract/duty.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 7 ¶2, 35 ¶2: channels of sharing and opening that exist or are being built are merged into the platform; no new
 * one is built.
 */
export const channelMerger = procedure({
  kind: "channel-merger",
  title: "既有通道归并",
  articles: [7, 35],
  summary:
    "平台是唯一的汇聚、共享、开放通道。已经建成或者在建的其他通道要申报，列出归并计划，归并到平台后停用；不得新建。",
  numbering: "并",
  subject: null,
  form: channelForm,
  opens: {
    by: "department",
    to: "plan-review",
    cites: "7¶2",
    guards: ["channelIsNotNew", "channelIsNotDeclared", "mergeDateIsAhead"],
    effects: ["declareChannel"],
  },
  states: {
    "plan-review": { title: "市数据局审核归并计划", holder: "municipal-authority" },
    returned: { title: "退回修改计划", holder: "starter" },
    merging: { title: "归并中", holder: "starter" },
    acceptance: { title: "市大数据中心验收", holder: "service-agency" },
    merged: { title: "已归并", final: "done" },
  },
  steps: {
    acceptPlan: {
      title: "同意归并计划",
      cites: "7¶2",
      from: "plan-review",
      to: "merging",
      by: "municipal-authority",
      effects: ["beginMerging"],
      tone: "primary",
    },
    returnPlan: {
      title: "退回修改",
      cites: "7¶2",
      from: "plan-review",
      to: "returned",
      by: "municipal-authority",
      reasons: "required",
    },
    revisePlan: {
      title: "重新报送计划",
      cites: "7¶2",
      from: "returned",
      to: "plan-review",
      by: "starter",
      form: channelPlan,
      tone: "primary",
    },
    reportMerged: {
      title: "报告已归并",
      cites: "7¶2",
      from: "merging",
      to: "acceptance",
      by: "starter",
      form: channelMerged,
      tone: "primary",
    },
    accept: {
      title: "验收通过",
      cites: "7¶2",
      from: "acceptance",
      to: "merged",
      by: "service-agency",
      effects: ["closeChannel"],
      tone: "primary",
      confirm: "验收通过表示原通道已经停用，数据都从平台走。",
    },
    sendBack: {
      title: "未归并到位，退回",
      cites: "7¶2",
      from: "acceptance",
      to: "merging",
      by: "service-agency",
      reasons: "required",
    },
  },
  deadlines: {
    review: {
      title: "审核归并计划",
      over: ["plan-review"],
      statutory: silent("审核归并计划，办法没有规定天数"),
      promised: promised("channel-plan-review"),
      overdue: "8(2)",
    },
    merging: {
      title: "完成归并",
      over: ["merging", "returned"],
      statutory: silent("归并，办法没有规定天数，按申报的计划日期"),
      dated: { field: "mergeBy", serves: "7¶2" },
      overdue: "73(4)",
    },
  },
  feedbackTo: "starter",
  actors: { department: "公共管理和公共服务部门", starter: "建有通道的单位" },
});

/** Art. 7 ¶1: a county in principle builds no platform of its own; the city's bureau may except one, with reasons. */
export const countyPlatform = procedure({
  kind: "county-platform",
  title: "县（区）平台例外",
  articles: [7],
  summary:
    "县（区）原则上不得独立建设公共数据管理平台。确有必要的，向市数据局说明理由；同意例外须写明理由和条件。",
  numbering: "例",
  subject: null,
  form: countyPlatformForm,
  opens: { by: "department", to: "review", cites: "7¶1", guards: ["starterIsCountys"] },
  states: {
    review: { title: "市数据局审核", holder: "municipal-authority" },
    refused: { title: "不同意，使用市平台", final: "refused" },
    excepted: { title: "同意例外", final: "done" },
  },
  steps: {
    refuse: {
      title: "不同意，使用市平台",
      cites: "7¶1",
      from: "review",
      to: "refused",
      by: "municipal-authority",
      reasons: "required",
      tone: "primary",
    },
    except: {
      title: "同意例外",
      cites: "7¶1",
      from: "review",
      to: "excepted",
      by: "municipal-authority",
      form: exceptionTerms,
      reasons: "required",
      effects: ["registerException"],
      tone: "danger",
      confirm: "办法规定县（区）原则上不得独立建设平台，例外和理由会登记在通道名录里。",
    },
  },
  deadlines: {
    review: {
      title: "审核",
      over: ["review"],
      statutory: silent("审核例外，办法没有规定天数"),
      promised: promised("channel-plan-review"),
      overdue: "8(2)",
    },
  },
  feedbackTo: "starter",
  actors: { department: "县（区）政府、数据局", starter: "提出的县（区）单位" },
});
