import type { EntryItem } from "../../../src/contract/entry.ts";
import { openSuggestion } from "../../../src/contract/grading-suggestion.ts";
import { Grade } from "../../shared/Page.tsx";
import { Proposals } from "./Proposals.tsx";

/** Takes a proposal over; a grade that is already higher stays. */
function taken(item: EntryItem): EntryItem {
  const suggestion = openSuggestion(item);
  if (suggestion === undefined) return item;
  const { category, grade } = suggestion;
  return { ...item, category, grade: Math.max(item.grade, grade) };
}

/** Classes and grades proposed for the items (Art. 11 ¶4). */
export function GradingSuggestions(props: {
  items: readonly EntryItem[];
  onChange: (items: EntryItem[]) => void;
}) {
  const { items, onChange } = props;
  const proposals = items.flatMap((item, index) => {
    const suggestion = openSuggestion(item);
    if (suggestion === undefined) return [];
    const { category, grade, reason } = suggestion;
    const proposed = (
      <>
        {category} <Grade grade={grade} />
      </>
    );
    return [{ index, name: item.name, proposed, reason }];
  });
  return (
    <Proposals
      called="定级建议"
      article="11¶4"
      proposals={proposals}
      onTake={(indices) => onChange(items.map((item, at) => (indices.includes(at) ? taken(item) : item)))}
    />
  );
}
