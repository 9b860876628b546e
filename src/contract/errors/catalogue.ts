export const catalogue = {
  entry_not_editable: { status: 409, title: "目录正在办理，暂不能修改" },
  draft_conflict: { status: 409, title: "草稿已被他人修改" },
  entry_kept: { status: 409, title: "目录不能删除" },
  entry_incomplete: { status: 422, title: "目录填写不完整" },
  entry_not_own: { status: 403, title: "不是本单位的目录" },
  entry_not_published: { status: 409, title: "目录尚未发布" },
  duplicate_entry: { status: 409, title: "已有同名目录" },
  already_mounted: { status: 409, title: "目录已挂载数据表" },
  entry_update_due: { status: 409, title: "目录正待变更更新" },
  entry_not_updated: { status: 409, title: "目录没有更新" },
  change_in_future: { status: 422, title: "变化尚未发生" },
} as const;
