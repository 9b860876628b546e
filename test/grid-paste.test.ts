import { expect, test } from "vitest";
import { emptyItem } from "../web/desk/ch3-catalogue/fields.ts";
import { cellsOf, pasteCells } from "../web/desk/ch3-catalogue/gridPaste.ts";

const titles = [
  "数据项名称",
  "字段名",
  "类型",
  "长度",
  "类别",
  "级别",
  "标识角色",
  "脱敏方式",
  "存储方式",
  "必填",
];

test("cells copied in a spreadsheet fill the grid to the right and down; rows are added, and what fits no column is told", () => {
  const cells = cellsOf('姓名𠮷\txm\t文本\t50\t"个人\n信息"\t3级\n年龄\tnl\t小数字\t十\t\t5\r\n');
  expect(cells).toEqual([
    ["姓名𠮷", "xm", "文本", "50", "个人 信息", "3级"],
    ["年龄", "nl", "小数字", "十", "", "5"],
  ]);
  const kept = { ...emptyItem, name: "原有", column: "yy" };
  const { items, refused } = pasteCells([kept], cells, { row: 1, column: 0 }, titles);
  expect(items[0]).toEqual(kept);
  expect(items[1]).toMatchObject({
    name: "姓名𠮷",
    column: "xm",
    type: "text",
    length: 50,
    category: "个人 信息",
    grade: 3,
  });
  expect(items[2]).toMatchObject({ name: "年龄", column: "nl", type: "text", grade: 1 });
  expect(refused).toEqual(["第 3 项 类型", "第 3 项 长度", "第 3 项 级别"]);
  const more = Array.from({ length: 501 }, () => ["名"]);
  expect(pasteCells([], more, { row: 0, column: 0 }, titles)).toMatchObject({
    refused: ["第 501 项起，超过 500 项"],
  });
});
