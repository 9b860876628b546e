import { type EntryItem, itemRole, itemStorage, itemType, masking } from "../../../src/contract/entry.ts";
import {
  itemRoleLabel,
  itemStorageLabel,
  itemTypeLabel,
  maskingLabel,
} from "../../../src/contract/labels.zh.ts";
import { gradedAs, levelOf } from "../../../src/contract/level.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { fieldId, within } from "./fields.ts";
import { LevelOptions, levelNamed } from "./LevelOptions.tsx";

/** What the parts of one row of the grid need. */
export interface RowProps {
  index: number;
  item: EntryItem;
  errors: readonly FieldError[];
  onChange: (item: EntryItem) => void;
  onRemove: () => void;
}

interface CellProps {
  index: number;
  name: keyof EntryItem;
  label: string;
  invalid: boolean;
}

/** Attributes of the control of one cell: its name says row and column to a screen reader. */
const cell = ({ index, name, label, invalid }: CellProps) => ({
  id: fieldId(`/items/${index}/${name}`),
  className: "cell",
  "aria-label": `第 ${index + 1} 项 ${label}`,
  "aria-invalid": invalid,
});

function Choice<T extends string>(props: {
  cell: ReturnType<typeof cell>;
  values: readonly T[];
  labels: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <select
      {...props.cell}
      value={props.value}
      onChange={(event) => {
        const chosen = props.values.find((value) => value === event.target.value);
        if (chosen !== undefined) props.onChange(chosen);
      }}
    >
      {props.values.map((value) => (
        <option key={value} value={value}>
          {props.labels[value]}
        </option>
      ))}
    </select>
  );
}

const lengthOf = (text: string) => (text === "" ? null : Number(text));

/** The cells of a row, one for each column of the grid. */
export function ItemCells({ index, item, errors, onChange }: RowProps) {
  const attributes = (name: keyof EntryItem, label: string) => {
    const invalid = errors.some((error) => within(error.pointer) === `/items/${index}/${name}`);
    return cell({ index, name, label, invalid });
  };
  return (
    <>
      <td>
        <input
          {...attributes("name", "名称")}
          value={item.name}
          onChange={(event) => onChange({ ...item, name: event.target.value })}
        />
      </td>
      <td>
        <input
          {...attributes("column", "字段名")}
          className="cell mono"
          value={item.column}
          onChange={(event) => onChange({ ...item, column: event.target.value })}
        />
      </td>
      <td>
        <Choice
          cell={attributes("type", "类型")}
          values={itemType.options}
          labels={itemTypeLabel}
          value={item.type}
          onChange={(type) => onChange({ ...item, type })}
        />
      </td>
      <td>
        <input
          {...attributes("length", "长度")}
          className="cell number"
          inputMode="numeric"
          value={item.length ?? ""}
          onChange={(event) => {
            if (/^\d{0,4}$/.test(event.target.value))
              onChange({ ...item, length: lengthOf(event.target.value) });
          }}
        />
      </td>
      <td>
        <input
          {...attributes("category", "类别")}
          value={item.category}
          onChange={(event) => onChange({ ...item, category: event.target.value })}
        />
      </td>
      <td>
        <select
          {...attributes("grade", "级别")}
          className={`cell grade-cell g${item.grade}`}
          value={levelOf(item)}
          onChange={(event) => {
            const level = levelNamed(event.target.value);
            if (level !== undefined) onChange({ ...item, ...gradedAs(level) });
          }}
        >
          <LevelOptions />
        </select>
      </td>
      <td>
        <Choice
          cell={attributes("role", "标识角色")}
          values={itemRole.options}
          labels={itemRoleLabel}
          value={item.role}
          onChange={(role) => onChange({ ...item, role })}
        />
      </td>
      <td>
        <Choice
          cell={attributes("masking", "脱敏方式")}
          values={masking.options}
          labels={maskingLabel}
          value={item.masking}
          onChange={(chosen) => onChange({ ...item, masking: chosen })}
        />
      </td>
      <td>
        <Choice
          cell={attributes("storage", "存储方式")}
          values={itemStorage.options}
          labels={itemStorageLabel}
          value={item.storage}
          onChange={(storage) => onChange({ ...item, storage })}
        />
      </td>
      <td className="check">
        <input
          {...attributes("required", "必填")}
          className=""
          type="checkbox"
          checked={item.required}
          onChange={(event) => onChange({ ...item, required: event.target.checked })}
        />
      </td>
    </>
  );
}
