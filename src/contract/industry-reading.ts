import { type IndustryCode, industryCodes, industryText, sectionOf } from "./industry.ts";
import { industryLabel } from "./labels/industry.zh.ts";

/** What a text says of GB/T 4754, or why it says nothing. */
export type IndustryRead =
  | { readonly code: IndustryCode; readonly fault?: never }
  | { readonly fault: string };

/** Names are the same whatever stands between their words: 农林牧渔业 is 农、林、牧、渔业. */
const bare = (name: string): string => name.replace(/[^\p{Script=Han}]/gu, "");

const named = new Map<string, IndustryCode[]>();
for (const code of industryCodes) {
  const name = bare(industryLabel[code]);
  named.set(name, [...(named.get(name) ?? []), code]);
}

const quoted = (code: IndustryCode): string => `“${industryText(code)}”`;

/**
 * Reads `C`, `C13`, `13`, `农副食品加工业`, `C13 农副食品加工业` as people write them. Code and name must say the same. A
 * section that is called like its only division is the section: so it was written before there were divisions.
 */
export function readIndustry(text: string): IndustryRead {
  const given = text.normalize("NFKC").trim();
  const [, letter = "", digits = "", rest = ""] =
    /^([A-T](?![A-Z]))?\s*(\d{1,4}(?!\d))?[\s.:、-]*(.*)$/su.exec(given.toUpperCase()) ?? [];
  const coded = letter === "" && digits === "" ? undefined : byCode(letter, digits);
  if (coded !== undefined && "fault" in coded) return coded;
  if (rest === "" && coded !== undefined) return coded;
  const called = named.get(bare(rest)) ?? [];
  if (coded === undefined) return called[0] === undefined ? unknown(given) : { code: called[0] };
  const meant = called.includes(coded.code)
    ? coded.code
    : called.find((code) => digits === "" && sectionOf(code) === coded.code);
  return meant === undefined ? { fault: contradiction(coded.code, rest, called[0]) } : { code: meant };
}

function byCode(letter: string, digits: string): IndustryRead {
  const number = digits.padStart(2, "0");
  const code = industryCodes.find((one) =>
    digits === "" ? one === letter : one.slice(1) === number.slice(0, 2),
  );
  if (code === undefined)
    return { fault: `GB/T 4754-2017 没有大类“${digits}”，门类从 A 到 T，大类从 01 到 97。` };
  if (letter !== "" && sectionOf(code) !== letter)
    return {
      fault: `大类 ${code.slice(1)} 属于门类 ${sectionOf(code)}，不属于门类 ${letter}，请改为${quoted(code)}或者改大类。`,
    };
  return digits.length > 2
    ? { fault: `“${letter}${digits}”是中类或者小类，行业分类填到大类，请改为${quoted(code)}。` }
    : { code };
}

const contradiction = (coded: IndustryCode, name: string, called: IndustryCode | undefined): string =>
  `代码 ${coded} 是“${industryLabel[coded]}”，同名称“${name.slice(0, 40)}”${
    called === undefined ? "" : `（${called}）`
  }不一致，请只留一个。`;

function unknown(given: string): { fault: string } {
  const near = nearest(bare(given)).map(quoted);
  const hint =
    near.length > 0
      ? `是不是${near.join("、")}？`
      : "请写门类或者大类的代码或名称，如 C、C13、农副食品加工业。";
  return { fault: `“${given.slice(0, 40)}”不是 GB/T 4754-2017 的门类或者大类，${hint}` };
}

const pairs = (name: string): string[] => [...name].slice(1).map((letter, at) => `${[...name][at]}${letter}`);

/** Up to three names that share at least three tenths of their pairs of characters with the text, the nearest first. */
function nearest(text: string): IndustryCode[] {
  const wanted = new Set(pairs(text));
  return [...named]
    .flatMap(([name, [code]]) => {
      const own = pairs(name);
      const shared = own.filter((pair) => wanted.has(pair)).length;
      const likeness = (2 * shared) / (own.length + wanted.size);
      return code !== undefined && likeness >= 0.3 ? [{ code, likeness }] : [];
    })
    .toSorted((one, other) => other.likeness - one.likeness)
    .slice(0, 3)
    .map(({ code }) => code);
}
