import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import {
  bytesSource,
  epidemicItems,
  identityAreas,
  identityNumber,
  item,
  registerCsv,
  registerItems,
} from "../../test/support/tables.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { CheckedRow } from "../vault/index.ts";
import type { IdentityAreas } from "./checks/divisions.ts";
import { MAX_CELL } from "./csv.ts";
import { type DeclaredEncoding, inspect, type Source } from "./encoding.ts";
import { type FoundProblem, readTable } from "./reading.ts";
import { FileRefusal } from "./refusal.ts";

async function take(
  source: Source | string,
  items: EntryItem[],
  { declared = "auto", areas = identityAreas }: { declared?: DeclaredEncoding; areas?: IdentityAreas } = {},
) {
  const opened = typeof source === "string" ? bytesSource(source) : source;
  const encoding = await inspect(opened, declared);
  const accepted: CheckedRow[] = [];
  const problems: FoundProblem[] = [];
  const known = new Map<number, readonly (string | null)[]>();
  let quarantined = 0;
  for await (const slice of readTable(opened, encoding, items, { areas, today: "2026-11-23" })) {
    accepted.push(...slice.accepted);
    problems.push(...slice.problems);
    for (const [row, values] of slice.known) known.set(row, values);
    quarantined += slice.quarantined;
  }
  return { encoding, accepted, problems, known, quarantined };
}

async function refusalOf(source: Source | string, items = pair, declared: DeclaredEncoding = "auto") {
  const error: unknown = await take(source, items, { declared }).catch((caught: unknown) => caught);
  if (error instanceof FileRefusal) return error;
  throw new Error("the file was not refused", { cause: error });
}

const pair = [item("名称", "name", { required: true }), item("数量", "amount", { type: "integer" })];
const good = "名称,数量\n甲,1\n乙,2\n";

const dataFolder = process.env.GONGSHU_TEST_DATA ?? path.resolve(import.meta.dirname, "../../../shared/data");
const epidemicFile = path.join(dataFolder, "heilongjiang-epidemic-2020.gb18030.csv");

describe("encodings", () => {
  test("the same rows come out wherever the chunks are cut, in both encodings and all line ends", async () => {
    const text = '名称,数量\r\n"甲,""龘""\r\n𠮷",1\r\n乙,2\r\n\r\n丙,x';
    for (const bytes of [Buffer.from(`\uFEFF${text}`), iconv.encode(text, "gb18030")]) {
      const whole = await take(bytesSource(bytes), pair);
      expect(whole.accepted).toEqual([
        { row: 2, values: ['甲,"龘"\r\n𠮷', "1"] },
        { row: 3, values: ["乙", "2"] },
      ]);
      expect(whole.problems).toMatchObject([{ row: 5, column: "amount", rule: "integer", value: "x" }]);
      for (let size = 1; size < bytes.length; size++) {
        expect(await take(bytesSource(bytes, size), pair)).toEqual(whole);
      }
    }
    const carriage = await take("名称,数量\r甲,1\r乙,2", pair);
    expect(carriage.accepted.map(({ row }) => row)).toEqual([2, 3]);
  });

  test("auto takes strict UTF-8 first, else GB18030, and says which", async () => {
    expect((await take(good, pair)).encoding).toBe("utf-8");
    expect((await take(bytesSource(iconv.encode(good, "gb18030")), pair)).encoding).toBe("gb18030");
  });

  test("what fits neither is refused with row and byte", async () => {
    const broken = Buffer.concat([Buffer.from("名称,数量\n甲,1\n"), Buffer.from([0xff, 0x31])]);
    const utf8 = await refusalOf(bytesSource(broken, 5), pair, "utf-8");
    expect(utf8).toMatchObject({ code: "encoding_unknown", row: 3 });
    expect(utf8.detail).toContain("第 3 行（第 21 字节）");
    const neither = await refusalOf(bytesSource(broken));
    expect(neither.detail).toContain("UTF-8");
    expect(neither.detail).toContain("GB18030");
    const latin = Buffer.from("名称,数量\ncaf\xe9,1\n", "latin1");
    expect(await refusalOf(bytesSource(latin))).toMatchObject({ code: "encoding_unknown" });
    const cut = Buffer.from(good).subarray(0, -4);
    expect(await refusalOf(bytesSource(cut), pair, "utf-8")).toMatchObject({
      code: "encoding_unknown",
      row: 3,
    });
  });

  test("UTF-16 and NUL bytes are refused and named", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, "utf16le")]);
    expect((await refusalOf(bytesSource(utf16))).detail).toContain("UTF-16");
    expect(await refusalOf(bytesSource(Buffer.from("名称,数量\n甲,1\n乙\0,2")))).toMatchObject({
      code: "file_damaged",
      row: 3,
    });
  });
});

