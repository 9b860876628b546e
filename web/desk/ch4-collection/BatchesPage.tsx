import { getRouteApi } from "@tanstack/react-router";
import type { Batch } from "../../../src/contract/batch.ts";
import { api } from "../../shared/api.ts";
import { count, instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { BatchChip } from "./BatchChip.tsx";
import { unitOf } from "./units.ts";

const route = getRouteApi("/batches");

function Rows({ batches, now }: { batches: readonly Batch[]; now: string | undefined }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">批次</th>
          <th scope="col">状态</th>
          <th scope="col" className="number">
            收到
          </th>
          <th scope="col" className="number">
            入库
          </th>
          <th scope="col" className="number">
            问题数据
          </th>
          <th scope="col">报送</th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr key={batch.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/batches/${batch.id}`}>
                {batch.resource.entryName}　第 {batch.number} 批
              </a>
              <span className="muted small block">{batch.filename}</span>
            </td>
            <td>
              <BatchChip batch={batch} />
            </td>
            <td className="number" data-label="收到">
              {count(batch.counts.received)} {unitOf(batch.kind)}
            </td>
            <td className="number" data-label="入库">
              {count(batch.counts.accepted)} {unitOf(batch.kind)}
            </td>
            <td className="number" data-label="问题数据">
              {count(batch.counts.quarantined)} {unitOf(batch.kind)}
            </td>
            <td>
              {batch.provider.name}　{batch.by.name}
              <span className="muted small block">{instantText(batch.receivedAt, now)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function BatchesPage() {
  useTitle("批次");
  const { resource } = route.useSearch();
  const { now } = useLawTime();
  const list = useList(["batches", resource], (cursor) =>
    api.batches({
      ...(resource === undefined ? {} : { resource }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  return (
    <>
      <Breadcrumb trail={[{ title: "第四章 采集汇聚" }, { title: "批次" }]} />
      <header className="page-head">
        <h1>批次</h1>
        <div className="acts">
          <a className="button primary" href="/desk/upload">
            上传数据
          </a>
        </div>
        {resource !== undefined && (
          <p className="sub">
            只显示 <code>{resource}</code> 的批次　<a href="/desk/batches">显示全部</a>
          </p>
        )}
      </header>
      <ListStates
        list={list}
        unit="批"
        empty={<Empty action={<a href="/desk/upload">上传第一批数据</a>}>还没有收到过数据。</Empty>}
      >
        {(batches) => <Rows batches={batches} now={now} />}
      </ListStates>
    </>
  );
}
