/** Formats of the look guide: 2026年10月9日, 10月9日 15:40 within the year, 1,204. All in Shanghai time. */

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const shanghai = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

interface Parts {
  year: number;
  month: number;
  day: number;
  time: string;
}

function partsOf(instant: string): Parts {
  const parts = new Map(shanghai.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  return {
    year: Number(part("year")),
    month: Number(part("month")),
    day: Number(part("day")),
    time: `${Number(part("hour"))}:${part("minute")}`,
  };
}

/** Civil date in Shanghai of an instant, `YYYY-MM-DD`. */
export function civilDateOf(instant: string): string {
  const { year, month, day } = partsOf(instant);
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

/** `date` is `YYYY-MM-DD`; the year is left out when it is that of `today`. */
export function dateText(date: string, today?: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const short = `${Number(month)}月${Number(day)}日`;
  return today?.startsWith(`${year}-`) === true ? short : `${year}年${short}`;
}

export function weekdayOf(date: string): string {
  return weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()] ?? "";
}

/** `days` may be negative. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** 10月9日 15:40, with the year when it differs from that of `now`. */
export function instantText(instant: string, now?: string): string {
  const { time } = partsOf(instant);
  return `${dateText(civilDateOf(instant), now === undefined ? undefined : civilDateOf(now))} ${time}`;
}

/** 2026年10月9日 周五 10:24 */
export function clockText(instant: string): string {
  const date = civilDateOf(instant);
  return `${dateText(date)} ${weekdayOf(date)} ${partsOf(instant).time}`;
}

/** Groups the digits of an int64 string or a number: 1,204. */
export function count(value: string | number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** One decimal: 89.6%. A zero denominator has no share. */
export function share(part: string, whole: string): string {
  const divisor = Number(whole);
  return divisor === 0 ? "—" : `${((Number(part) / divisor) * 100).toFixed(1)}%`;
}

export function bytesText(bytes: string | number): string {
  const size = Number(bytes);
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(1)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}

const digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

function numeral(n: number): string {
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  if (tens === 0) return digits[ones] ?? "";
  return `${tens === 1 ? "" : digits[tens]}十${ones === 0 ? "" : digits[ones]}`;
}

/** Where a citation `27¶2(2)` points: 第二十七条第二款第二项. */
export function citationText(citation: string): string {
  const [, article, paragraph, item] = /^(\d+)(?:¶(\d+))?(?:\((\d+)\))?$/.exec(citation) ?? [];
  if (article === undefined) return citation;
  const parts = [`第${numeral(Number(article))}条`];
  if (paragraph !== undefined) parts.push(`第${numeral(Number(paragraph))}款`);
  if (item !== undefined) parts.push(`第${numeral(Number(item))}项`);
  return parts.join("");
}

function numberOf(chinese: string): number {
  const [tens = "", ones = ""] = chinese.includes("十") ? chinese.split("十") : ["", chinese];
  const ten = chinese.includes("十") ? (tens === "" ? 1 : digits.indexOf(tens)) : 0;
  return ten * 10 + Math.max(0, digits.indexOf(ones));
}

/** Number of the article of a citation, as `27¶2` or as 第二十七条第二款; the platform sends both. */
export function articleOf(citation: string): number {
  const chinese = /^第([一二三四五六七八九十]+)条/.exec(citation)?.[1];
  return chinese === undefined ? Number.parseInt(citation, 10) : numberOf(chinese);
}

/** Class that hangs the opening “ of a title into the margin. */
export function hanging(title: string): string {
  return title.startsWith("“") || title.startsWith("「") ? "hanging" : "";
}