describe("whole files refused with a way out", () => {
  test.each([
    ["xlsx", "504b030414000600", "另存为"],
    ["xls", "d0cf11e0a1b11ae1", "另存为"],
    ["pdf", "255044462d312e37", "CSV"],
    ["png", "89504e470d0a1a0a", "CSV"],
    ["exe", "4d5a90000300", "CSV"],
    ["gzip", "1f8b0800", "解压"],
    ["html", Buffer.from("\uFEFF<html><table>").toString("hex"), "另存为"],
  ])("%s is told by its content", async (_, hex, mend) => {
    const refusal = await refusalOf(bytesSource(Buffer.from(hex, "hex"), 3));
    expect(refusal).toMatchObject({ code: "file_type_refused" });
    expect(refusal.mend).toContain(mend);
  });

  test("empty, blank and header-only files", async () => {
    expect(await refusalOf("")).toMatchObject({ code: "file_empty" });
    expect(await refusalOf("\uFEFF\n\n")).toMatchObject({ code: "file_empty" });
    expect(await refusalOf("名称,数量\n\n")).toMatchObject({ code: "file_header_only" });
  });

  test("a file without header repeats none of its values; a million columns are not compared", async () => {
    const { detail, mend } = await refusalOf("230599199001010017,张三\n230599199001010033,李四\n");
    expect(detail).toContain("缺少列：名称、数量；目录中没有的列：第 1 列、第 2 列");
    for (const value of ["2305", "张三"]) expect(detail + mend).not.toContain(value);
    const mixed = await refusalOf("名称,230599199001010017\n甲,1\n");
    expect(mixed.detail).toContain("目录中没有的列：******");
    expect(mixed.detail).not.toContain("2305");
    expect((await refusalOf(`${",".repeat(1_000_000)}\n`)).detail).toContain("第 1 行有 1000001 列");
  });

  test("a header that does not fit: missing, unknown with the nearest name, doubled, wrong separator", async () => {
    const refusal = await refusalOf("名 称,名称,名称,数量单位\n1,2,3,4\n");
    expect(refusal).toMatchObject({ code: "header_mismatch", row: 1 });
    expect(refusal.detail).toBe(
      "缺少列：数量；目录中没有的列：名 称、数量单位（是否为“数量”？）；重复的列：名称",
    );
    expect((await refusalOf("名称;数量\n甲;1\n")).mend).toContain("英文逗号");
    const reordered = await take("amount,名称\n1,甲\n", pair);
    expect(reordered.accepted).toEqual([{ row: 2, values: ["甲", "1"] }]);
  });

  test("a file cut in the middle of quotes, and a cell beyond all measure", async () => {
    expect(await refusalOf('名称,数量\n甲,1\n"乙,2\n')).toMatchObject({ code: "file_truncated", row: 3 });
    for (const cell of [
      `"${"长".repeat(MAX_CELL + 1)}"`,
      "x".repeat(10_000_000),
      `"${"x\n".repeat(900_000)}`,
    ]) {
      const refusal = await refusalOf(`数量,名称\n1,甲\n2,${cell}\n3,丙\n`);
      expect(refusal).toMatchObject({ code: "cell_too_large", row: 3, column: "名称" });
    }
  });

  test("an expression that RE2 does not know refuses the file, not the platform", async () => {
    const items = [item("名称", "name", { pattern: { expression: "(a)\\1", message: "" } })];
    expect(await refusalOf("名称\na\n", items)).toMatchObject({ code: "rule_invalid", column: "name" });
  });
});

