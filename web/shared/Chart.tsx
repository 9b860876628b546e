import { type Drawing, pngOf } from "./drawing.ts";

/** A drawing on the page; screen readers are told its numbers by the table that stands with it. */
export function Chart({ drawing }: { drawing: Drawing }) {
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="img"
      aria-label={wordsOf(drawing)}
    >
      {drawing.shapes.map((shape, at) =>
        shape.kind === "box" ? (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the shapes of a drawing have no other identity
            key={at}
            className={shape.ink}
            x={shape.x}
            y={shape.y}
            width={shape.width}
            height={shape.height}
          />
        ) : (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={at}
            className={shape.ink}
            x={shape.x}
            y={shape.y}
            textAnchor={shape.anchor}
          >
            {shape.words}
          </text>
        ),
      )}
    </svg>
  );
}

const wordsOf = ({ title, shapes }: Drawing): string =>
  `${title}：${shapes.flatMap((shape) => (shape.kind === "text" ? [shape.words] : [])).join(" ")}`;

/** Saves the drawing as a picture. */
export function SavePng({ drawing, note }: { drawing: Drawing; note: string }) {
  const save = async () => {
    const picture = await pngOf(drawing, note);
    if (picture === null) return;
    const address = URL.createObjectURL(picture);
    const link = document.createElement("a");
    link.href = address;
    link.download = `${drawing.title}.png`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <button type="button" className="link-button" onClick={save}>
      存为图片<span className="sr-only">：{drawing.title}</span>
    </button>
  );
}
