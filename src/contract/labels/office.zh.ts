/** Labels of the work inside offices: papers, proofs, internal review, assignment, delegation. */

export const leafKindLabel = {
  decision: "办理决定",
  grant: "使用权限",
  "class-change": "属性变更",
  batch: "数据批次",
  export: "数据导出",
  "usage-digest": "使用日志摘要",
  retention: "日志到期清除",
  document: "文书",
  record: "登记记录",
} as const;

export const documentKindLabel = {
  "application-form": "申请表",
  "approval-form": "审批表",
  "secrecy-review": "安全保密审查表",
  "impact-assessment": "影响评估报告",
  certificate: "证明",
  notice: "通知书",
  reasons: "告知书",
  order: "决定书",
  receipt: "回执",
} as const;

export const documentActLabel = { void: "作废", revoked: "撤销" } as const;

export const stageLabel = {
  "section-head": "处室负责人",
  "chief-data-officer": "首席数据官",
} as const;

export const reviewStageLabel = {
  "section-head": "处室负责人审核",
  "chief-data-officer": "首席数据官审核",
  returned: "已退回起草人",
  sent: "已审结",
  withdrawn: "已撤销",
  lapsed: "已失效",
} as const;

export const opinionActLabel = {
  drafted: "起草送审",
  passed: "同意",
  returned: "退回",
  redrafted: "修改后重新送审",
  withdrawn: "撤销送审",
  lapsed: "办件已另行办理，送审失效",
  "handed-over": "移交",
} as const;

export const assignmentActLabel = {
  signed: "签收",
  assigned: "分办给",
  released: "退回待分办",
  "handed-over": "移交给",
} as const;

export const delegationStateLabel = {
  coming: "未开始",
  running: "代办中",
  over: "已到期",
  revoked: "已撤销",
} as const;
