export const parties = {
  client_name_taken: { status: 409, title: "系统名称重复" },
  too_many_keys: { status: 409, title: "有效密钥过多" },
  not_the_authority: { status: 403, title: "不是公共数据主管部门" },
  unit_unknown: { status: 422, title: "单位不存在或者不在范围内" },
} as const;
