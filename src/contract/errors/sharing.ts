export const sharing = {
  entry_not_shared: { status: 403, title: "不予共享" },
  mode_not_offered: { status: 422, title: "没有这种共享方式" },
  column_unknown: { status: 422, title: "没有这个数据项" },
  own_data: { status: 409, title: "本单位的数据" },
  entry_not_mounted: { status: 409, title: "尚未挂载数据" },
  entry_is_conditional: { status: 409, title: "属于有条件共享" },
  entry_is_unconditional: { status: 409, title: "属于无条件共享" },
  columns_undecided: { status: 422, title: "逐项决定不完整" },
  impact_not_assessed: { status: 409, title: "还没有个人信息保护影响评估" },
  need_not_coordinated: { status: 409, title: "还没有协调" },
  not_provider: { status: 403, title: "不是数据提供部门" },
} as const;
