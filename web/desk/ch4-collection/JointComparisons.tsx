import type { Comparison } from "../../../src/contract/joint-quality.ts";
import { incomparableLabel } from "../../../src/contract/labels.zh.ts";
import { count } from "../../shared/format.ts";

/** Where the own rows about the subjects that differ are to be found in the files that were sent. */
function OwnRows({ rows }: { rows: Comparison["ownRows"] }) {
  const batches = Map.groupBy(rows, ({ id }) => id);
  return [...batches].map(([id, lines]) => (
    <span key={id} className="block">
      <a href={`/desk/batches/${id}`}>第 {lines[0]?.number} 批</a>　第{" "}
      {lines.map(({ line }) => line).join("、")} 行
    </span>
  ));
}

/** What two units say of the same subjects, item by item. Values are compared inside the platform and shown to nobody. */
export function JointComparisons({ comparisons }: { comparisons: readonly Comparison[] }) {
  if (comparisons.length === 0) return null;
  return (
    <>
      <h3>两家都有的数据项</h3>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">数据项</th>
            <th scope="col">两家</th>
            <th scope="col" className="number">
              都有值的对象
            </th>
            <th scope="col" className="number">
              取值不同
            </th>
            <th scope="col">本单位的行</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map(({ item, sides, subjects, differing, why, ownRows }) => (
            <tr key={[item, ...sides.map(({ entry }) => entry.id)].join()}>
              <td className="main-cell">{item}</td>
              <td>{sides.map(({ unit }) => unit.name).join("、")}</td>
              <td className="number" data-label="都有值的对象">
                {subjects === null ? (
                  <span className="muted">{incomparableLabel[why ?? "waiting"]}</span>
                ) : (
                  count(subjects)
                )}
              </td>
              <td className="number" data-label="取值不同">
                {subjects === null ? (
                  ""
                ) : (
                  <span className={differing > 0 ? "late" : undefined}>{count(differing)}</span>
                )}
              </td>
              <td data-label={ownRows.length > 0 ? "本单位的行" : undefined}>
                <OwnRows rows={ownRows} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">
        按公民身份号码或统一社会信用代码把两家的行对上，在平台内部逐项比较，只计数，不向任何一方显示对方的值；一家有几个值的，一个相同就算相同。行号是本单位报送文件里的行号，最多列
        50 行。
      </p>
    </>
  );
}
