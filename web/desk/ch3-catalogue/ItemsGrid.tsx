import { Button } from "antd";
import { type ClipboardEvent, Fragment, type KeyboardEvent, useState } from "react";
import {
  type EntryItem,
  itemRole,
  itemStandard,
  itemStorage,
  itemType,
  masking,
} from "../../../src/contract/entry.ts";
import {
  itemRoleLabel,
  itemStandardLabel,
  itemStorageLabel,
  itemTypeLabel,
  maskingLabel,
} from "../../../src/contract/labels.zh.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { FieldErrorText } from "../../shared/Field.tsx";
import { Icon } from "../../shared/Icon.tsx";
import { emptyItem, fieldId, within } from "./fields.ts";
import { cellsOf, gridColumns, pasteCells } from "./gridPaste.ts";

type Change = (item: EntryItem) => void;

interface RowProps {
  index: number;
  item: EntryItem;
  errors: readonly FieldError[];
  onChange: Change;
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

function Cells({ index, item, errors, onChange }: RowProps) {
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
          value={item.grade}
          onChange={(event) => onChange({ ...item, grade: Number(event.target.value) })}
        >
          {[1, 2, 3, 4].map((grade) => (
            <option key={grade} value={grade}>
              {grade}级
            </option>
          ))}
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

function More({ index, item, onChange }: RowProps) {
  const id = (name: string) => fieldId(`/items/${index}/${name}`);
  const pattern = item.pattern ?? { expression: "", message: "" };
  const setPattern = (next: { expression: string; message: string }) =>
    onChange({ ...item, pattern: next.expression === "" && next.message === "" ? null : next });
  return (
    <div className="more-fields">
      <label htmlFor={id("standard")}>
        标准
        <select
          id={id("standard")}
          className="input"
          value={item.standard ?? ""}
          onChange={(event) =>
            onChange({
              ...item,
              standard: itemStandard.options.find((option) => option === event.target.value) ?? null,
            })
          }
        >
          <option value="">无</option>
          {itemStandard.options.map((option) => (
            <option key={option} value={option}>
              {itemStandardLabel[option]}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor={id("pattern")}>
        格式规则（正则表达式，须与整个值相符）
        <input
          id={id("pattern")}
          className="input mono"
          placeholder="例如 \d{6}"
          value={pattern.expression}
          onChange={(event) => setPattern({ ...pattern, expression: event.target.value })}
        />
      </label>
      <label htmlFor={id("message")}>
        不符时的提示
        <input
          id={id("message")}
          className="input"
          placeholder="例如 地市代码须为六位数字"
          value={pattern.message}
          onChange={(event) => setPattern({ ...pattern, message: event.target.value })}
        />
      </label>
    </div>
  );
}

function Row(props: RowProps) {
  const { index, item } = props;
  const [opened, setOpen] = useState(false);
  const own = props.errors.filter((error) => within(error.pointer).startsWith(`/items/${index}/`));
  const open = opened || own.some((error) => /\/(pattern|standard)\b/.test(error.pointer));
  return (
    <Fragment>
      <tr>
        <td className="number muted">{index + 1}</td>
        <Cells {...props} />
        <td className="nowrap">
          <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "收起" : "规则"}
            {item.pattern !== null || item.standard !== null ? " ●" : ""}
            <span className="sr-only">第 {index + 1} 项</span>
          </button>{" "}
          <button type="button" className="link-button" onClick={props.onRemove}>
            删除<span className="sr-only">第 {index + 1} 项</span>
          </button>
        </td>
      </tr>
      {own.length > 0 && (
        <tr className="row-error">
          <td />
          <td colSpan={11}>
            {own.map((error) => (
              <FieldErrorText
                key={error.pointer + error.detail}
                id={`${fieldId(error.pointer)}-error`}
                error={error}
              />
            ))}
          </td>
        </tr>
      )}
      {open && (
        <tr>
          <td />
          <td colSpan={11}>
            <More {...props} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

const columns = [
  "数据项名称",
  "字段名",
  "类型",
  "长度",
  "类别",
  "级别",
  "标识角色",
  "脱敏方式",
  "存储方式",
  "必填",
];

/** Row and column of the cell that an element belongs to, by its id such as `f-items-3-name`. */
function placeOf(target: EventTarget): { row: number; column: number } | null {
  const [, row, name] = (target instanceof Element && /^f-items-(\d+)-(\w+)$/.exec(target.id)) || [];
  const column = gridColumns.findIndex((candidate) => candidate === name);
  return row === undefined || column < 0 ? null : { row: Number(row), column };
}

/** Enter goes to the same column of the next row; so do Ctrl and an arrow, also upwards. */
function moveByKeys(event: KeyboardEvent<HTMLTableElement>): void {
  const at = placeOf(event.target);
  const up = event.key === "ArrowUp" && event.ctrlKey;
  const down = event.key === "Enter" || (event.key === "ArrowDown" && event.ctrlKey);
  if (at === null || (!up && !down)) return;
  event.preventDefault();
  document.getElementById(fieldId(`/items/${at.row + (up ? -1 : 1)}/${gridColumns[at.column]}`))?.focus();
}

/** Editing grid of the data items (fields 17 and 18 with grade, role, masking, storage). */
export function ItemsGrid(props: {
  items: readonly EntryItem[];
  errors: readonly FieldError[];
  onChange: (items: EntryItem[]) => void;
}) {
  const { items, onChange } = props;
  const [refused, setRefused] = useState<readonly string[]>([]);
  const paste = (event: ClipboardEvent<HTMLTableElement>) => {
    const at = placeOf(event.target);
    const text = event.clipboardData.getData("text/plain");
    // A single text is pasted as always; a table is laid over the grid.
    if (at === null || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const pasted = pasteCells(items, cellsOf(text), at, columns);
    setRefused(pasted.refused);
    onChange(pasted.items);
  };
  return (
    <>
      {refused.length > 0 && (
        <p className="field-error" role="alert">
          <Icon name="error" className="error-icon" />
          <span>
            粘贴的内容有 {refused.length} 格不在可选的值里，没有填入：{refused.slice(0, 6).join("、")}
            {refused.length > 6 && "等"}；请逐格选择。
          </span>
        </p>
      )}
      <div className="table-scroll">
        <table className="grid" onPaste={paste} onKeyDown={moveByKeys}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">序号</span>
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">操作</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => (
              <Row
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and have no other identity
                key={index}
                index={index}
                item={item}
                errors={props.errors}
                onChange={(changed) => onChange(items.with(index, changed))}
                onRemove={() => onChange(items.toSpliced(index, 1))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="acts">
        <Button id="f-items" onClick={() => onChange([...items, emptyItem])}>
          添加一项
        </Button>
        <span className="muted small">
          可以从 Excel 复制几行几列，粘贴到任一格。Tab 键在格间移动，Enter
          到下一行，Ctrl+上下键换行。改低级别须先审核。
        </span>
      </p>
    </>
  );
}
