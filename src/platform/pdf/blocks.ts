import { encode } from "uqr";
import { widthOf } from "./fonts.ts";
import type { Block, Cell, Paper } from "./paper.ts";
import { Sheet, type Type } from "./sheet.ts";

const red = "#c8161d";
const padding = 4;
/** 22 mm of QR code, and the space above it. */
const codeSide = 62;
const codeGap = 12;

/** The file. The same paper gives the same bytes. */
export async function renderPaper(paper: Paper): Promise<Buffer> {
  const sheet = new Sheet(paper);
  const closing = closingOf(paper.blocks);
  for (const [at, block] of paper.blocks.entries()) {
    if (at === closing) sheet.ensure(heightOf(sheet, paper.blocks.slice(at)));
    draw(sheet, block);
  }
  sheet.number(paper.style);
  return sheet.end();
}

/**
 * Where the end of a paper begins that is never parted: its last paragraph or its last row, signature and code. A
 * signature or a code alone on a page would belong to no text.
 */
function closingOf(blocks: readonly Block[]): number {
  const code = blocks.length - 1;
  if (blocks[code]?.type !== "check") return -1;
  if (blocks[code - 1]?.type !== "signature") return code - 1;
  return blocks[code - 2]?.type === "paragraph" ? code - 2 : code - 1;
}

/** What these blocks take; of a table its last row, where it goes on from the page before. */
function heightOf(sheet: Sheet, blocks: readonly Block[]): number {
  const { size, leading } = sheet;
  const heights = blocks.map((block) => {
    if (block.type === "paragraph")
      return sheet.lines(block.text, { face: "text", size, leading }, sheet.width, 2 * size).length * leading;
    if (block.type === "signature") return 4 * leading;
    if (block.type === "table") {
      const lines = (block.rows.at(-1) ?? []).map(({ text }) => text.split("\n").length);
      return Math.max(...lines) * leading + 2 * padding;
    }
    return block.type === "check" ? codeSide + codeGap : 0;
  });
  return heights.reduce((sum, height) => sum + height, 0);
}

function draw(sheet: Sheet, block: Block): void {
  const { size, leading } = sheet;
  const body: Type = { face: "text", size, leading };
  switch (block.type) {
    case "letterhead":
      letterhead(sheet, block.text);
      break;
    case "number":
      centred(sheet, "P", block.text, { ...body, leading: leading + 6 });
      break;
    case "title":
      sheet.y += leading / 2;
      centred(sheet, "H1", block.text, { face: "bold", size: 22, leading: 34 });
      sheet.y += leading / 2;
      break;
    case "salutation":
      running(sheet, block.text, body, 0);
      break;
    case "paragraph":
      running(sheet, block.text, body, 2 * size);
      break;
    case "signature":
      signature(sheet, block.office, block.date, body);
      break;
    case "table":
      if (block.apart === true) sheet.y += leading / 2;
      table(sheet, block);
      break;
    case "check":
      check(sheet, block.address, block.words);
      break;
  }
}

function centred(sheet: Sheet, tag: string, text: string, type: Type): void {
  const element = sheet.element(tag);
  for (const line of sheet.lines(text, type, sheet.width)) {
    sheet.ensure(type.leading);
    const x = sheet.left + (sheet.width - widthOf(line.text, type.face, type.size)) / 2;
    sheet.line(element, line.text, type, x, sheet.y);
    sheet.y += type.leading;
  }
  element.end();
}

/** The office's name in one line, smaller where it is long. */
function letterhead(sheet: Sheet, text: string): void {
  const size = Math.min(30, (sheet.width / widthOf(text, "bold", 30)) * 30);
  centred(sheet, "P", text, { face: "bold", size, leading: 44, colour: red });
  rule(sheet);
}

function rule(sheet: Sheet): void {
  const { doc, left, width } = sheet;
  sheet.y += 4;
  sheet.artifact("Layout", () => {
    doc.moveTo(left, sheet.y).lineTo(left + width, sheet.y);
    doc.lineWidth(1.6).strokeColor(red).stroke();
  });
  sheet.y += 10;
}

function running(sheet: Sheet, text: string, type: Type, indent: number): void {
  const element = sheet.element("P");
  for (const { text: line, first } of sheet.lines(text, type, sheet.width, indent)) {
    sheet.ensure(type.leading);
    sheet.line(element, line, type, sheet.left + (first ? indent : 0), sheet.y);
    sheet.y += type.leading;
  }
  element.end();
}

