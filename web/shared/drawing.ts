/**
 * A chart as a few shapes, drawn the same as SVG on the page and as a picture to take away. Nothing is styled inline,
 * so that the strict policy for styles holds; sizes are in pixels.
 */
export type Ink = "ink" | "muted" | "rule" | "first" | "second";

export type Shape =
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly words: string;
      readonly ink: Ink;
      readonly anchor: "start" | "middle" | "end";
    };

export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The number as it is written beside the bar. */
  readonly text: string;
}

/** Where a drawing is read: on a phone it is drawn narrow rather than shrunk, so that its letters keep their size. */
export type Room = "wide" | "narrow";
const widths: Readonly<Record<Room, number>> = { wide: 560, narrow: 340 };
const numbers = 110;

/** How a line is laid out: with room the name stands before its bar, without it above. */
const lines = {
  wide: { row: 30, names: 190, most: 14, name: { x: 180, y: 20, anchor: "end" }, bar: 7 },
  narrow: { row: 46, names: 1, most: 24, name: { x: 0, y: 15, anchor: "start" }, bar: 21 },
} as const;

const cut = (text: string, most: number) =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text;

/** One bar to a line, its name before or above it and its number behind it. `full`: the value of a whole bar. */
export function barsOf(title: string, bars: readonly Bar[], room: Room, full?: number): Drawing {
  const width = widths[room];
  const { row, names, most, name, bar } = lines[room];
  const top = Math.max(1, full ?? Math.max(0, ...bars.map(({ value }) => value)));
  const longest = width - names - numbers;
  const shapes = bars.flatMap(({ label, value, text }, at): Shape[] => {
    const y = at * row;
    const long = (Math.min(value, top) / top) * longest;
    return [
      { kind: "text", x: name.x, y: y + name.y, words: cut(label, most), ink: "ink", anchor: name.anchor },
      {
        kind: "box",
        x: names,
        y: y + bar,
        width: Math.max(long, value > 0 ? 2 : 0),
        height: 16,
        ink: "first",
      },
      { kind: "text", x: names + long + 8, y: y + bar + 13, words: text, ink: "ink", anchor: "start" },
    ];
  });
  if (room === "wide")
    shapes.push({ kind: "box", x: names - 1, y: 0, width: 1, height: bars.length * row, ink: "rule" });
  return { title, width, height: bars.length * row, shapes };
}

export interface Column {
  readonly label: string;
  readonly first: number;
  readonly second: number;
}

const tall = 160;

/** Two amounts over time, one upon the other, with their sum on top. */
export function columnsOf(
  title: string,
  columns: readonly Column[],
  legend: readonly [string, string],
  room: Room,
): Drawing {
  const width = widths[room];
  const top = Math.max(1, ...columns.map(({ first, second }) => first + second));
  const step = width / Math.max(1, columns.length);
  const base = tall + 50;
  const shapes: Shape[] = [
    { kind: "box", x: 0, y: 8, width: 12, height: 12, ink: "first" },
    { kind: "text", x: 18, y: 19, words: legend[0], ink: "ink", anchor: "start" },
    { kind: "box", x: 110, y: 8, width: 12, height: 12, ink: "second" },
    { kind: "text", x: 128, y: 19, words: legend[1], ink: "ink", anchor: "start" },
  ];
  for (const [at, { label, first, second }] of columns.entries()) {
    const x = at * step + step * 0.2;
    const [low, high] = [(first / top) * tall, (second / top) * tall];
    const middle = at * step + step / 2;
    shapes.push(
      { kind: "box", x, y: base - low, width: step * 0.6, height: low, ink: "first" },
      { kind: "box", x, y: base - low - high, width: step * 0.6, height: high, ink: "second" },
      {
        kind: "text",
        x: middle,
        y: base + 20,
        words: room === "narrow" ? label.replace("月", "") : label,
        ink: "muted",
        anchor: "middle",
      },
    );
    if (first + second > 0)
      shapes.push({
        kind: "text",
        x: middle,
        y: base - low - high - 6,
        words: String(first + second),
        ink: "ink",
        anchor: "middle",
      });
  }
  shapes.push({ kind: "box", x: 0, y: base, width, height: 1, ink: "rule" });
  return { title, width, height: base + 30, shapes };
}

/** Colours of the look guide; on the page they are classes. */
const colours: Readonly<Record<Ink, string>> = {
  ink: "#1b1f24",
  muted: "#5f6670",
  rule: "#c6c8c2",
  first: "#0958d9",
  second: "#d96c0f",
};
const margin = 24;
const scale = 2;

/** The drawing as a PNG under its title, with the page's own letters; `note` says of what and when. */
export function pngOf({ title, width: wide, height, shapes }: Drawing, note: string): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = (wide + 2 * margin) * scale;
  canvas.height = (height + 3 * margin + 36) * scale;
  const pen = canvas.getContext("2d");
  if (pen === null) return Promise.resolve(null);
  const family = getComputedStyle(document.body).fontFamily;
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = colours.ink;
  pen.font = `600 16px ${family}`;
  pen.fillText(title, margin, margin + 12);
  pen.font = `12px ${family}`;
  pen.fillStyle = colours.muted;
  pen.fillText(note, margin, margin + 32);
  pen.translate(margin, margin + 48);
  pen.font = `13px ${family}`;
  for (const shape of shapes) {
    pen.fillStyle = colours[shape.ink];
    if (shape.kind === "box") pen.fillRect(shape.x, shape.y, shape.width, shape.height);
    else {
      pen.textAlign = shape.anchor === "middle" ? "center" : shape.anchor;
      pen.fillText(shape.words, shape.x, shape.y);
    }
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
