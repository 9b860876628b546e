export const parties = {
  client_name_taken: { status: 409, title: "系统名称重复" },
  too_many_keys: { status: 409, title: "有效密钥过多" },
  not_the_authority: { status: 403, title: "不是公共数据主管部门" },
  unit_unknown: { status: 422, title: "单位不存在或者不在范围内" },
  category_assigned: { status: 409, title: "这类数据已有数源部门" },
  channel_not_allowed: { status: 403, title: "不得在平台之外新建通道" },
  not_the_keeper: { status: 403, title: "不由本单位登记" },
  record_exists: { status: 409, title: "已经登记过" },
  record_ended: { status: 409, title: "记录已经终止" },
} as const;
