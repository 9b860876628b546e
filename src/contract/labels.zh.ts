/** Chinese labels of the codes that travel on the wire. Texts of the law stand beside their declarations. */

export const sharingClassLabel = {
  unconditional: "无条件共享",
  conditional: "有条件共享",
  "not-shared": "不予共享",
} as const;

/** Art. 11: what an inspection of classification and grading finds. */
export const gradingFaultLabel = {
  ungraded: "未分级",
  stale: "标准已更新",
  contradictory: "互相矛盾",
} as const;

/** Art. 11 ¶4: what changed. */
export const gradingTriggerLabel = {
  content: "内容变化",
  scope: "范围变化",
  timeliness: "时效变化",
  direction: "应用方向变化",
} as const;

const gradeLabel = { 1: "1级", 2: "2级", 3: "3级", 4: "4级" } as const;

export const openingClassLabel = {
  unconditional: "无条件开放",
  conditional: "有条件开放",
  "not-open": "不予开放",
} as const;

export const sharingModeLabel = {
  query: "接口查询",
  verify: "接口核验",
  table: "库表交换",
  file: "文件",
  workroom: "安全工作间",
} as const;

export const itemTypeLabel = {
  text: "文本",
  integer: "整数",
  decimal: "小数",
  date: "日期",
  "year-month": "年月",
  datetime: "日期时间",
  boolean: "是否",
  code: "代码",
} as const;

export const itemStorageLabel = {
  plain: "明文",
  sealed: "密文",
  "sealed-equality": "密文，可等值查",
  "sealed-bucket": "密文，可等值查、分档查",
} as const;

export const itemRoleLabel = {
  none: "无",
  "subject-key": "主体标识",
  "business-key": "业务标识",
  "quasi-identifier": "准标识",
} as const;

export const itemStandardLabel = {
  "identity-number": "GB 11643 公民身份号码",
  "credit-code": "GB 32100 统一社会信用代码",
  "division-code": "GB/T 2260 行政区划代码",
  "mobile-number": "手机号码",
} as const;

export const maskingLabel = {
  none: "不脱敏",
  name: "姓名，保留首字",
  "identity-number": "身份号码，保留前 3 后 4",
  "mobile-number": "手机号码，保留前 3 后 4",
  "bank-card": "银行账号，保留后 4",
  address: "地址，保留到乡镇街道",
  "birth-year": "出生日期，保留年份",
  all: "全部遮盖",
} as const;

export const updateFrequencyLabel = {
  realtime: "实时",
  daily: "每日",
  weekly: "每周",
  monthly: "每月",
  quarterly: "每季度",
  "half-yearly": "每半年",
  yearly: "每年",
  irregular: "不定期",
  archived: "不更新（历史数据）",
} as const;

export const dataFormatLabel = { table: "数据库表", file: "文件", interface: "接口" } as const;

export const operationStatusLabel = {
  "not-included": "未纳入",
  planned: "拟纳入",
  "in-operation": "运营中",
} as const;

export const secrecyResultLabel = {
  "no-secrets": "不含国家秘密、工作秘密",
  "secrets-removed": "已去除涉密内容后编目",
} as const;

export const importStateLabel = {
  reading: "正在检查",
  ready: "可以写入",
  faulty: "有错，待修改",
  refused: "没有读成",
  applied: "已写入草稿",
} as const;

export const entryStatusLabel = {
  draft: "草稿",
  "in-review": "审核中",
  published: "已发布",
  withdrawn: "已撤销",
} as const;

export const columnTreatmentLabel = {
  plain: "同意",
  masked: "脱敏",
  "verify-only": "仅核验",
  refused: "不同意",
} as const;

export const grantStateLabel = { active: "有效", suspended: "已中断", ended: "已终止" } as const;

export const channelLabel = {
  interface: "接口",
  "front-end": "前置机",
  upload: "文件上传",
  extraction: "库表抽取",
} as const;

export const batchStateLabel = {
  receiving: "接收中",
  queued: "等待检查",
  running: "检查中",
  done: "已入库",
  refused: "整批退回",
} as const;

export const datasetStateLabel = { open: "开放中", suspended: "中止开放", withdrawn: "已撤回" } as const;

export const usageOutcomeLabel = { answered: "已答复", refused: "已拒绝" } as const;
export const usageOperationLabel = { query: "查询", verify: "核验" } as const;

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
  notice: "通知书",
  reasons: "告知书",
  order: "决定书",
  receipt: "回执",
} as const;

export const signatureAlgorithmLabel = {
  "hmac-sha256": "HMAC-SHA256",
  ed25519: "Ed25519（公钥）",
  "hmac-sm3": "HMAC-SM3（国密）",
} as const;

/** GB/T 4754 sections. */
export const industryLabel = {
  A: "农、林、牧、渔业",
  B: "采矿业",
  C: "制造业",
  D: "电力、热力、燃气及水生产和供应业",
  E: "建筑业",
  F: "批发和零售业",
  G: "交通运输、仓储和邮政业",
  H: "住宿和餐饮业",
  I: "信息传输、软件和信息技术服务业",
  J: "金融业",
  K: "房地产业",
  L: "租赁和商务服务业",
  M: "科学研究和技术服务业",
  N: "水利、环境和公共设施管理业",
  O: "居民服务、修理和其他服务业",
  P: "教育",
  Q: "卫生和社会工作",
  R: "文化、体育和娱乐业",
  S: "公共管理、社会保障和社会组织",
  T: "国际组织",
} as const;

