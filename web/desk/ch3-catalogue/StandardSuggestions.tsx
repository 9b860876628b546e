import type { EntryItem } from "../../../src/contract/entry.ts";
import { itemStandardLabel } from "../../../src/contract/labels.zh.ts";
import { suggestStandard } from "../../../src/contract/standard-suggestion.ts";
import { Proposals } from "./Proposals.tsx";

/** Takes the standard over, and the length that its values have. */
function taken(item: EntryItem): EntryItem {
  const suggestion = suggestStandard(item);
  if (suggestion === undefined) return item;
  return { ...item, standard: suggestion.standard, length: suggestion.length ?? item.length };
}

/** Standards proposed for the items by their names: by them values are checked, and base databases told (Art. 16, 19). */
export function StandardSuggestions(props: {
  items: readonly EntryItem[];
  onChange: (items: EntryItem[]) => void;
}) {
  const { items, onChange } = props;
  const proposals = items.flatMap((item, index) => {
    const suggestion = suggestStandard(item);
    if (suggestion === undefined) return [];
    const { standard, reason } = suggestion;
    return [{ index, name: item.name, proposed: itemStandardLabel[standard], reason }];
  });
  return (
    <Proposals
      called="标准建议"
      article="19"
      proposals={proposals}
      onTake={(indices) => onChange(items.map((item, at) => (indices.includes(at) ? taken(item) : item)))}
    />
  );
}
