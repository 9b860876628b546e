import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Select } from "antd";
import { listNameLabel } from "../../../src/contract/labels.zh.ts";
import { type ListName, type ListRow, type ListStatus, listName } from "../../../src/contract/lists.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";

const route = getRouteApi("/lists");

function Lines({ rows }: { rows: readonly ListRow[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">名称</th>
          <th scope="col">类型</th>
          <th scope="col">范围和条件</th>
          <th scope="col">依据</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="main-cell">
              {row.name}
              <span className="muted small block">{row.code}</span>
            </td>
            <td>{row.terms}</td>
            <td data-label="范围和条件">{row.conditions === "" ? "—" : row.conditions}</td>
            <td data-label="依据">{row.basis === "" ? "—" : row.basis}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function standing(status: ListStatus): string {
  if (status.matterId !== null) return "正在确认";
  if (status.version === null) return "未报送";
  return status.stale ? "已过时，须重新报送" : "已确认";
}

function Status({ list }: { list: ListName }) {
  const { now } = useLawTime();
  const read = useQuery({ queryKey: ["list-status", list], queryFn: () => api.listStatus(list) });
  return (
    <Section title="各单位报送情况" note="没有内容的单位不需要报送" aside={<LawTag citation="23" />}>
      <Loaded read={read} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有单位有这份清单的内容。</Empty>
          ) : (
            <Scroll label="各单位报送情况">
              <table className="ruled">
                <thead>
                  <tr>
                    <th scope="col">单位</th>
                    <th scope="col" className="number">
                      现有
                    </th>
                    <th scope="col">状态</th>
                    <th scope="col">最近确认</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((status) => (
                    <tr key={status.unit.id}>
                      <td>{status.unit.name}</td>
                      <td className="number">{status.lines} 条</td>
                      <td>
                        {status.matterId === null ? (
                          standing(status)
                        ) : (
                          <a href={`/desk/matters/${status.matterId}`}>{standing(status)}</a>
                        )}
                      </td>
                      <td className="nowrap">
                        {status.confirmedAt === null
                          ? "—"
                          : `第 ${status.version} 版，${instantText(status.confirmedAt, now)}`}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Loaded>
    </Section>
  );
}

function Versions({ list }: { list: ListName }) {
  const { now } = useLawTime();
  const read = useQuery({ queryKey: ["list-versions", list], queryFn: () => api.listVersions(list) });
  return (
    <Section title="本行政区域已发布的版本" note="每一版都写入操作存证">
      <Loaded read={read} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有发布过。</Empty>
          ) : (
            <ul className="resources">
              {items.map((version) => (
                <li key={version.id}>
                  <a href={`/desk/matters/${version.matterId}`}>第 {version.version} 版</a>
                  <span>{version.lines} 条</span>
                  <span>{instantText(version.at, now)}发布</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** The lists of Art. 23 and 38: the unit's own as it is now, the state of the others, what was published. */
export function ListsPage() {
  useTitle("清单");
  const chosen = listName.safeParse(route.useSearch().list);
  const list: ListName = chosen.success ? chosen.data : "sharing-responsibility";
  const router = useRouter();
  const me = useQuery(sessionQuery).data;
  const authority = me?.party.kind === "authority";
  const lines = useList(["list", list], (cursor) => api.list(list, cursor));
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "清单" }]} />
      <header className="page-head">
        <h1>清单</h1>
        <div className="acts">
          {authority && (
            <a className="button" href="/desk/start/list-publication">
              汇总发布
            </a>
          )}
          <a className="button primary" href="/desk/start/list-submission">
            报送本单位清单
          </a>
        </div>
        <p className="sub">清单由平台按现行目录和办件生成，不另行填写。</p>
      </header>
      <div className="filters">
        <Select
          aria-label="清单"
          value={list}
          options={listName.options.map((value) => ({ value, label: listNameLabel[value] }))}
          onChange={(value) => router.history.push(`/desk/lists?list=${value}`)}
          popupMatchSelectWidth={false}
        />
      </div>
      <Section title={`本单位${listNameLabel[list]}`}>
        <ListStates list={lines} unit="条" empty={<Empty>本单位的这份清单现在没有内容。</Empty>}>
          {(rows) => <Lines rows={rows} />}
        </ListStates>
      </Section>
      {authority && <Status list={list} />}
      <Versions list={list} />
    </>
  );
}
