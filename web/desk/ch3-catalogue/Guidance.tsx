import type { ReactNode } from "react";
import { type Guide, itemGuide } from "../../../src/contract/entry-guide.ts";

/** How a field is filled in, with an example; what else is to be said of it follows. */
export function Guidance({ guide, children }: { guide: Guide; children?: ReactNode }) {
  return (
    <>
      {guide.help}
      <span className="example">例：{guide.example}</span>
      {children !== undefined && children !== null && <span className="block">{children}</span>}
    </>
  );
}

const columns = [
  ["数据项名称", itemGuide.name],
  ["字段名", itemGuide.column],
  ["类型", itemGuide.type],
  ["长度", itemGuide.length],
  ["类别", itemGuide.category],
  ["级别", itemGuide.grade],
  ["标识角色", itemGuide.role],
  ["脱敏方式", itemGuide.masking],
  ["存储方式", itemGuide.storage],
  ["必填", itemGuide.required],
  ["标准", itemGuide.standard],
  ["格式规则", itemGuide.expression],
  ["不符时的提示", itemGuide.message],
] as const;

/** The same for the columns of the grid of items, folded away until asked for. */
export function ItemsGuide() {
  return (
    <details className="items-guide">
      <summary>数据项各栏怎样填</summary>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">怎样填</th>
            <th scope="col">例</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(([title, { help, example }]) => (
            <tr key={title}>
              <td className="nowrap">{title}</td>
              <td>{help}</td>
              <td data-label="例">{example}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
