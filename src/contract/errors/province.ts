export const province = {
  province_not_configured: { status: 409, title: "没有配置省级平台" },
  nothing_to_deliver: { status: 409, title: "没有待送的消息" },
} as const;
