import { Button, Checkbox, Input, Popover } from "antd";
import { useState } from "react";
import { allColumns, type OptionalColumn, optionalColumns, useSavedFilters } from "./listSettings.ts";

export function ColumnChoice(props: {
  columns: OptionalColumn[];
  onChange: (columns: OptionalColumn[]) => void;
}) {
  const options = Object.entries(optionalColumns).map(([value, label]) => ({ value, label }));
  const content = (
    <Checkbox.Group
      className="column-choice"
      options={options}
      value={props.columns}
      onChange={(chosen) =>
        // In the order of the table, whatever the order of the clicks.
        props.onChange(allColumns.filter((name) => chosen.some((one) => one === name)))
      }
    />
  );
  return (
    <Popover trigger="click" content={content} title="显示哪些列">
      <Button>列</Button>
    </Popover>
  );
}

/** Filters kept under a name in this browser. */
export function SavedFilters({ query }: { query: string }) {
  const [saved, setSaved] = useSavedFilters();
  const [name, setName] = useState("");
  const content = (
    <div className="saved-filters">
      {saved.length === 0 && <p className="muted small">还没有存过筛选。</p>}
      <ul>
        {saved.map((filter) => (
          <li key={filter.name}>
            <a href={`/desk/entries${filter.query}`}>{filter.name}</a>
            <button
              type="button"
              className="link-button"
              onClick={() => setSaved(saved.filter((one) => one !== filter))}
            >
              删除<span className="sr-only">筛选 {filter.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === "") return;
          setSaved(
            [...saved.filter((one) => one.name !== name.trim()), { name: name.trim(), query }].slice(-20),
          );
          setName("");
        }}
      >
        <Input
          aria-label="给现在的筛选起个名字"
          placeholder="给现在的筛选起个名字"
          maxLength={30}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit">存下</Button>
      </form>
    </div>
  );
  return (
    <Popover trigger="click" content={content} title="常用筛选">
      <Button>常用筛选</Button>
    </Popover>
  );
}
