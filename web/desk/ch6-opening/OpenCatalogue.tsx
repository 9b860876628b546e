import { useQuery } from "@tanstack/react-query";
import {
  openCatalogueStateLabel,
  openingClassLabel,
  openingFormLabel,
} from "../../../src/contract/labels.zh.ts";
import type { OpenCatalogueRow } from "../../../src/contract/open-catalogue.ts";
import { api } from "../../shared/api.ts";
import { kinds } from "../../shared/kinds.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Priority } from "../../shared/Priority.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";

type Standing = "included" | "planned";

function Acts({ row, own }: { row: OpenCatalogueRow; own: boolean }) {
  return (
    <>
      {row.state !== "planned" && (
        <a className="block" href={`/dataset/${row.code}`} target="_blank" rel="noopener">
          开放页面
        </a>
      )}
      {own && row.state === "planned" && (
        <a className="block" href={`/desk/start/${kinds.publishDataset}?subject=${row.id}`}>
          申请开放
        </a>
      )}
      {own && (
        <a className="block" href={`/desk/start/${kinds.setPriority}?subject=${row.id}`}>
          {row.priority === null ? "定为重点" : "变更重点"}
        </a>
      )}
    </>
  );
}

function Rows({ rows, own }: { rows: readonly OpenCatalogueRow[]; own: string | undefined }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">开放范围和内容</th>
          <th scope="col">开放类型和条件</th>
          <th scope="col">数据形式</th>
          <th scope="col">更新频率</th>
          <th scope="col" className="number">
            共享需求
          </th>
          <th scope="col">
            <span className="sr-only">操作</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/entries/${row.id}`}>
                {row.name}
              </a>{" "}
              <Priority of={row.priority} />
              <span className="muted small block">
                {row.unit.name}，<span className="mono">{row.catalogueCode}</span>
              </span>
            </td>
            <td data-label="范围和内容">
              {row.scope}
              <span className="muted small block">{row.content.join("、")}</span>
            </td>
            <td>
              {openingClassLabel[row.openingClass]}
              {row.state === "suspended" && (
                <span className="chip refused">{openCatalogueStateLabel.suspended}</span>
              )}
              {row.conditions !== "" && <span className="muted small block">{row.conditions}</span>}
            </td>
            <td data-label="数据形式">
              {row.forms.length === 0 ? "待定" : row.forms.map((form) => openingFormLabel[form]).join("、")}
            </td>
            <td data-label="更新频率">{row.updateFrequency}</td>
            <td className="number" data-label="共享需求">
              {row.demand} 件
            </td>
            <td className="nowrap">
              <Acts row={row} own={row.unit.id === own} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const empty: Record<Standing, string> = {
  included: "还没有审核纳入开放目录的数据。",
  planned: "定为开放的目录都已经纳入，没有待开放的。",
};

/** The open catalogue of the city or of an area, what is to be opened first on top (Art. 36). */
export function OpenCatalogue({ standing, region }: { standing: Standing; region: string | undefined }) {
  const own = useQuery(sessionQuery).data?.party.id;
  const list = useList(["open-catalogue", standing, region], (cursor) =>
    api.openCatalogue({ standing, region, cursor }),
  );
  return (
    <ListStates
      list={list}
      unit="个目录"
      empty={<Empty action={<a href="/desk/entries">看数据目录</a>}>{empty[standing]}</Empty>}
    >
      {(rows) => <Rows rows={rows} own={own} />}
    </ListStates>
  );
}
