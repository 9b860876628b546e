import { Button } from "antd";
import type { EntryItem } from "../../../src/contract/entry.ts";
import { openSuggestion } from "../../../src/contract/grading-suggestion.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Grade } from "../../shared/Page.tsx";

/** Takes a proposal over; a grade that is already higher stays. */
function taken(item: EntryItem): EntryItem {
  const suggestion = openSuggestion(item);
  if (suggestion === undefined) return item;
  const { category, grade } = suggestion;
  return { ...item, category, grade: Math.max(item.grade, grade) };
}

/** Classes and grades proposed for the items; the officer takes them one by one, all, or none (Art. 11 ¶4). */
export function GradingSuggestions(props: {
  items: readonly EntryItem[];
  onChange: (items: EntryItem[]) => void;
}) {
  const { items, onChange } = props;
  const open = items.flatMap((item, index) => {
    const suggestion = openSuggestion(item);
    return suggestion === undefined ? [] : [{ item, index, suggestion }];
  });
  if (open.length === 0) return null;
  return (
    <details className="callout">
      <summary>有 {open.length} 项定级建议，由您确认后采用</summary>
      <LawTag citation="11¶4" />
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">数据项</th>
            <th scope="col">建议</th>
            <th scope="col">理由</th>
            <th scope="col">
              <Button size="small" onClick={() => onChange(items.map(taken))}>
                全部采用
              </Button>
            </th>
          </tr>
        </thead>
        <tbody>
          {open.map(({ item, index, suggestion }) => (
            <tr key={`${index}${item.column}`}>
              <td className="main-cell">{item.name}</td>
              <td className="nowrap">
                {suggestion.category} <Grade grade={suggestion.grade} />
              </td>
              <td>{suggestion.reason}</td>
              <td>
                <Button
                  size="small"
                  aria-label={`采用“${item.name}”的建议`}
                  onClick={() => onChange(items.map((one, place) => (place === index ? taken(one) : one)))}
                >
                  采用
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
