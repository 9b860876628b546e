import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Font, openSync } from "fontkit";

const packageFolder = (name: string): string => dirname(createRequire(import.meta.url).resolve(name));
const serif = packageFolder("@expo-google-fonts/noto-serif-sc");

/** Faces of official paper: a Song for the text and its bold for titles; `rare` stands in for what they lack. */
export const faces = {
  text: join(serif, "400Regular/NotoSerifSC_400Regular.ttf"),
  bold: join(serif, "700Bold/NotoSerifSC_700Bold.ttf"),
  rare: join(packageFolder("@embedpdf/fonts-jp"), "../fonts/NotoSansJP-Regular.otf"),
} as const;

export type Face = keyof typeof faces;

/** A piece of text that one face can draw. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

const opened = new Map<Face, Font>();

function open(face: Face): Font {
  const known = opened.get(face);
  if (known !== undefined) return known;
  const font = openSync(faces[face]);
  if (!("hasGlyphForCodePoint" in font)) throw new Error(`${faces[face]} is a collection, not a font`);
  opened.set(face, font);
  return font;
}

/** The face that draws a character; undefined where none has it. */
function faceOf(character: string, wanted: "text" | "bold"): Face | undefined {
  const point = character.codePointAt(0) ?? 0;
  return ([wanted, "rare"] as const).find((face) => open(face).hasGlyphForCodePoint(point));
}

/** A character that no face has is named by its code point, plainly, and never drawn as an empty box. */
export function drawable(text: string, wanted: "text" | "bold"): string {
  return Array.from(text.normalize("NFC").replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/gu, ""), (character) => {
    if (faceOf(character, wanted) !== undefined) return character;
    return `〔U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}〕`;
  }).join("");
}

/** The runs of a drawable text. */
export function runsOf(text: string, wanted: "text" | "bold"): Run[] {
  const runs: { face: Face; text: string }[] = [];
  for (const character of text) {
    const face = faceOf(character, wanted) ?? wanted;
    const last = runs.at(-1);
    if (last?.face === face) last.text += character;
    else runs.push({ face, text: character });
  }
  return runs;
}

/** Width of a drawable text, in points at that size. */
export function widthOf(text: string, wanted: "text" | "bold", size: number): number {
  let units = 0;
  for (const character of text) {
    const font = open(faceOf(character, wanted) ?? wanted);
    units += font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
  }
  return units * size;
}
