import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { openSync } from "fontkit";
import subsetFont from "subset-font";
import type { Plugin } from "vite";

const name = "virtual:rare-font.css";
const family = "Gongshu Rare";
/** Characters of one slice: about 60 kB, so that one rare name costs one small download. */
const sliceSize = 256;

const require = createRequire(import.meta.url);
const packageOf = (name: string) => dirname(require.resolve(name));
/** The faces of the official documents: a Song, and a Gothic for the few names that the Song lacks. */
const fonts = [
  join(packageOf("@expo-google-fonts/noto-serif-sc"), "400Regular/NotoSerifSC_400Regular.ttf"),
  join(packageOf("@embedpdf/fonts-jp"), "../fonts/NotoSansJP-Regular.otf"),
];
const usual = require.resolve("@fontsource-variable/noto-sans-sc/index.css");
const cache = join(dirname(require.resolve("subset-font/package.json")), "../.cache");

/** Chinese characters of a font that no font before it has. */
function rareCharacters(font: string, isKnown: (point: number) => boolean): number[] {
  const opened = openSync(font);
  if (!("characterSet" in opened)) throw new Error(`${font} is a collection, not a font`);
  return [...new Set(opened.characterSet)]
    .filter((point) => /\p{Script=Han}/u.test(String.fromCodePoint(point)) && !isKnown(point))
    .toSorted((a, b) => a - b);
}

function inRanges(css: string): (point: number) => boolean {
  const ranges = [...css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(
    ([, from = "", to = from]) => [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const,
  );
  return (point) => ranges.some(([from, to]) => from <= point && point <= to);
}

const hexadecimal = (point: number | undefined) => (point ?? 0).toString(16);

/** Slices and their rules; a browser fetches a slice only for a character that no font before it has. */
async function sliced(
  folder: string,
  font: string,
  at: number,
  points: readonly number[],
): Promise<string[]> {
  const bytes = await readFile(font);
  const rules: string[] = [];
  for (let from = 0; from < points.length; from += sliceSize) {
    const part = points.slice(from, from + sliceSize);
    const file = `rare-${at}-${hexadecimal(part[0])}.woff2`;
    await writeFile(
      join(folder, file),
      await subsetFont(bytes, String.fromCodePoint(...part), { targetFormat: "woff2" }),
    );
    // One range to a slice keeps the styles small; the few of the second font lie between those of the first, so they
    // are named one by one. Of two rules for a character the later counts.
    const range =
      at === 0
        ? `U+${hexadecimal(part[0])}-${hexadecimal(part.at(-1))}`
        : part.map((point) => `U+${hexadecimal(point)}`).join();
    rules.push(
      `@font-face{font-family:"${family}";font-display:swap;src:url(./${file}) format("woff2");unicode-range:${range}}`,
    );
  }
  return rules;
}

/** Made once for the installed fonts: it takes half a minute. */
async function made(): Promise<string> {
  const css = await readFile(usual, "utf8");
  const hash = createHash("sha256")
    .update(await readFile(import.meta.filename))
    .update(css);
  for (const font of fonts) hash.update(await readFile(font));
  const folder = join(cache, `gongshu-rare-font-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(folder)) return join(folder, "rare.css");
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(`${folder}-`);
  const known = [inRanges(css)];
  const rules: string[] = [];
  for (const [at, font] of fonts.entries()) {
    const points = rareCharacters(font, (point) => known.some((has) => has(point)));
    rules.push(...(await sliced(partial, font, at, points)));
    const taken = new Set(points);
    known.push((point) => taken.has(point));
  }
  await writeFile(join(partial, "rare.css"), rules.join("\n"));
  // Two builds at once make the same; the second finds the first one's.
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
  return join(folder, "rare.css");
}

/** `import "virtual:rare-font.css"`: rare characters of names and places, which the usual font shows as boxes. */
export function rareFont(): Plugin {
  return { name: "rare-font", resolveId: (id) => (id === name ? made() : null) };
}