describe("rows", () => {
  test("ragged rows and misplaced quotes are problem data; the rest goes in", async () => {
    const { accepted, problems } = await take('名称,数量\n甲\n乙,2,3\n"丙"x",4\n丁,5\n', pair);
    expect(accepted.map(({ row }) => row)).toEqual([5]);
    expect(problems.map(({ row, rule }) => [row, rule])).toEqual([
      [2, "column-count"],
      [3, "column-count"],
      [4, "quotes"],
    ]);
  });

  test("A15.5 a problem row is known again by its key, unless that is itself at fault", async () => {
    const items = [
      item("编号", "no", { required: true, role: "business-key", length: 3 }),
      item("日期", "day", { type: "date", required: true }),
    ];
    const { known } = await take(
      "编号,日期\nA,2026-02-28\nB,2026-02-30\n1234,2026-01-01\nA,2026-03-01\nC,2026-01-01,多\n",
      items,
    );
    expect([...known]).toEqual([
      [3, ["B", null]],
      [5, ["A", "2026-03-01"]],
    ]);
  });

  test("every fault of a row is told, and a key may come once", async () => {
    const items = [
      item("编号", "no", { required: true, role: "business-key", length: 3 }),
      item("日期", "day", { type: "date", required: true }),
    ];
    const { accepted, problems } = await take(
      "编号,日期\nA,2026-02-28\n1234,2026-02-30\n ,\nA,2026-03-01\n",
      items,
    );
    expect(accepted.map(({ row }) => row)).toEqual([2]);
    expect(problems.map(({ row, column, rule }) => [row, column, rule])).toEqual([
      [3, "no", "length"],
      [3, "day", "date"],
      [4, "no", "required"],
      [4, "day", "required"],
      [5, "no", "duplicate-key"],
    ]);
    expect(problems.at(-1)?.mend).toContain("第 2 行");
  });

  test("20,000 generated persons pass in a demonstration home, none of them in another", async () => {
    const register = registerCsv(20_000);
    const { accepted, problems } = await take(register, registerItems);
    expect([accepted.length, problems.length]).toEqual([20_000, 0]);
    const elsewhere = await take(register, registerItems, {
      areas: { ...identityAreas, demonstration: null },
    });
    expect([elsewhere.accepted.length, elsewhere.quarantined]).toEqual([0, 20_000]);
  });

  test("identity numbers that a spreadsheet has spoilt are told apart and never repaired or shown", async () => {
    const id = identityNumber(7);
    const spoilt = [
      "2.30599E+17",
      `${id.slice(0, 15)}000`,
      `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}`,
    ];
    const csv = ["公民身份号码,姓名,性别,出生日期,县区代码"];
    for (const value of spoilt) csv.push(`${value},张三丰,男,1950-01-08,230502`);
    const { accepted, problems } = await take(csv.join("\n"), registerItems);
    expect(accepted).toEqual([]);
    expect(problems.map(({ rule, value }) => [rule, value])).toEqual([
      ["lost-digits", "2.****E+17"],
      ["lost-digits", "23****"],
      ["identity-number", "23****"],
    ]);
    expect(problems[0]?.mend).toContain("设为文本");
    expect(JSON.stringify(problems)).not.toContain(id.slice(0, 10));
  });
});

test.skipIf(!existsSync(epidemicFile))(
  "A7.8 the real epidemic file: 4,603 rows, 4,124 accepted, 479 problem rows by the city code alone",
  async () => {
    const bytes = readFileSync(epidemicFile);
    const { encoding, accepted, problems, quarantined } = await take(bytesSource(bytes), epidemicItems);
    expect(encoding).toBe("gb18030");
    expect([accepted.length, quarantined, problems.length]).toEqual([4_124, 479, 479]);
    expect(new Set(problems.map(({ column }) => column))).toEqual(new Set(["city_code"]));
  },
);
