import { expect, test } from "vitest";
import { pagesOf } from "../../../test/support/pdf.ts";
import { type Paper, render } from "./index.ts";
import { linesOf } from "./lines.ts";

const at = new Date("2026-09-21T01:00:00Z");
const paper = (blocks: Paper["blocks"], style: Paper["style"] = "form"): Paper => ({
  style,
  title: "公共数据共享审批表",
  author: "双鸭山市数据局",
  subject: "双数审〔2026〕1号",
  at,
  blocks,
});

test("a form of thirty pages has its number on every page and its heading on each that the table reaches", async () => {
  const rows = Array.from({ length: 420 }, (_, at) => [
    { text: `第${at + 1}项`, label: true as const },
    { text: "同意，请按申请的应用场景使用。".repeat(1 + (at % 12)) },
    { text: "2026年9月21日" },
  ]);
  const pages = await pagesOf(
    await render(paper([{ type: "table", widths: [2, 8, 3], head: ["事项", "意见", "日期"], rows }])),
  );
  expect(pages.length).toBeGreaterThanOrEqual(30);
  for (const [at, page] of pages.entries()) {
    expect(page).toContain("事项意见日期");
    expect(page).toContain(`第${at + 1}页共${pages.length}页`);
  }
  const text = pages.join("");
  for (const n of [1, 210, 420]) expect(text).toContain(`第${n}项`);
});

test("a cell longer than a page goes on over it, its label told anew", async () => {
  const long = Array.from({ length: 900 }, (_, at) => `第${at}句。`).join("");
  const pages = await pagesOf(
    await render(
      paper([{ type: "table", widths: [2, 8], rows: [[{ text: "理由", label: true }, { text: long }]] }]),
    ),
  );
  expect(pages.length).toBeGreaterThan(1);
  expect(pages[1]).toContain("理由（续）");
  expect(pages.join("").replaceAll(/理由（续）|第\d+页共\d+页/g, "")).toContain("第899句。");
});

test("rare characters of names are drawn; one that no font has is named by its code point", async () => {
  const [page = ""] = await pagesOf(
    await render(paper([{ type: "paragraph", text: "㼆、𬭸、䶮、𠮷、\u{2ebf0}\u0007" }], "letter")),
  );
  expect(page).toContain("㼆、𬭸、䶮、𠮷、〔U+2EBF0〕");
});

test("the same paper gives the same bytes, and the file tells title, language and structure", async () => {
  const letter = paper(
    [
      { type: "letterhead", text: "双鸭山市数据局" },
      { type: "title", text: "补正通知书" },
      { type: "paragraph", text: "请补充使用依据。" },
      { type: "signature", office: "双鸭山市数据局", date: "2026年9月21日" },
      { type: "check", address: "http://127.0.0.1/check/0000-0000-0000", words: ["查验码：0000-0000-0000"] },
    ],
    "letter",
  );
  const [one, other] = [await render(letter), await render(letter)];
  expect(one.equals(other)).toBe(true);
  const raw = one.toString("latin1");
  for (const mark of ["/Lang (zh-CN)", "/MarkInfo", "/StructTreeRoot", "/DisplayDocTitle true"]) {
    expect(raw).toContain(mark);
  }
});

test("a line neither begins with a closing sign nor ends with an opening one, and long words are broken", () => {
  const lines = linesOf("一二三四（五六），七八九十。ABCDEFGHIJKLMN", 5, 0, (text) => text.length);
  for (const { text } of lines) expect(text).not.toMatch(/^[，。）]|（$/);
  expect(lines.map(({ text }) => text).join("")).toBe("一二三四（五六），七八九十。ABCDEFGHIJKLMN");
});

test("the code never stands alone on a page, however long the letter or the form is", async () => {
  const check = { type: "check", address: "http://127.0.0.1/check/0", words: ["查验码"] } as const;
  const ends = {
    letter: [
      { type: "paragraph", text: "依据：办法第二十七条。" },
      { type: "signature", office: "双鸭山市数据局", date: "2026年9月21日" },
    ],
    form: [{ type: "table", widths: [1], rows: [[{ text: "\n双鸭山市数据局（盖章）\n2026年9月21日" }]] }],
  } as const;
  const fullPage = { letter: 22, form: 44 };
  for (const style of ["letter", "form"] as const)
    for (let lines = fullPage[style] - 9; lines <= fullPage[style]; lines++) {
      const text = Array.from({ length: lines }, () => ({ type: "paragraph", text: "正文" }) as const);
      const pages = await pagesOf(await render(paper([...text, ...ends[style], check], style)));
      const last = pages.at(-1) ?? "";
      expect([style, lines, last.includes("双鸭山市数据局") && last.includes("查验码")]).toEqual([
        style,
        lines,
        true,
      ]);
    }
}, 120_000);