/** Label of a code, or the code itself where a later version of the platform sends one we do not know. */
export function labelOf(labels: Readonly<Record<string, string>>, code: string | null): string {
  if (code === null) return "未填";
  return labels[code] ?? code;
}

export const taskStateLabel = {
  issued: "待签收",
  declined: "提出异议",
  working: "承办中",
  reported: "待验收",
  closed: "已完成",
  cancelled: "已撤销",
} as const;

export const libraryKindLabel = {
  policy: "政策文件",
  rule: "管理制度",
  standard: "标准",
  specification: "技术规范",
} as const;

export const documentLevelLabel = {
  national: "国家",
  province: "省级",
  city: "市级",
  county: "县（区）级",
} as const;

export const documentTopicLabel = {
  management: "综合管理",
  catalogue: "目录编制",
  classification: "分类分级",
  quality: "数据质量",
  exchange: "汇聚交换",
  sharing: "共享",
  opening: "开放",
  operation: "授权运营",
  security: "安全",
  coding: "编码和元数据",
  registration: "登记",
} as const;

export const standingLabel = {
  "in-force": "现行",
  "not-yet": "尚未施行",
  superseded: "已被替代",
  expired: "已废止",
  withdrawn: "已撤销登记",
} as const;

export const riskLabel = { none: "无明显风险", low: "低", medium: "中", high: "高" } as const;
export const urgencyLabel = { planned: "计划内", emergency: "应急" } as const;
export const dataKindLabel = { government: "政务数据", "public-service": "公共服务数据" } as const;

export const channelPurposeLabel = {
  aggregation: "汇聚",
  sharing: "共享",
  opening: "开放",
  platform: "公共数据管理平台",
} as const;
export const channelStatusLabel = {
  built: "已经建成",
  "under-construction": "正在建设",
  planned: "准备新建",
} as const;
export const channelStateLabel = {
  authorised: "唯一授权通道",
  declared: "计划待审核",
  merging: "归并中",
  merged: "已归并",
  excepted: "例外同意",
} as const;

export const openingFormLabel = { csv: "CSV 文件", json: "JSON 文件", interface: "接口" } as const;

export const objectionGroundLabel = {
  error: "数据有错误",
  omission: "数据有遗漏",
  "trade-secret": "侵犯商业秘密",
  privacy: "侵犯个人隐私",
  "other-right": "侵犯其他合法权益",
} as const;

export const changeKindLabel = {
  law: "法律、行政法规依据变化",
  function: "法定职能变化",
} as const;

export const conversionGroundLabel = {
  declassified: "已依法脱密",
  desensitised: "已依法脱敏",
  consent: "相关权利人同意",
} as const;

export const classSideLabel = { sharing: "共享属性", opening: "开放属性" } as const;

export const evaluationResultLabel = {
  keep: "仍需保留条件",
  relax: "已具备条件，转为无条件",
} as const;

export const classHowLabel = {
  stated: "经提示后明确",
  deemed: "未明确，依法视为",
  tightened: "经审核收紧",
  relaxed: "放宽",
  converted: "脱密脱敏或者经同意后转换",
  evaluated: "定期评估",
} as const;

export const listNameLabel = {
  "sharing-demand": "共享需求清单",
  "sharing-responsibility": "共享责任清单",
  "not-shared": "不予共享负面清单",
  "open-responsibility": "开放责任清单",
  collection: "采集清单",
} as const;

export const projectKindLabel = {
  new: "新建",
  rebuilt: "改建",
  extended: "扩建",
  upgraded: "升级",
  purchased: "政府购买服务",
} as const;

export const collectedAboutLabel = {
  person: "自然人",
  organisation: "法人和非法人组织",
  other: "其他",
} as const;

/** Dictionaries of the coded fields of declared forms (`contract/forms.ts`), by name of the field. */
export const fieldLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mode: sharingModeLabel,
  modes: sharingModeLabel,
  class: openingClassLabel,
  forms: openingFormLabel,
  ground: objectionGroundLabel,
  documentKind: libraryKindLabel,
  documentLevel: documentLevelLabel,
  documentTopic: documentTopicLabel,
  risk: riskLabel,
  urgency: urgencyLabel,
  dataKind: dataKindLabel,
  channelPurpose: channelPurposeLabel,
  channelStatus: channelStatusLabel,
  treatment: columnTreatmentLabel,
  updateFrequency: updateFrequencyLabel,
  changeKind: changeKindLabel,
  sharingClass: sharingClassLabel,
  openingClass: openingClassLabel,
  sharingModes: sharingModeLabel,
  conversion: conversionGroundLabel,
  side: classSideLabel,
  list: listNameLabel,
  about: collectedAboutLabel,
  frequency: updateFrequencyLabel,
  projectKind: projectKindLabel,
  result: evaluationResultLabel,
  gradingTrigger: gradingTriggerLabel,
  grade: gradeLabel,
};

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
