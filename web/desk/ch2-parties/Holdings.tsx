import { holdingLabel } from "../../../src/contract/labels.zh.ts";
import type { ChangePreview } from "../../../src/contract/reorganisation.ts";
import type { RegisteredUnit } from "../../../src/contract/unit.ts";
import { count } from "../../shared/format.ts";
import { Empty } from "../../shared/States.tsx";
import { UnitSelect } from "./UnitSelect.tsx";

const shownItems = 5;

/** What a unit holds and would pass on; on a split (`successors`) each entry is given to one of them. */
export function Holdings(props: {
  preview: ChangePreview;
  successors: readonly RegisteredUnit[] | null;
  entries: Record<string, string>;
  onEntry: (entry: string, successor: string) => void;
}) {
  const { holdings } = props.preview;
  if (holdings.length === 0) return <Empty>名下没有要移交的事项。</Empty>;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">内容</th>
          <th scope="col">数量</th>
          <th scope="col">包括</th>
        </tr>
      </thead>
      <tbody>
        {holdings.map(({ unit, kind, count: number, items }) => (
          <tr key={unit.id + kind}>
            <td className="main-cell">
              <b>{holdingLabel[kind]}</b>
            </td>
            <td className="nowrap" data-label="数量">
              {count(number)} 项
            </td>
            <td>
              {kind === "entries" && props.successors !== null
                ? items.map(({ id, title }) => (
                    <div className="field" key={id}>
                      <label htmlFor={`entry-${id}`}>“{title}”由谁承接</label>
                      <UnitSelect
                        id={`entry-${id}`}
                        units={props.successors ?? []}
                        value={props.entries[id] ?? ""}
                        onChange={(successor) => props.onEntry(id, successor)}
                      />
                    </div>
                  ))
                : items.slice(0, shownItems).map(({ id, title }) => (
                    <span className="block small" key={id}>
                      {title}
                    </span>
                  ))}
              {(kind !== "entries" || props.successors === null) && number > shownItems && (
                <span className="muted small block">等 {count(number)} 项</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
