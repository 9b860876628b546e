import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chineseCitation, chineseNumber } from "./citation.ts";

test("citations are printed as the law is cited", () => {
  expect(chineseCitation("27¶2(2)")).toBe("第二十七条第二款第二项");
  expect(chineseCitation("13¶2")).toBe("第十三条第二款");
  expect(chineseCitation("40")).toBe("第四十条");
  expect(chineseCitation("73(14)")).toBe("第七十三条第十四项");
  expect([1, 10, 11, 20, 78].map(chineseNumber)).toEqual(["一", "十", "十一", "二十", "七十八"]);
});

/** Paragraphs of the articles that have more than one, counted in the text as issued. */
const paragraphs: Readonly<Record<number, number>> = {
  ...{ 3: 7, 7: 3, 11: 4, 12: 5, 13: 2, 14: 2, 15: 3, 16: 3, 17: 3, 19: 2, 25: 4, 27: 2, 28: 2, 29: 2 },
  ...{ 30: 2, 32: 2, 34: 2, 35: 3, 36: 5, 37: 3, 39: 3, 41: 2, 43: 2, 44: 3, 46: 2, 47: 3, 48: 3, 49: 3 },
  ...{ 60: 5, 61: 2, 62: 2, 64: 2, 68: 2, 69: 3, 72: 2 },
};
/** Items by the article or paragraph that lists them. */
const items: Readonly<Record<string, number>> = {
  ...{ "8": 9, "9": 7, "10": 6, "16¶1": 12, "16¶2": 9, "24": 3, "27¶2": 2, "37¶1": 3 },
  ...{ "73": 14, "74": 3, "75": 4 },
};

test("every place cited in the sources is there, and counted as the law counts", () => {
  const source = join(import.meta.dirname, "../..");
  const cited = ["src", "web"].flatMap((folder) =>
    globSync("**/*.{ts,tsx}", { cwd: join(source, folder) }).flatMap((file) => [
      ...readFileSync(join(source, folder, file), "utf8").matchAll(/["`](\d+)(?:¶(\d+))?(?:\((\d+)\))?["`]/g),
    ]),
  );
  const wrong = cited.filter(([, article = "", paragraph, item]) => {
    const list = items[paragraph === undefined ? article : `${article}¶${paragraph}`] ?? 0;
    const counted = paragraph === undefined || Number(paragraph) <= (paragraphs[Number(article)] ?? 0);
    return !counted || Number(item ?? 0) > list;
  });
  expect(cited.filter(([, , paragraph]) => paragraph !== undefined).length).toBeGreaterThan(50);
  expect(wrong.map(([place]) => place)).toEqual([]);
});
