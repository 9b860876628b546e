/** Labels of data that arrive, are shared and are opened. */

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

export const columnTreatmentLabel = {
  plain: "同意",
  masked: "脱敏",
  "verify-only": "仅核验",
  refused: "不同意",
} as const;

export const grantStateLabel = {
  active: "有效",
  suspended: "已中断",
  expired: "已到期",
  ended: "已终止",
} as const;

export const usageOutcomeLabel = { answered: "已答复", admitted: "已转接口", refused: "已拒绝" } as const;

export const usageOperationLabel = {
  query: "查询",
  verify: "核验",
  files: "列出文件",
  file: "下载文件",
  "file-end": "文件传完",
  trial: "试调接口",
} as const;

export const problemStateLabel = {
  open: "待改",
  mended: "已重传",
  settled: "源头已删除",
  lapsed: "后批已到，不再计",
} as const;

export const keptFileStateLabel = { "in-force": "现有", replaced: "已更换", removed: "已撤下" } as const;

export const signatureAlgorithmLabel = {
  "hmac-sha256": "HMAC-SHA256",
  ed25519: "Ed25519（公钥）",
  "hmac-sm3": "HMAC-SM3（国密）",
} as const;

export const datasetStateLabel = { open: "开放中", suspended: "中止开放", withdrawn: "已撤回" } as const;

/** Art. 36 ¶1: why data are opened before others. */
export const openingPriorityLabel = {
  livelihood: "与民生紧密相关",
  urgent: "社会需求迫切",
  none: "不作为重点",
} as const;

export const messageKindLabel = {
  publish: "发布",
  update: "新版本",
  provider: "提供单位变更",
  withdraw: "撤回",
} as const;

export const messageStateLabel = { delivered: "已送达", refused: "未被接收", waiting: "待送" } as const;

export const openCatalogueStateLabel = { open: "开放中", suspended: "中止开放", planned: "待开放" } as const;

export const openingFormLabel = { csv: "CSV 文件", json: "JSON 文件", interface: "接口" } as const;

export const objectionGroundLabel = {
  error: "数据有错误",
  omission: "数据有遗漏",
  "trade-secret": "侵犯商业秘密",
  privacy: "侵犯个人隐私",
  "other-right": "侵犯其他合法权益",
} as const;

/** Why what two units say of the same subjects was not compared. */
export const incomparableLabel = {
  waiting: "正在统计",
  "no-subject": "没有主体标识，不能比对",
  zone: "重要数据专区，不比对",
  files: "以文件提供，不比对",
  interface: "以接口提供，不比对",
} as const;
