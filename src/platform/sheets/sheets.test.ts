import { expect, test } from "vitest";
import { archive } from "../../../test/support/archive.ts";
import { bomb, handMade, textRow, workbookParts } from "../../../test/support/workbook.ts";
import { Problem } from "../http/problem.ts";
import { guardArchive } from "./archive.ts";
import { csvText, readSheets, writeSheets } from "./index.ts";

const refusal = async (content: Uint8Array, limits = {}) => {
  const error = await readSheets(content, limits).catch((thrown: unknown) => thrown);
  return error instanceof Problem ? error : undefined;
};
test("a closed list refuses what stands not in it; an open one only offers", async () => {
  const list = { sheet: "代码表", column: 0, length: 1 };
  const content = await writeSheets([
    {
      name: "目录",
      columns: [
        { title: "选", width: 8, list },
        { title: "写", width: 8, list: { ...list, open: true } },
      ],
      rows: [],
    },
    { name: "代码表", columns: [{ title: "代码", width: 8 }], rows: [["甲"]] },
  ]);
  let markup = "";
  await guardArchive(Buffer.from(content), (_part, text) => {
    markup += text;
  });
  const rules = [...markup.matchAll(/<dataValidation [^>]*>/g)].map(([rule]) => rule);
  expect(rules.map((rule) => rule.includes('showErrorMessage="1"'))).toEqual([true, false]);
});

const one = (rows: string, after = "") => handMade([{ name: "表", rows, after }]);

test("what is written is read again letter by letter, with rare characters and what looks like a formula", async () => {
  const rows = [
    ["㼆𬭸䶮𠮷", "=1+1", "+86", "@甲", "-3", "230521199001011234", "00123"],
    ["第一行\n第二行", "", 'a,"b"', "<&>'", "_x0041_", "2026-09-21", "1e3"],
  ];
  const columns = rows[0]?.map((_, at) => ({ title: `列${at}`, width: 12, help: "填写说明" })) ?? [];
  const list = { title: "代码", width: 10 };
  const content = await writeSheets([
    {
      name: "目录",
      columns: [
        { title: "选", width: 8, list: { sheet: "代码表", column: 0, length: 1 } },
        ...columns.slice(1),
      ],
      rows,
    },
    { name: "代码表", columns: [list], rows: [["㼆𬭸䶮𠮷"]] },
  ]);
  const { sheets, notes } = await readSheets(content);
  expect(notes).toEqual([]);
  expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
    ["目录", false],
    ["代码表", false],
  ]);
  expect(sheets[0]?.rows.slice(1).map(({ number, cells }) => [number, ...cells])).toEqual([
    [2, ...(rows[0] ?? [])],
    [3, ...(rows[1] ?? [])],
  ]);
});

test("numbers, dates, booleans, formulas, merged cells and faulty cells are told with sheet, row and column", async () => {
  const { sheets, notes } = await readSheets(
    one(
      `<row r="2"><c r="A2"><v>0.1</v></c><c r="B2"><v>230521199001011234</v></c><c r="C2" t="b"><v>1</v></c></row>` +
        `<row r="4"><c r="A4"><f>A2*2</f><v>0.2</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="AB4" t="inlineStr"><is><t>远</t></is></c>` +
        `<c r="AC4" t="inlineStr"><is><t>x_x0000_y</t></is></c><c r="AD4" t="inlineStr"><is><t>x\u0085y</t></is></c></row><row r="900000"><c r="A900000"/></row>`,
      `<mergeCells count="1"><mergeCell ref="C5:D6"/></mergeCells>`,
    ),
  );
  expect(sheets[0]?.rows[0]).toEqual({ number: 2, cells: ["0.1", "", "是"] });
  expect(sheets[0]?.rows[1]?.cells[27]).toBe("远");
  expect(sheets[0]?.rows).toHaveLength(2);
  expect(notes.map(({ row, column, kind, severity }) => [`${column}${row}`, kind, severity])).toEqual([
    ["C5", "merged", "error"],
    ["A4", "formula", "warning"],
    ["B2", "number-too-long", "error"],
    ["B4", "error-value", "error"],
    ["AC4", "control-character", "error"],
    ["AD4", "control-character", "error"],
  ]);
  expect(notes.every(({ sheet, detail }) => sheet === "表" && /请/.test(detail))).toBe(true);
});

test("a hidden sheet is told as hidden, and names with entities are whole", async () => {
  const { sheets } = await readSheets(
    handMade([
      { name: "甲&amp;乙", rows: textRow(1, "一") },
      { name: "藏", rows: textRow(1, "二"), state: "veryHidden" },
    ]),
  );
  expect(sheets.map(({ name, hidden, rows }) => [name, hidden, rows[0]?.cells])).toEqual([
    ["甲&乙", false, ["一"]],
    ["藏", true, ["二"]],
  ]);
});

test("too many rows, too many columns and columns hidden far to the right are refused as a whole", async () => {
  const rows = Array.from({ length: 12 }, (_, at) => textRow(at + 1, "字")).join("");
  expect(await refusal(one(rows), { rows: 12 })).toBeUndefined();
  for (const [content, place] of [
    [one(rows), "A12"],
    [one(`<row r="1"><c r="XFD1"><v>1</v></c></row>`), "XFD1"],
  ] as const) {
    const told = await refusal(content, { rows: 11 });
    expect([told?.code, told?.detail]).toEqual(["workbook_too_large", expect.stringContaining(place)]);
  }
});

test("a zip bomb is refused, whether it declares its size or lies about it", async () => {
  const size = 8 * 1_048_576;
  expect((await refusal(bomb(size)))?.code).toBe("workbook_too_large");
  expect((await refusal(bomb(size, 1_000)))?.code).toBe("workbook_too_large");
  expect((await refusal(bomb(1_000, 900 * 1_048_576)))?.code).toBe("workbook_too_large");
});

test("document types, macros, passwords and what is no workbook are refused", async () => {
  const parts = workbookParts([{ name: "表", rows: textRow(1, "一") }]);
  const sheet = parts["xl/worksheets/sheet1.xml"] ?? "";
  const dtd = `<!DOCTYPE x [<!ENTITY a "${"好".repeat(20)}">]>${sheet}`;
  const cases: [string, Uint8Array][] = [
    ["workbook_forbidden", archive({ ...parts, "xl/worksheets/sheet1.xml": dtd })],
    [
      "workbook_forbidden",
      archive({ ...parts, "xl/worksheets/sheet1.xml": Buffer.from(sheet, "utf16le").toString("latin1") }),
    ],
    ["workbook_forbidden", archive({ ...parts, "xl/vbaProject.bin": "x" })],
    ["workbook_forbidden", Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1旧", "latin1")],
    ["workbook_damaged", archive({ "说明.txt": "一" })],
    ["workbook_damaged", archive(parts).subarray(0, 500)],
    ["workbook_damaged", Buffer.from("目录,数据项\n")],
  ];
  for (const [code, content] of cases) expect((await refusal(content))?.code).toBe(code);
});

test("in CSV nothing that begins like a formula stays one", () => {
  const text = csvText([["=1+1", "+1", "-1", "@甲", "正常,有逗号", "𠮷"]]);
  expect(text).toBe('\ufeff"\'=1+1","\'+1","\'-1","\'@甲","正常,有逗号",𠮷\r\n');
});
