/** Labels of the registers of chapter 2: tasks, the library, channels and platforms. */

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

/** Art. 69 ¶1: what the money of a budget is for. */
export const fundPurposeLabel = { investment: "建设投资", upkeep: "运行维护" } as const;

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

/** How far the platform answers for an obligation. */
export const standingOfObligationLabel = {
  proven: "已证明",
  named: "仅有测试",
  people: "由人履行",
  open: "未覆盖",
} as const;
