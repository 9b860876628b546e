import { Fragment, useState } from "react";
import { itemStandard } from "../../../src/contract/entry.ts";
import { itemStandardLabel } from "../../../src/contract/labels.zh.ts";
import { FieldErrorText } from "../../shared/Field.tsx";
import { fieldId, within } from "./fields.ts";
import { ItemCells, type RowProps } from "./ItemCells.tsx";
import { RemarksAt } from "./Remarks.tsx";
import { useRemarksAt } from "./useRemarks.ts";

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

/** One item with its errors and, where opened, its rules. */
export function ItemRow(props: RowProps) {
  const { index, item } = props;
  const [opened, setOpen] = useState(false);
  const own = props.errors.filter((error) => within(error.pointer).startsWith(`/items/${index}/`));
  const said = useRemarksAt(`/items/${item.column}`).remarks;
  const open = opened || own.some((error) => /\/(pattern|standard)\b/.test(error.pointer));
  return (
    <Fragment>
      <tr>
        <td className="number muted">{index + 1}</td>
        <ItemCells {...props} />
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
      {said.length > 0 && (
        <tr className="row-remark">
          <td />
          <td colSpan={11}>
            <RemarksAt place={`/items/${item.column}`} />
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
