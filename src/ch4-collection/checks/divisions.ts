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

/** Of the city itself the codes are known for all times; Shuangyashan never used 230599. */
const CITY = "2305";
const DEMONSTRATION_AREA = "230599";

/**
 * Whether an identity number may begin with this area. Numbers live longer than divisions, so elsewhere in the
 * country only the province is checked; 81-83 are permits of residents of Hong Kong, Macao and Taiwan, 9 followed
 * by a province is the permanent residence of foreigners.
 */
export function isIdentityArea(area: string, demonstration: boolean): boolean {
  if (area === DEMONSTRATION_AREA) return demonstration;
  if (area.startsWith(CITY)) return isDivision(area);
  if (area.startsWith("9")) return provinces.has(area.slice(1, 3));
  return provinces.has(area.slice(0, 2)) || area === "830000";
}

function pairs(text: string): Set<string> {
  return new Set(text.match(/../g));
}
