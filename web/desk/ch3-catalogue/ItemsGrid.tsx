import { Button } from "antd";
import { type ClipboardEvent, useState } from "react";
import type { EntryItem } from "../../../src/contract/entry.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { Icon } from "../../shared/Icon.tsx";
import { Scroll } from "../../shared/Page.tsx";
import { emptyItem } from "./fields.ts";
import { ItemsGuide } from "./Guidance.tsx";
import { moveByKeys, placeOf } from "./gridKeys.ts";
import { cellsOf, pasteCells } from "./gridPaste.ts";
import { ItemRow } from "./ItemRow.tsx";

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
      <ItemsGuide />
      <Scroll label="数据项">
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
              <ItemRow
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
      </Scroll>
      <p className="acts">
        <Button id="f-items" onClick={() => onChange([...items, emptyItem])}>
          添加一项
        </Button>
        <span className="muted small keys">
          可以从 Excel 复制几行几列，粘贴到任一格。Tab 键在格间移动，Enter 到下一行，Ctrl+上下键换行。
        </span>
        <span className="muted small">改低级别须先审核。</span>
      </p>
    </>
  );
}
