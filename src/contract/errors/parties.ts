export const parties = {
  client_name_taken: { status: 409, title: "系统名称重复" },
  too_many_keys: { status: 409, title: "有效密钥过多" },
} as const;
