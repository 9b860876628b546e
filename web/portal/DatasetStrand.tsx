import type { Dataset } from "../../src/contract/portal.ts";
import { civilDateOf, count, dateText } from "../shared/format.ts";
import { LawTag } from "../shared/LawTag.tsx";

/** From the provider to the readers, with the rows that left the line. */
export function DatasetStrand({ dataset, today }: { dataset: Dataset; today: string | undefined }) {
  const { received, accepted, quarantined } = dataset.quality;
  return (
    <ol className="strand">
      <li className="source">
        <p className="name">源头</p>
        <p>
          <b>{dataset.providerName}</b>
        </p>
      </li>
      <li>
        <p className="name">汇聚</p>
        <p>
          <b>收到 {count(received)} 行</b>
        </p>
        <p className="small muted">入库 {count(accepted)} 行</p>
        {quarantined !== "0" && (
          <p className="off small">
            <b>问题数据 {count(quarantined)} 行</b>
          </p>
        )}
      </li>
      <li>
        <p className="name">数据目录</p>
        <p>
          <b>第 {dataset.version} 版</b>
        </p>
        <p className="small muted mono">{dataset.catalogueCode}</p>
      </li>
      <li>
        <p className="name">开放</p>
        <p>
          <b>{dateText(civilDateOf(dataset.publishedAt), today)}发布</b>
        </p>
        <p className="small muted">
          安全保密审查通过
          <LawTag citation="38" />
        </p>
      </li>
      <li className="reader">
        <p className="name">读者</p>
        <p>
          <b>下载 {count(dataset.usage.downloads)} 次</b>
        </p>
        <p className="small muted">接口读取 {count(dataset.usage.reads)} 次</p>
      </li>
    </ol>
  );
}
