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
/** The Song of the official documents has the extensions A and B as far as names are registered with them. */
const font = join(
  dirname(require.resolve("@expo-google-fonts/noto-serif-sc")),
  "400Regular/NotoSerifSC_400Regular.ttf",
);
const usual = require.resolve("@fontsource-variable/noto-sans-sc/index.css");
const cache = join(dirname(require.resolve("subset-font/package.json")), "../.cache");

/** Chinese characters that the font has and the slices of the usual font have not. */
function rareCharacters(css: string): number[] {
  const ranges = [...css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(
    ([, from = "", to = from]) => [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const,
  );
  const isUsual = (point: number) => ranges.some(([from, to]) => from <= point && point <= to);
  const opened = openSync(font);
  if (!("characterSet" in opened)) throw new Error(`${font} is a collection, not a font`);
  return opened.characterSet
    .filter((point) => /\p{Script=Han}/u.test(String.fromCodePoint(point)) && !isUsual(point))
    .toSorted((a, b) => a - b);
}

const hexadecimal = (point: number | undefined) => (point ?? 0).toString(16);

/** Slices and their rules; a browser fetches a slice only for a character that no font before it has. */
async function slice(folder: string, bytes: Buffer, points: readonly number[]): Promise<void> {
  const rules: string[] = [];
  for (let at = 0; at < points.length; at += sliceSize) {
    const part = points.slice(at, at + sliceSize);
    const file = `rare-${hexadecimal(part[0])}.woff2`;
    await writeFile(
      join(folder, file),
      await subsetFont(bytes, String.fromCodePoint(...part), { targetFormat: "woff2" }),
    );
    rules.push(
      `@font-face{font-family:"${family}";font-display:swap;src:url(./${file}) format("woff2");` +
        `unicode-range:U+${hexadecimal(part[0])}-${hexadecimal(part.at(-1))}}`,
    );
  }
  await writeFile(join(folder, "rare.css"), rules.join("\n"));
}

/** Made once for the installed fonts: it takes half a minute. */
async function made(): Promise<string> {
  const [bytes, css] = [await readFile(font), await readFile(usual, "utf8")];
  const digest = createHash("sha256").update(bytes).update(css).update(String(sliceSize)).digest("hex");
  const folder = join(cache, `gongshu-rare-font-${digest.slice(0, 16)}`);
  if (existsSync(folder)) return join(folder, "rare.css");
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(`${folder}-`);
  await slice(partial, bytes, rareCharacters(css));
  // Two builds at once make the same; the second finds the first one's.
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
  return join(folder, "rare.css");
}

/** `import "virtual:rare-font.css"`: rare characters of names and places, which the usual font shows as boxes. */
export function rareFont(): Plugin {
  return { name: "rare-font", resolveId: (id) => (id === name ? made() : null) };
}
