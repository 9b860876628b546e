import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Input, Select } from "antd";
import { useState } from "react";
import {
  documentLevelLabel,
  documentTopicLabel,
  libraryKindLabel,
  standingLabel,
} from "../../../src/contract/labels.zh.ts";
import type { LibraryDocument } from "../../../src/contract/service.ts";
import { api, links } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { RecordForm } from "./RecordForm.tsx";
import { registersQuery } from "./RegisterPage.tsx";

const route = getRouteApi("/library");

function Row({ document }: { document: LibraryDocument }) {
  const inForce = document.standing === "in-force";
  return (
    <tr>
      <td className="main-cell">
        <a className="title" href={`/desk/records/${document.id}`}>
          {document.title}
        </a>
        <span className="muted small block">
          {document.number}　{document.edition}　{document.issuer}
        </span>
        {document.warnings.map((warning) => (
          <span className="notice small block" key={warning}>
            {warning}
            <LawTag citation="8(5)" />
          </span>
        ))}
      </td>
      <td>
        <span className={inForce ? "chip done" : "chip later"}>{standingLabel[document.standing]}</span>
        {document.supersededBy !== null && (
          <span className="small block">由 {document.supersededBy} 替代</span>
        )}
      </td>
      <td data-label="层级">{documentLevelLabel[document.documentLevel]}</td>
      <td data-label="种类">{libraryKindLabel[document.documentKind]}</td>
      <td data-label="事项">{documentTopicLabel[document.documentTopic]}</td>
      <td className="nowrap" data-label="施行">
        {dateText(document.effectiveFrom)}
        {document.effectiveUntil !== null && `至${dateText(document.effectiveUntil)}`}
      </td>
    </tr>
  );
}

function Documents({ items, at }: { items: readonly LibraryDocument[]; at: string }) {
  if (items.length === 0) return <Empty>没有符合条件的文件。</Empty>;
  return (
    <>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">名称、文号、版本</th>
            <th scope="col">在{dateText(at)}</th>
            <th scope="col">层级</th>
            <th scope="col">种类</th>
            <th scope="col">事项</th>
            <th scope="col">施行日期</th>
          </tr>
        </thead>
        <tbody>
          {items.map((document) => (
            <Row key={document.id} document={document} />
          ))}
        </tbody>
      </table>
      <p className="list-end muted small">共 {items.length} 件，层级高的排在前面。</p>
    </>
  );
}

function Filters(props: {
  at: string;
  q: string;
  topic: string;
  onChange: (set: Record<string, string>) => void;
}) {
  const [q, setQ] = useState(props.q);
  return (
    <div className="filters">
      <Input.Search
        aria-label="查政策标准"
        placeholder="名称、文号、制定机关"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onSearch={(value) => props.onChange({ q: value })}
      />
      <Select
        aria-label="事项"
        value={props.topic}
        onChange={(topic) => props.onChange({ topic })}
        options={[
          { value: "", label: "全部事项" },
          ...Object.entries(documentTopicLabel).map(([value, label]) => ({ value, label })),
        ]}
      />
      <label>
        哪一天现行
        <input
          type="date"
          className="input"
          value={props.at}
          onChange={(event) => props.onChange({ at: event.target.value })}
        />
      </label>
    </div>
  );
}

/** Policies, standards and specifications: which hold on a day, and where a higher level prevails. */
export function LibraryPage() {
  useTitle("政策标准");
  const router = useRouter();
  const search = route.useSearch();
  const { today = "" } = useLawTime();
  const [entering, setEntering] = useState(false);
  const registers = useQuery(registersQuery);
  const info = registers.data?.items.find((one) => one.name === "library");
  const library = useQuery({
    queryKey: ["library", search],
    queryFn: () => api.library({ at: search.at, q: search.q, topic: search.topic }),
  });
  const change = (set: Record<string, string>) => {
    const next = new URLSearchParams({ ...search, ...set });
    for (const [name, value] of [...next]) if (value === "") next.delete(name);
    router.history.push(`/desk/library?${next}`);
  };
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: "政策标准" }]} />
      <header className="page-head">
        <h1>政策标准</h1>
        <p className="sub">
          政策文件、管理制度、标准和技术规范。可以查任何一天哪些现行；上级已经制定的，从其规定。
          <LawTag citation="8(5)" />
        </p>
      </header>
      {entering && info !== undefined ? (
        <Section title="登记政策标准">
          <RecordForm
            schema={info.form}
            send={({ form, attachments }, key) =>
              api.enterRecord({ register: "library", form, attachments }, key)
            }
            onDone={(record) => router.history.push(`/desk/records/${record.id}`)}
            onCancel={() => setEntering(false)}
          />
        </Section>
      ) : (
        <>
          <Filters at={search.at ?? today} q={search.q ?? ""} topic={search.topic ?? ""} onChange={change} />
          <p className="acts">
            {info?.mayKeep === true && (
              <button type="button" className="button primary" onClick={() => setEntering(true)}>
                登记
              </button>
            )}
            <a href={links.recordsCsv("library")} download>
              导出 CSV
            </a>
          </p>
          <Loaded read={library} rows={8}>
            {(data) => <Documents items={data.items} at={data.at} />}
          </Loaded>
        </>
      )}
    </>
  );
}
