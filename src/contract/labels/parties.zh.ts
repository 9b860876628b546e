/** Labels of units, persons and their posts. */

/** What a post lets its holder do. */
export const roleLabel = {
  "data-officer": "数据经办人",
  "section-head": "处室负责人",
  "chief-data-officer": "首席数据官",
  "system-admin": "系统管理员",
  "security-admin": "安全管理员",
  auditor: "审计员",
  leader: "领导",
  operator: "运营人员",
  developer: "开发人员",
  "member-of-public": "公众",
} as const;

/** Acts of administrators on persons. */
export const personActLabel = {
  opened: "开设账号",
  suspended: "停用",
  restored: "恢复账号",
  "post-granted": "授予岗位",
  "post-ended": "终止岗位",
  "activation-asked": "申请重发激活码",
  "link-asked": "申请关联统一身份",
  "request-declined": "不予核准",
  "activation-issued": "重发激活码",
  "second-factor-reset": "重设动态码",
  "external-linked": "关联统一身份",
} as const;

export const partyKindLabel = {
  government: "政府",
  authority: "数据局",
  "service-agency": "大数据中心",
  department: "部门",
  "public-service-enterprise": "公共服务企业",
  "superior-unit": "国家、省属单位",
  regulator: "监管部门",
  operator: "运营机构",
  developer: "开发利用主体",
  citizen: "个人",
  company: "企业",
} as const;

export const successionLabel = { merger: "合并", split: "拆分" } as const;

export const unitActLabel = { rename: "更名", merge: "合并", split: "拆分", end: "撤销" } as const;

export const holdingLabel = {
  entries: "数据目录",
  matters: "在办办件",
  drafts: "送审件",
  grants: "使用权限",
  clients: "客户端系统和密钥",
  posts: "人员岗位",
  responsibilities: "数源类别",
  items: "数据项的数源",
  channels: "渠道与平台",
  records: "登记事项",
} as const;
