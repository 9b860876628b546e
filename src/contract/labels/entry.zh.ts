/** Labels of an entry and its items (Art. 12). */

/** What an entry is called while its draft has no name. */
export const entryTitle = (name: string): string => (name === "" ? "未命名的目录" : name);

export const sharingClassLabel = {
  unconditional: "无条件共享",
  conditional: "有条件共享",
  "not-shared": "不予共享",
} as const;

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

/** Art. 11: what an item is beside its grade. */
export const importanceLabel = { general: "一般数据", important: "重要数据", core: "核心数据" } as const;

export const itemStandardLabel = {
  "identity-number": "GB 11643 公民身份号码",
  "credit-code": "GB 32100 统一社会信用代码",
  "division-code": "GB/T 2260 行政区划代码",
  "mobile-number": "手机号码",
  "real-estate-unit": "GB/T 37346 不动产单元代码",
  "land-parcel": "GB/T 37346 宗地（宗海）代码",
  longitude: "经度（度）",
  latitude: "纬度（度）",
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

export const entryStatusLabel = {
  draft: "草稿",
  "in-review": "审核中",
  published: "已发布",
  withdrawn: "已撤销",
} as const;
