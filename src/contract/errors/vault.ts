export const vault = {
  resource_not_found: { status: 404, title: "没有这个数据资源" },
  items_not_storable: { status: 422, title: "数据项的存储方式不合要求" },
  batch_out_of_order: { status: 409, title: "批次先后颠倒" },
  resource_resealing: { status: 409, title: "正在重新加密存放" },
  zone_not_copied: { status: 403, title: "重要数据不得导出" },
  file_gone: { status: 410, title: "文件已更换或者撤下" },
  file_tampered: { status: 500, title: "文件完整性校验不通过" },
  row_tampered: { status: 500, title: "数据完整性校验不通过" },
} as const;
