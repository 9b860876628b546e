/** Labels of what happens to entries: imports, inspections, changes of class, lists, projects. */

export const importStateLabel = {
  reading: "正在检查",
  ready: "可以写入",
  faulty: "有错，待修改",
  refused: "没有读成",
  applied: "已写入草稿",
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

export const gradeLabel = { 1: "1级", 2: "2级", 3: "3级", 4: "4级" } as const;

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

/** Art. 12 ¶4: what makes two entries alike, and what is decided about them. */
export const likenessKindLabel = {
  "same-name": "名称相同",
  "same-items": "数据项大多相同",
  "two-sources": "数据项另有数源",
} as const;
export const duplicateChoiceLabel = { merge: "并入对方", keep: "都保留", return: "退回修改" } as const;

export const listStandingLabel = {
  none: "没有内容",
  missing: "未报送",
  "under-way": "正在确认",
  stale: "已过时",
  confirmed: "已确认",
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

/** Art. 19: the base databases. */
export const baseDatabaseLabel = {
  person: "自然人",
  organisation: "法人和非法人组织",
  "natural-resources": "自然资源",
  space: "空间地理",
} as const;

export const collectedAboutLabel = {
  person: "自然人",
  organisation: "法人和非法人组织",
  other: "其他",
} as const;
