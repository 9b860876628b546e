import { industryLabel } from "./labels/industry.zh.ts";

/** A section, or a section with one of its divisions: `C`, `C13`. */
export type IndustryCode = keyof typeof industryLabel;

export const isIndustry = (code: string): code is IndustryCode => Object.hasOwn(industryLabel, code);

export const industryCodes: readonly IndustryCode[] = Object.keys(industryLabel).filter(isIndustry);
export const industrySections: readonly IndustryCode[] = industryCodes.filter((code) => code.length === 1);

/** The divisions of a section. */
export const divisionsOf = (section: string): readonly IndustryCode[] =>
  industryCodes.filter((code) => code.length > 1 && sectionOf(code) === section);

export const sectionOf = (code: string): string => code.slice(0, 1);

/** As it is written in a list and in a workbook: `C 制造业`, `C13 农副食品加工业`. */
export const industryText = (code: string | null): string =>
  code === null ? "" : isIndustry(code) ? `${code} ${industryLabel[code]}` : code;

/** In words, the section first: `制造业，农副食品加工业`. Where both are called the same, once. */
export function industryWords(code: string | null): string {
  if (code === null) return "未填";
  if (!isIndustry(code)) return code;
  const [section, own] = [sectionOf(code), industryLabel[code]];
  const above = isIndustry(section) ? industryLabel[section] : section;
  return above === own ? own : `${above}，${own}`;
}
