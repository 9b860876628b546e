import type { EntryItem } from "../../src/contract/entry.ts";
import { identityNumber, item } from "./tables.ts";

/** What two departments collect together about the same persons, and rows of it as they send them. */

const sealed = { required: true, grade: 3, storage: "sealed", masking: "all", category: "个人信息" } as const;
const person: EntryItem[] = [
  item("公民身份号码", "gmsfhm", {
    ...sealed,
    length: 18,
    standard: "identity-number",
    role: "subject-key",
    storage: "sealed-equality",
  }),
  item("姓名", "xm", { ...sealed, length: 50 }),
];
export const families = [
  ...person,
  item("出生日期", "csrq", { ...sealed, type: "date" }),
  item("家庭收入", "jtsr", { type: "decimal", required: true }),
  item("联系电话", "lxdh", { length: 11, standard: "mobile-number" }),
];
export const workers = [
  ...person,
  item("家庭收入", "sr", { type: "decimal" }),
  item("就业状态", "jyzt", { length: 10, required: true }),
];

export const family = (
  n: number,
  more: { name?: string; born?: string; income?: string; phone?: string } = {},
) => {
  const id = identityNumber(n);
  const born = more.born ?? `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  return [id, more.name ?? `甲${n}`, born, more.income ?? "1200.50", more.phone ?? "13812345678"].join(",");
};
export const familyCsv = (...rows: string[]) =>
  ["公民身份号码,姓名,出生日期,家庭收入,联系电话", ...rows, ""].join("\n");
export const workerCsv = (...rows: string[]) =>
  ["公民身份号码,姓名,家庭收入,就业状态", ...rows, ""].join("\n");
