import type { EntryContent } from "../../src/contract/entry.ts";
import { epidemicEntry } from "./city.ts";

/** An entry of files, had under conditions; nothing in them is a person's. */
export const albumEntry: EntryContent = {
  ...epidemicEntry,
  name: "公共卫生设施分布图册",
  abstract: "全市公共卫生设施分布图和名录，按年汇编成册。",
  format: "file",
  sharingClass: "conditional",
  sharingScope: "全市政务部门",
  sharingPurpose: "公共服务设施规划",
  sharingBasis: "《黑龙江省促进大数据发展应用条例》第二十条",
  sharingModes: ["file"],
  openingClass: "not-open",
  openingBasis: "《公共数据管理暂行办法》第三十七条第一款第一项",
};

/** A small real PDF. */
export const pdfOf = (text: string): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
