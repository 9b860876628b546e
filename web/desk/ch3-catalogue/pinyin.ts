import { useState } from "react";

interface Choice {
  readonly value?: unknown;
  readonly label?: unknown;
}

type MatchPinyin = (name: string, typed: string) => boolean;

/**
 * Whether a choice is what was typed: a part of its code or name, or the name's pinyin, whole or by initials. The
 * readings are fetched when the field is first entered; until then codes and names are found.
 */
export function useChoiceSearch() {
  const [matchPinyin, setMatchPinyin] = useState<MatchPinyin | null>(null);
  return {
    onFocus: () => {
      if (matchPinyin === null)
        import("pinyin-pro")
          .then(({ match }) => setMatchPinyin(() => inOneRun(match)))
          .catch(() => undefined);
    },
    filterOption: (typed: string, option: Choice | undefined) =>
      isAsked(typed, String(option?.value ?? ""), String(option?.label ?? ""), matchPinyin),
    // A code that is being typed stands before names that merely sound so.
    filterSort: (one: Choice, other: Choice, { searchValue }: { searchValue: string }) =>
      Number(isCoded(searchValue, other.value)) - Number(isCoded(searchValue, one.value)),
  };
}

/** As typed with any input method: full-width letters and figures are the same, spaces within a code are none. */
const wantedOf = (typed: string): string => typed.normalize("NFKC").trim().toLowerCase();

/** Letters scattered over a name are no reading of it, and one letter is a code rather than a reading. */
const inOneRun =
  (match: typeof import("pinyin-pro").match): MatchPinyin =>
  (name, typed) =>
    typed.length > 1 && match(name, typed, { continuous: true }) !== null;

const isCoded = (typed: string, code: unknown): boolean =>
  String(code ?? "")
    .toLowerCase()
    .startsWith(wantedOf(typed).replace(/\s/g, ""));

export function isAsked(typed: string, code: string, name: string, matchPinyin: MatchPinyin | null): boolean {
  const wanted = wantedOf(typed);
  if (isCoded(typed, code) || name.toLowerCase().includes(wanted)) return true;
  const letters = wanted.replace(/[\s']/g, "");
  // Only letters are a reading; marks within a name such as 农、林、牧、渔业 are not typed.
  return /^[a-z]+$/.test(letters) && matchPinyin?.(name.replace(/[^\p{Script=Han}]/gu, ""), letters) === true;
}
