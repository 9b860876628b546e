import type { Source } from "../../src/ch4-collection/encoding.ts";
import type { EntryItem } from "../../src/contract/entry.ts";

/** An item of a catalogue entry; what is not said is plain optional text of grade 1. */
export function item(name: string, column: string, more: Partial<EntryItem> = {}): EntryItem {
  return {
    name,
    column,
    type: "text",
    length: null,
    required: false,
    standard: null,
    pattern: null,
    role: "none",
    category: "一般",
    grade: 1,
    masking: "none",
    storage: "plain",
    ...more,
  };
}

/** Bytes as a file that can be opened again and again, cut into chunks of `size`. */
export function bytesSource(bytes: Uint8Array | string, size = 65_536): Source {
  const whole = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  return async function* () {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  };
}

/** The daily epidemic figures: city code is six digits. */
export const epidemicItems: EntryItem[] = [
  item("日期", "day", { type: "date", required: true, role: "business-key" }),
  item("省份", "province", { required: true, length: 20 }),
  item("省份代码", "province_code", { type: "code", required: true, standard: "division-code" }),
  item("地市", "city", { required: true, length: 20, role: "business-key" }),
  item("地市代码", "city_code", {
    type: "code",
    required: true,
    pattern: { expression: "\\d{6}", message: "地市代码须为 6 位数字" },
  }),
  item("累计确诊", "confirmed", { type: "integer", required: true }),
  item("疑似", "suspected", { type: "integer", required: true }),
  item("累计治愈", "cured", { type: "integer", required: true }),
  item("累计死亡", "dead", { type: "integer", required: true }),
];

/** A household register: identity number as subject key, graded items. */
export const registerItems: EntryItem[] = [
  item("公民身份号码", "id_number", {
    required: true,
    length: 18,
    standard: "identity-number",
    role: "subject-key",
    grade: 3,
    masking: "identity-number",
    storage: "sealed-equality",
  }),
  item("姓名", "name", { required: true, length: 50, grade: 3, masking: "name", storage: "sealed" }),
  item("性别", "sex", { required: true, length: 1, grade: 2 }),
  item("出生日期", "birth_date", {
    type: "date",
    required: true,
    grade: 3,
    masking: "birth-year",
    storage: "sealed",
  }),
  item("县区代码", "district", { type: "code", required: true, standard: "division-code", grade: 1 }),
];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** As the profile of the demonstration city has them. */
export const identityAreas = { own: "2305", demonstration: "230599" };

/** The n-th valid identity number of the unassigned area 230599; distinct for n below 15 million. */
export function identityNumber(n: number): string {
  const birth = new Date(Date.UTC(1950, 0, 1 + (n % 18_000))).toISOString().slice(0, 10).replaceAll("-", "");
  const front = `230599${birth}${String(Math.floor(n / 18_000) + 1).padStart(3, "0")}`;
  const sum = weights.reduce((total, weight, i) => total + weight * Number(front[i]), 0);
  return front + "10X98765432"[sum % 11];
}

/** A register of `size` generated persons as UTF-8 CSV. */
export function registerCsv(size: number): string {
  const lines = ["公民身份号码,姓名,性别,出生日期,县区代码"];
  for (let n = 0; n < size; n++) {
    const id = identityNumber(n);
    const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    lines.push(`${id},演示${n},${Number(id[16]) % 2 === 1 ? "男" : "女"},${birth},230502`);
  }
  return `${lines.join("\n")}\n`;
}
