import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Responsibility } from "../../../src/contract/duty.ts";
import { dataKindLabel } from "../../../src/contract/labels.zh.ts";
import type { Progress } from "../../../src/contract/progress.ts";
import { api } from "../../shared/api.ts";
import { count, dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Scroll, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { PageTabs } from "../PageTabs.tsx";
import { Register, registersQuery } from "./RegisterPage.tsx";

const route = getRouteApi("/duties");

const tabs = [
  { value: "sources", label: "数源部门" },
  { value: "units", label: "部门责任" },
  { value: "progress", label: "工作进度" },
];

function Sources({ items }: { items: readonly Responsibility[] }) {
  const me = useQuery(sessionQuery).data;
  const propose =
    me?.party.kind === "authority" ? (
      <a className="button primary" href="/desk/start/responsibility-assignment">
        提出明确数源部门
      </a>
    ) : undefined;
  if (items.length === 0)
    return (
      <Empty {...(propose === undefined ? {} : { action: propose })}>
        还没有明确数源部门。由数据局提出，机构编制部门会商同意后登记在这里。
      </Empty>
    );
  return (
    <>
      {propose !== undefined && <p className="acts">{propose}</p>}
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">数据类别</th>
            <th scope="col">数源部门</th>
            <th scope="col">种类</th>
            <th scope="col">依据</th>
            <th scope="col">区域</th>
            <th scope="col">起止</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td className="main-cell">
                <b>{item.category}</b>
                <span className="muted small block">{item.scope}</span>
              </td>
              <td data-label="数源部门">{item.department.name}</td>
              <td>{dataKindLabel[item.dataKind]}</td>
              <td>{item.basis}</td>
              <td className="wide-only">{item.regionName}</td>
              <td className="nowrap">
                {dateText(item.since)}
                {item.until === null ? "起" : `至${dateText(item.until)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const stages: readonly { title: string; value: (row: Progress) => string }[] = [
  { title: "数源类别", value: (row) => count(row.categories) },
  { title: "已发布目录", value: (row) => count(row.published) },
  { title: "未发布目录", value: (row) => count(row.unpublished) },
  { title: "已挂载", value: (row) => count(row.mounted) },
  { title: "已汇聚", value: (row) => `${count(row.aggregated)}/${count(row.published)}` },
  { title: "开放目录", value: (row) => `${count(row.opened)}/${count(row.openable)}` },
  { title: "数据逾期", value: (row) => count(row.dataOverdue) },
  { title: "批次", value: (row) => count(row.batches) },
  { title: "收到（行）", value: (row) => count(row.received) },
  { title: "入库（行）", value: (row) => count(row.accepted) },
  { title: "入库（文件）", value: (row) => count(row.files) },
  { title: "接口", value: (row) => count(row.interfaces) },
  { title: "提供共享", value: (row) => count(row.provided) },
  { title: "使用共享", value: (row) => count(row.used) },
  { title: "逾期办件", value: (row) => count(row.overdue) },
];

function ProgressTable({ items, at }: { items: readonly Progress[]; at: string }) {
  if (items.length === 0) return <Empty>没有可以查看的单位。</Empty>;
  return (
    <>
      <Scroll label="各单位工作进度">
        <table className="ruled">
          <thead>
            <tr>
              <th scope="col">单位</th>
              {stages.map(({ title }) => (
                <th scope="col" className="number" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.name}
                  <span className="muted small block">{row.regionName}</span>
                </th>
                {stages.map(({ title, value }) => (
                  <td className="number" key={title}>
                    {value(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="list-end muted small">
        截至{dateText(at)}，由平台按各单位的办件、目录、批次和使用权限计数，不能填报。
      </p>
    </>
  );
}

/** Who answers for which data, who for what in each unit, and how far each unit is. */
export function DutiesPage() {
  useTitle("职责分工");
  const { tab = "sources" } = route.useSearch();
  const sources = useQuery({ queryKey: ["responsibilities"], queryFn: () => api.responsibilities("") });
  const progress = useQuery({ queryKey: ["progress"], queryFn: api.progress, enabled: tab === "progress" });
  const registers = useQuery(registersQuery);
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: "职责分工" }]} />
      <header className="page-head">
        <h1>职责分工</h1>
        <p className="sub">
          每一类公共数据由哪个部门采集和提供，部门内部谁负责，各环节办到哪里。
          <LawTag citation="8(6)" />
          <LawTag citation="9" />
        </p>
      </header>
      <PageTabs tabs={tabs} at={tab} href={(to) => `/desk/duties?tab=${to}`} />
      {tab === "sources" && <Loaded read={sources}>{({ items }) => <Sources items={items} />}</Loaded>}
      {tab === "units" && (
        <Loaded read={registers}>
          {({ items }) => {
            const info = items.find((one) => one.name === "duties");
            return info === undefined ? <Empty>没有这种登记。</Empty> : <Register info={info} />;
          }}
        </Loaded>
      )}
      {tab === "progress" && (
        <Loaded read={progress}>{({ items, at }) => <ProgressTable items={items} at={at} />}</Loaded>
      )}
    </>
  );
}
