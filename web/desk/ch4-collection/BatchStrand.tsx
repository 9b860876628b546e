import type { Batch } from "../../../src/contract/batch.ts";
import { count } from "../../shared/format.ts";

/** What the source said would come, as it is shown, and where it said so. */
function declaredOf({ kind, counts }: Batch): { figure: string; where: string } {
  const where = kind === "file" ? "一个文件为一批" : "报送单填写";
  if (counts.declared !== null) return { figure: count(counts.declared), where };
  return kind === "file" ? { figure: "1", where } : { figure: "未申报", where: "上传时没有填写行数" };
}

/** Where the rows of a batch went: what leaves the line hangs below it, and the sum is printed. */
export function BatchStrand({ batch }: { batch: Batch }) {
  const { declared, received, accepted, quarantined, inserted, updated, unchanged, removed } = batch.counts;
  const source = declaredOf(batch);
  const missing = declared === null ? 0n : BigInt(declared) - BigInt(received);
  return (
    <ol className="strand">
      <li className="source">
        <p className="name">来源申报</p>
        <p className="figure">{source.figure}</p>
        <p className="small muted">{source.where}</p>
      </li>
      <li>
        <p className="name">文件收到</p>
        <p className="figure">{count(received)}</p>
        <p className="small muted">
          入库 {count(accepted)} ＋ 问题数据 {count(quarantined)} ＝{" "}
          {count((BigInt(accepted) + BigInt(quarantined)).toString())}
        </p>
        {missing !== 0n && (
          <div className="off small">
            <b>
              比申报{missing > 0n ? "少" : "多"} {count((missing > 0n ? missing : -missing).toString())} 行
            </b>
            <p>须由来源部门说明，或者补齐后再报。</p>
          </div>
        )}
      </li>
      <li>
        <p className="name">检查</p>
        <p className="figure">{count(accepted)}</p>
        <p className="small muted">通过检查</p>
        {quarantined !== "0" && (
          <div className="off small">
            <b>问题数据 {count(quarantined)}</b>
            <p>未入库，不影响已入库的行；原值继续有效。</p>
          </div>
        )}
      </li>
      <li className="reader">
        <p className="name">入库</p>
        <p className="figure">{count(accepted)}</p>
        <p className="small muted">
          新增 {count(inserted)} ＋ {batch.kind === "file" ? "更换" : "更新"} {count(updated)} ＋ 无变化{" "}
          {count(unchanged)} ＋ 注销 {count(removed)}
        </p>
      </li>
    </ol>
  );
}
