export const opening = {
  opening_suspended: { status: 403, title: "已中止开放" },
  opening_conditional: { status: 403, title: "须申请才能获取" },
  opening_withdrawn: { status: 410, title: "已撤回开放" },
  evidence_missing: { status: 422, title: "须附证据材料" },
  entry_not_open: { status: 409, title: "目录不能开放" },
  already_open: { status: 409, title: "数据已经开放" },
  no_data_to_open: { status: 409, title: "还没有可以开放的数据" },
  column_not_open: { status: 422, title: "数据项不能开放" },
  nothing_new: { status: 409, title: "没有处理后的新数据" },
} as const;
