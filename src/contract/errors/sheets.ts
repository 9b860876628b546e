export const sheets = {
  workbook_damaged: { status: 422, title: "不是可读的 Excel 工作簿" },
  workbook_too_large: { status: 413, title: "Excel 工作簿过大" },
  workbook_forbidden: { status: 422, title: "Excel 工作簿含有不接受的内容" },
} as const;
