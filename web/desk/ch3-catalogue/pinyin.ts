import { useState } from "react";

type MatchPinyin = (name: string, typed: string) => unknown;

/**
 * Whether a choice is what was typed: a part of its code or name, or the name's pinyin, whole or by initials. The
 * readings are fetched when the field is first entered; until then codes and names are found.
 */
export function useChoiceSearch() {
  const [matchPinyin, setMatchPinyin] = useState<MatchPinyin | null>(null);
  return {
    onFocus: () => {
      if (matchPinyin === null)
        import("pinyin-pro").then(({ match }) => setMatchPinyin(() => match)).catch(() => undefined);
    },
    filterOption: (typed: string, option: { value?: unknown; label?: unknown } | undefined) =>
      isAsked(typed, String(option?.value ?? ""), String(option?.label ?? ""), matchPinyin),
  };
}

export function isAsked(typed: string, code: string, name: string, matchPinyin: MatchPinyin | null): boolean {
  const wanted = typed.trim().toLowerCase();
  if (code.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(wanted)) return true;
  const letters = wanted.replace(/[\s']/g, "");
  // Only letters are a reading; marks within a name such as 农、林、牧、渔业 are not typed.
  return /^[a-z]+$/.test(letters) && Boolean(matchPinyin?.(name.replace(/[^\p{Script=Han}]/gu, ""), letters));
}
