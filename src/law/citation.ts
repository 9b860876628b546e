import type { Citation } from "./language.ts";

const digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 1 to 99 as Chinese law counts its articles: 十, 十一, 二十七. */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`no article number: ${n}`);
  const tens = Math.floor(n / 10);
  const ten = tens === 0 ? "" : `${tens === 1 ? "" : digits[tens]}十`;
  return `${ten}${digits[n % 10] ?? ""}`;
}

/** `27¶2(2)` → 第二十七条第二款第二项. */
export function chineseCitation(citation: Citation): string {
  const { article, paragraph, item } = place(citation);
  const parts = [`第${chineseNumber(article)}条`];
  if (paragraph !== null) parts.push(`第${chineseNumber(paragraph)}款`);
  if (item !== null) parts.push(`第${chineseNumber(item)}项`);
  return parts.join("");
}

export interface Place {
  readonly article: number;
  readonly paragraph: number | null;
  readonly item: number | null;
}

const form = /^(\d{1,2})(?:¶(\d{1,2}))?(?:\((\d{1,2})\))?$/;

export const isCitation = (text: string): text is Citation => form.test(text);

/** The parts of a citation. @throws RangeError where it is not one */
export function place(citation: Citation): Place {
  const match = form.exec(citation);
  if (match === null) throw new RangeError(`not a citation: ${citation}`);
  const [, article, paragraph, item] = match;
  return {
    article: Number(article),
    paragraph: paragraph === undefined ? null : Number(paragraph),
    item: item === undefined ? null : Number(item),
  };
}
