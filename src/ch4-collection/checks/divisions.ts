import divisions from "./divisions.json" with { type: "json" };

/**
 * GB/T 2260 codes in force (state of 2023): the first four digits → all last two digits, joined.
 * Provinces end in 0000, prefectures in 00.
 */
const byPrefecture = new Map(Object.entries(divisions).map(([prefix, ends]) => [prefix, pairs(ends)]));
const provinces = new Set([...byPrefecture.keys()].map((prefecture) => prefecture.slice(0, 2)));

export function isDivision(code: string): boolean {
  if (!/^\d{6}$/.test(code)) return false;
  return byPrefecture.get(code.slice(0, 4))?.has(code.slice(4)) ?? false;
}

/** A county or district, or a city that has none: 01 stands for its districts together. */
export function isCounty(code: string): boolean {
  if (!isDivision(code)) return false;
  const others = [...(byPrefecture.get(code.slice(0, 4)) ?? [])].filter(
    (end) => end !== "00" && end !== "01",
  );
  return !code.endsWith("00") || others.length === 0;
}

/** What a city says of the areas in identity numbers. */
export interface IdentityAreas {
  /** First four digits of the areas of the city itself: their codes are known for all times. */
  readonly own: string;
  /** The area of generated persons, which was never assigned; null where none are taken. */
  readonly demonstration: string | null;
}

/**
 * Whether an identity number may begin with this area. Numbers live longer than divisions, so elsewhere in the
 * country only the province is checked; 81-83 are permits of residents of Hong Kong, Macao and Taiwan, 9 followed
 * by a province is the permanent residence of foreigners.
 */
export function isIdentityArea(area: string, { own, demonstration }: IdentityAreas): boolean {
  if (area === demonstration) return true;
  if (area.startsWith("9")) return provinces.has(area.slice(1, 3));
  return area === "830000" || isAreaOf(area, { own }, isDivision);
}

/** Whether a code may begin with this area: of the city itself one that is right, elsewhere one of a province there is. */
export function isAreaOf(
  area: string,
  { own }: Pick<IdentityAreas, "own">,
  isRight: (area: string) => boolean,
): boolean {
  return area.startsWith(own) ? isRight(area) : provinces.has(area.slice(0, 2));
}

function pairs(text: string): Set<string> {
  return new Set(text.match(/../g));
}