/** 落款: the date four characters from the right, the office centred above it, both on one page. */
function signature(sheet: Sheet, office: string, date: string, type: Type): void {
  sheet.y += type.leading;
  sheet.ensure(2 * type.leading);
  const element = sheet.element("P");
  const right = sheet.left + sheet.width - 4 * type.size;
  const dateWidth = widthOf(date, type.face, type.size);
  const officeWidth = widthOf(office, type.face, type.size);
  const middle = Math.min(right - dateWidth / 2, sheet.left + sheet.width - officeWidth / 2);
  sheet.line(element, office, type, middle - officeWidth / 2, sheet.y);
  sheet.line(element, date, type, middle - dateWidth / 2, sheet.y + type.leading);
  element.end();
  sheet.y += 3 * type.leading;
}

function table(sheet: Sheet, { widths, head, rows }: Extract<Block, { type: "table" }>): void {
  const element = sheet.element("Table");
  const total = widths.reduce((sum, share) => sum + share, 0);
  const columns = widths.map((share) => (share / total) * sheet.width);
  const heading = head?.map((text): Cell => ({ text, label: true }));
  if (heading !== undefined) row(sheet, element, columns, heading, undefined);
  for (const cells of rows) row(sheet, element, columns, cells, heading);
  element.end();
}

/** One row; what does not fit goes on over the page, below the heading. */
function row(
  sheet: Sheet,
  element: PDFKit.PDFStructureElement,
  columns: readonly number[],
  cells: readonly Cell[],
  heading: readonly Cell[] | undefined,
): void {
  const { size, leading } = sheet;
  const left = cells.map((cell, at) =>
    sheet.lines(cell.text, typeOf(cell, size, leading), (columns[at] ?? 0) - 2 * padding),
  );
  while (left.some((lines) => lines.length > 0)) {
    const most = Math.max(...left.map((lines) => lines.length));
    const fits = Math.floor((sheet.bottom - sheet.y - 2 * padding) / leading);
    if (fits < Math.min(most, 2)) {
      sheet.newPage();
      if (heading !== undefined) row(sheet, element, columns, heading, undefined);
      continue;
    }
    const piece = left.map((lines) => lines.splice(0, fits).map(({ text }) => text));
    boxes(sheet, element, columns, cells, piece);
    for (const [at, cell] of cells.entries()) {
      if (cell.label === true && left.some((lines) => lines.length > 0)) {
        const again = typeOf(cell, size, leading);
        left[at] = sheet.lines(`${cell.text}（续）`, again, (columns[at] ?? 0) - 2 * padding);
      }
    }
  }
}

const typeOf = (cell: Cell, size: number, leading: number): Type => ({
  face: cell.label === true ? "bold" : "text",
  size,
  leading,
});

function boxes(
  sheet: Sheet,
  element: PDFKit.PDFStructureElement,
  columns: readonly number[],
  cells: readonly Cell[],
  piece: readonly (readonly string[])[],
): void {
  const { doc, size, leading } = sheet;
  const height = Math.max(...piece.map((lines) => lines.length)) * leading + 2 * padding;
  const tagged = sheet.element("TR", element);
  let x = sheet.left;
  for (const [at, cell] of cells.entries()) {
    const width = columns[at] ?? 0;
    const lines = piece[at] ?? [];
    const type = typeOf(cell, size, leading);
    const inner = sheet.element(cell.label === true ? "TH" : "TD", tagged);
    let y = sheet.y + padding;
    y += (height - 2 * padding - lines.length * leading) / 2;
    for (const line of lines) {
      const spare = width - 2 * padding - widthOf(line, type.face, size);
      const shift = cell.label === true ? spare / 2 : cell.align === "right" ? spare : 0;
      sheet.line(inner, line, type, x + padding + shift, y);
      y += leading;
    }
    inner.end();
    const place = x;
    sheet.artifact("Layout", () => {
      doc.rect(place, sheet.y, width, height).lineWidth(0.6).strokeColor("#000000").stroke();
    });
    x += width;
  }
  tagged.end();
  sheet.y += height;
}

/** The code with its words, never parted. */
function check(sheet: Sheet, address: string, words: readonly string[]): void {
  const side = codeSide;
  sheet.y += codeGap;
  sheet.ensure(side);
  const { data, size } = encode(address, { ecc: "M", border: 0 });
  const module = side / size;
  sheet.artifact("Layout", () => {
    for (const [down, line] of data.entries()) {
      for (const [across, dark] of line.entries()) {
        if (dark) sheet.doc.rect(sheet.left + across * module, sheet.y + down * module, module, module);
      }
    }
    sheet.doc.fill("#000000");
  });
  const type: Type = { face: "text", size: 9, leading: 15 };
  const element = sheet.element("P");
  const lines = words.flatMap((text) => sheet.lines(text, type, sheet.width - side - 12));
  for (const [at, { text }] of lines.entries()) {
    sheet.line(element, text, type, sheet.left + side + 12, sheet.y + at * type.leading);
  }
  element.end();
  sheet.y += Math.max(side, lines.length * type.leading);
}
