import PDFDocument from "pdfkit";
import { drawable, type Face, faces, runsOf, widthOf } from "./fonts.ts";
import { linesOf } from "./lines.ts";
import type { Paper } from "./paper.ts";

const mm = 72 / 25.4;
const a4 = { width: 210 * mm, height: 297 * mm };

/** GB/T 9704 for letters; forms are narrower at the edges and smaller. */
const styles = {
  letter: { top: 37 * mm, bottom: 35 * mm, left: 28 * mm, right: 26 * mm, size: 16, leading: 29 },
  form: { top: 22 * mm, bottom: 22 * mm, left: 22 * mm, right: 22 * mm, size: 10.5, leading: 16 },
} as const;

export interface Type {
  readonly face: "text" | "bold";
  readonly size: number;
  readonly leading: number;
  readonly colour?: string;
}

/** Pages of one document with the place that has been reached; the texts are tagged, the lines are artifacts. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  readonly size: number;
  readonly leading: number;
  readonly #top: number;
  readonly #root: PDFKit.PDFStructureElement;
  y: number;

  constructor(paper: Paper) {
    const style = styles[paper.style];
    this.doc = new PDFDocument({
      size: [a4.width, a4.height],
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: "1.7",
      lang: "zh-CN",
      tagged: true,
      displayTitle: true,
      info: {
        Title: paper.title,
        Author: paper.author,
        Subject: paper.subject,
        Creator: "公数",
        Producer: "公数",
        CreationDate: paper.at,
        ModDate: paper.at,
      },
    });
    for (const [face, path] of Object.entries(faces)) this.doc.registerFont(face, path);
    this.left = style.left;
    this.width = a4.width - style.left - style.right;
    this.bottom = a4.height - style.bottom;
    this.size = style.size;
    this.leading = style.leading;
    this.#top = style.top;
    this.y = style.top;
    this.doc.addPage();
    this.#root = this.doc.struct("Document");
    this.doc.addStructure(this.#root);
  }

  newPage(): void {
    this.doc.addPage();
    this.y = this.#top;
  }

  /** Goes to a new page where less than `height` is left. */
  ensure(height: number): void {
    if (this.y + height > this.bottom && this.y > this.#top) this.newPage();
  }

  element(tag: string, parent: PDFKit.PDFStructureElement = this.#root): PDFKit.PDFStructureElement {
    const element = this.doc.struct(tag);
    parent.add(element);
    return element;
  }

  /** Lines of a text in a measure. */
  lines(text: string, type: Type, width: number, indent = 0): { text: string; first: boolean }[] {
    const clean = drawable(text, type.face);
    return linesOf(clean, width, indent, (part) => widthOf(part, type.face, type.size));
  }

  /** One line of text as a tagged piece; `x` is where it begins. */
  line(element: PDFKit.PDFStructureElement, text: string, type: Type, x: number, y: number): void {
    if (text === "") return;
    element.add(
      this.doc.struct("Span", {}, () => {
        this.#draw(text, type, x, y);
      }),
    );
  }

  /** What is drawn, not read: rules, boxes, page numbers. */
  artifact(type: "Layout" | "Pagination", draw: () => void): void {
    this.doc.markContent("Artifact", { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** Writes the page numbers, when the number of pages is known. */
  number(style: Paper["style"]): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(start + page);
      const text = style === "letter" ? `— ${page + 1} —` : `第 ${page + 1} 页　共 ${count} 页`;
      const size = style === "letter" ? 14 : 9;
      const type = { face: "text", size, leading: size } as const;
      const x = this.left + (this.width - widthOf(text, "text", size)) / 2;
      this.artifact("Pagination", () => this.#draw(text, type, x, this.bottom + 7 * mm));
    }
  }

  async end(): Promise<Buffer> {
    this.#root.end();
    this.doc.end();
    const parts: Buffer[] = [];
    for await (const part of this.doc) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  #draw(text: string, { face, size, leading, colour }: Type, x: number, y: number): void {
    let at = x;
    for (const run of runsOf(text, face)) {
      this.#use(run.face, size).fillColor(colour ?? "#000000");
      // The baseline of all faces is one: 0.88 of the size below the top of the em, which is centred in the leading.
      this.doc.text(run.text, at, y + (leading - size) / 2 + size * 0.88, {
        lineBreak: false,
        baseline: "alphabetic",
        features: [],
      });
      at += widthOf(run.text, face, size);
    }
  }

  #use(face: Face, size: number): PDFKit.PDFDocument {
    return this.doc.font(face).fontSize(size);
  }
}
