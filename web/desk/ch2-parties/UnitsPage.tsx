import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Input, Select } from "antd";
import { useState } from "react";
import { partyKindLabel, successionLabel } from "../../../src/contract/labels.zh.ts";
import type { RegisteredUnit } from "../../../src/contract/unit.ts";
import { api } from "../../shared/api.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

const route = getRouteApi("/units");
export const unitRegisterQuery = { queryKey: ["unit-register"], queryFn: api.unitRegister };

interface Search {
  q?: string;
  region?: string;
  kind?: string;
  show?: string;
}

const isMissing = (unit: RegisteredUnit) =>
  unit.dutyKnown &&
  unit.endedAt === null &&
  unit.kind !== "regulator" &&
  (unit.duty === null || unit.duty.chief === "");

/** What is typed is looked for in the name of today, in former names and in the credit code. */
function fits(unit: RegisteredUnit, { q = "", region, kind, show }: Search): boolean {
  const names = [unit.name, unit.uscc ?? "", ...unit.formerNames.map(({ name }) => name)];
  return (
    names.some((name) => name.includes(q.trim())) &&
    (region === undefined || unit.regionName === region) &&
    (kind === undefined || unit.kind === kind) &&
    (show === "ended" ? unit.endedAt !== null : unit.endedAt === null) &&
    (show !== "missing" || isMissing(unit))
  );
}

const Relatives = ({ title, of }: { title: string; of: RegisteredUnit["predecessors"] }) =>
  of.length > 0 && (
    <span className="muted small block">
      {title}：{of.map(({ name, kind }) => `${name}（${successionLabel[kind]}）`).join("、")}
    </span>
  );

function Name({ unit }: { unit: RegisteredUnit }) {
  return (
    <td className="main-cell">
      <b>{unit.name}</b>
      {unit.endedAt !== null && <span className="chip later">{dateText(civilDateOf(unit.endedAt))}撤销</span>}
      {unit.formerNames.map(({ name, until }) => (
        <span className="muted small block" key={until}>
          原名：{name}（至{dateText(civilDateOf(until))}）
        </span>
      ))}
      <Relatives title="前身" of={unit.predecessors} />
      <Relatives title="承接单位" of={unit.successors} />
    </td>
  );
}

function Duty({ unit }: { unit: RegisteredUnit }) {
  if (!unit.dutyKnown || unit.endedAt !== null) return <span className="muted">—</span>;
  if (isMissing(unit)) return <span className="chip later">未明确</span>;
  if (unit.duty === null) return <span className="muted">—</span>;
  const { record, chief, section, phone } = unit.duty;
  return (
    <>
      <a href={`/desk/records/${record}`}>{chief || "未填首席数据官"}</a>
      <span className="muted small block">
        {section} {phone}
      </span>
    </>
  );
}

function Units({ items }: { items: readonly RegisteredUnit[] }) {
  return (
    <>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">种类</th>
            <th scope="col">区域</th>
            <th scope="col">首席数据官、内设机构</th>
            <th scope="col">变动</th>
          </tr>
        </thead>
        <tbody>
          {items.map((unit) => (
            <tr key={unit.id}>
              <Name unit={unit} />
              <td data-label="种类">
                {partyKindLabel[unit.kind]}
                {unit.byReference && <LawTag citation="77" />}
              </td>
              <td data-label="区域">{unit.regionName}</td>
              <td data-label="首席数据官">
                <Duty unit={unit} />
              </td>
              <td>
                {unit.mayReorganise && (
                  <a href={`/desk/units/reorganise?unit=${unit.id}`} aria-label={`${unit.name}机构变动`}>
                    机构变动
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="list-end muted small">共 {items.length} 个单位。</p>
    </>
  );
}

function Filters(props: {
  items: readonly RegisteredUnit[];
  search: Search;
  onChange: (set: Search) => void;
}) {
  const { items, search, onChange } = props;
  const [q, setQ] = useState(search.q ?? "");
  const regions = new Set(items.map(({ regionName }) => regionName));
  const kinds = new Set(items.map(({ kind }) => kind));
  return (
    <div className="filters">
      <Input.Search
        aria-label="查单位"
        placeholder="名称、原名、信用代码"
        allowClear
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onSearch={(value) => onChange({ q: value })}
      />
      <Select
        aria-label="区域"
        value={search.region ?? ""}
        onChange={(region) => onChange({ region })}
        options={[
          { value: "", label: "全部区域" },
          ...[...regions].map((value) => ({ value, label: value })),
        ]}
      />
      <Select
        aria-label="种类"
        value={search.kind ?? ""}
        onChange={(kind) => onChange({ kind })}
        options={[
          { value: "", label: "全部种类" },
          ...[...kinds].map((value) => ({ value, label: partyKindLabel[value] })),
        ]}
      />
      <Select
        aria-label="范围"
        value={search.show ?? ""}
        onChange={(show) => onChange({ show })}
        options={[
          { value: "", label: "现有单位" },
          { value: "missing", label: "未明确首席数据官" },
          { value: "ended", label: "已撤销的单位" },
        ]}
      />
    </div>
  );
}

/** Who there is in the city, what became of whom, and who answers for the data of each. */
export function UnitsPage() {
  useTitle("单位名录");
  const router = useRouter();
  const search = route.useSearch();
  const register = useQuery(unitRegisterQuery);
  const change = (set: Search) => {
    const next = new URLSearchParams({ ...search, ...set });
    for (const [name, value] of [...next]) if (value === "") next.delete(name);
    router.history.push(`/desk/units?${next}`);
  };
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: "单位名录" }]} />
      <header className="page-head">
        <h1>单位名录</h1>
        {register.data?.items.some(({ mayReorganise }) => mayReorganise) === true && (
          <div className="acts">
            <a className="button" href="/desk/units/import">
              导入机构表
            </a>
            <a className="button" href="/desk/registers/reorganisations">
              变动记录
            </a>
          </div>
        )}
        <p className="sub">
          本市和各县区的政府、部门、公共服务企业，以及在本市的国家、省属单位。每个单位在“职责分工”的“部门责任”里登记首席数据官和内设机构。
          <LawTag citation="9(2)" />
        </p>
      </header>
      <Loaded read={register} rows={8}>
        {({ items }) => {
          const found = items.filter((unit) => fits(unit, search));
          const missing = items.filter(isMissing).length;
          return (
            <>
              <Filters items={items} search={search} onChange={change} />
              {missing > 0 && search.show !== "missing" && (
                <p className="notice">
                  有 {missing} 个单位还没有明确首席数据官和内设机构。
                  <a href="/desk/units?show=missing">看是哪些单位</a>
                </p>
              )}
              {found.length === 0 ? (
                <Empty action={<a href="/desk/units">看全部单位</a>}>没有符合条件的单位。</Empty>
              ) : (
                <Units items={found} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
