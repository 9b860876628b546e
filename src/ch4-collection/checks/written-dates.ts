import type { EntryItem } from "../../contract/entry.ts";

const wanted: Readonly<Partial<Record<EntryItem["type"], { sample: string; format: string }>>> = {
  date: { sample: "2026-09-05", format: "yyyy-mm-dd" },
  "year-month": { sample: "2026-09", format: "yyyy-mm" },
  datetime: { sample: "2026-09-05 09:30:00", format: "yyyy-mm-dd hh:mm:ss" },
};

/**
 * How to mend a day written as people write it: 2020/1/22, 2020年1月22日, 20200122. It is refused like any other value
 * that does not fit, for what a file says is never repaired silently; but the reader is told exactly what to change.
 * Null where the text is no such day. The value itself is not repeated.
 */
export function mendWrittenDate(type: EntryItem["type"], text: string): string | null {
  const style = wanted[type];
  const fault = style === undefined ? null : faultOf(text);
  if (style === undefined || fault === null) return null;
  const { sample, format } = style;
  return `${fault}：请写成 ${sample} 的样式（短横线分隔，月、日补足两位）；Excel 中选中该列，单元格格式设为自定义 ${format}，另存为 CSV 后重传`;
}

function faultOf(text: string): string | null {
  if (/^\d{6}(\d{2})?$/.test(text)) return "日期写成了连着的数字";
  const [, sign, month, day] = /^\s*\d{4}([年/.．／－-])(\d{1,2})(?:\D(\d{1,2}))?/.exec(text) ?? [];
  if (sign === undefined) return null;
  if (sign === "年") return "日期写成了“年、月、日”";
  if (sign !== "-") return `日期用了“${sign}”分隔`;
  return month?.length === 2 && day?.length !== 1 ? null : "日期的月、日没有补足两位";
}
