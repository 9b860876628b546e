import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { RegisteredResource, RegistrationStanding } from "../../../src/contract/registration.ts";
import { api, links } from "../../shared/api.ts";
import { civilDateOf, count, dateText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { PageTabs } from "../PageTabs.tsx";

const route = getRouteApi("/registrations");

const tabs = [
  { value: "registered", label: "登记簿" },
  { value: "due", label: "待登记" },
  { value: "progress", label: "登记进度" },
] as const;

function Rows({ rows, own }: { rows: readonly RegisteredResource[]; own: string | undefined }) {
  const { today } = useLawTime();
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据资源</th>
          <th scope="col">提供单位</th>
          <th scope="col">登记号</th>
          <th scope="col">挂载日期</th>
          <th scope="col">登记日期</th>
          <th scope="col">
            <span className="sr-only">操作</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/entries/${row.entry.id}`}>
                {row.entry.name}
              </a>
              <span className="muted small block mono">
                {row.resource}，{row.entry.catalogueCode}
              </span>
            </td>
            <td data-label="提供单位">{row.unit.name}</td>
            <td data-label="登记号" className="nowrap">
              {row.number === null ? "未登记" : <a href={`/desk/matters/${row.matterId}`}>{row.number}</a>}
              {row.outdated && <span className="chip soon">目录有新版本，须变更登记</span>}
            </td>
            <td data-label="挂载日期" className="nowrap">
              {dateText(civilDateOf(row.mountedAt), today)}
            </td>
            <td data-label="登记日期" className="nowrap">
              {row.registeredAt === null ? "—" : dateText(civilDateOf(row.registeredAt), today)}
            </td>
            <td className="nowrap">
              {row.unit.id === own && (row.number === null || row.outdated) && (
                <a href={`/desk/start/${kinds.registerResource}?subject=${row.entry.id}`}>
                  {row.number === null ? "登记" : "变更登记"}
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Progress({ items }: Pick<RegistrationStanding, "items">) {
  if (items.length === 0) return <Empty>还没有挂载的数据资源。</Empty>;
  return (
    <Scroll label="各单位登记进度">
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">单位</th>
            {["已挂载", "已登记", "待登记", "须变更登记", "正在办理"].map((title) => (
              <th scope="col" className="number" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ unit, mounted, registered, outdated, underWay }) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              <td className="number">{count(mounted)}</td>
              <td className="number">{count(registered)}</td>
              <td className="number">{count(mounted - registered)}</td>
              <td className="number">{count(outdated)}</td>
              <td className="number">{count(underWay)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const empty = {
  registered: "登记簿里还没有数据资源。",
  due: "已挂载的数据资源都登记了。",
};

function Register({ standing }: { standing: "registered" | "due" }) {
  const own = useQuery(sessionQuery).data?.party.id;
  const list = useList(["registrations", standing], (cursor) => api.registrations({ standing, cursor }));
  return (
    <Section
      title={standing === "due" ? "已挂载、待登记或者须变更登记的资源" : "已登记的数据资源"}
      aside={
        standing === "registered" && (
          <a href={links.registrationsCsv} download>
            导出 CSV
          </a>
        )
      }
    >
      <ListStates list={list} unit="个资源" empty={<Empty>{empty[standing]}</Empty>}>
        {(rows) => <Rows rows={rows} own={own} />}
      </ListStates>
    </Section>
  );
}

/** Art. 68: the register of data resources, what is still to be registered, and how far the units are. */
export function RegistrationsPage() {
  useTitle("资源登记");
  const { tab = "registered" } = route.useSearch();
  const read = useQuery({ queryKey: ["registration-standing"], queryFn: api.registrationStanding });
  const rules = read.data?.rules;
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "资源登记" }]} />
      <header className="page-head">
        <h1>资源登记</h1>
        <p className="sub">
          <span>
            部门登记本部门、本行业已挂载的数据资源，市大数据中心给予业务指导。
            {rules === null && "还没有登记现行的登记制度，现在不能登记，见"}
            {rules !== undefined && (
              <a href="/desk/library?topic=registration">
                {rules === null ? "政策标准" : `《${rules.title}》（${rules.number}）`}
              </a>
            )}
          </span>
          <LawTag citation="68" />
        </p>
      </header>
      <PageTabs tabs={tabs} at={tab} href={(to) => `/desk/registrations?tab=${to}`} />
      {tab === "progress" ? (
        <Section title="各单位登记进度" note="按挂载和登记的资源计数，不能填报">
          <Loaded read={read} rows={4}>
            {({ items }) => <Progress items={items} />}
          </Loaded>
        </Section>
      ) : (
        <Register key={tab} standing={tab === "due" ? "due" : "registered"} />
      )}
    </>
  );
}
