import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

function Register() {
  const [q, setQ] = useState("");
  const list = useList(["sources", q], (cursor) => api.sources(q, cursor));
  return (
    <Section
      title="已认定的数源部门"
      note="一个数据项只有一个来源、一个标准"
      aside={<LawTag citation="15¶2" />}
    >
      <div className="filters">
        <Input.Search aria-label="按数据项名称查找" placeholder="数据项名称" allowClear onSearch={setQ} />
      </div>
      <ListStates list={list} unit="项" empty={<Empty>没有找到已认定的数据项。</Empty>}>
        {(items) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">数据项</th>
                <th scope="col">数源部门</th>
                <th scope="col">标准</th>
                <th scope="col">依据</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id}>
                  <td className="main-cell">
                    <a className="title" href={`/desk/matters/${item.matterId}`}>
                      {item.name}
                    </a>
                  </td>
                  <td data-label="数源">{item.source.name}</td>
                  <td data-label="标准">{item.standard}</td>
                  <td data-label="依据">{item.basis}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </Section>
  );
}

function Statutory() {
  const read = useQuery({ queryKey: ["statutory-sources"], queryFn: api.statutorySources });
  return (
    <Section title="办法规定的数源部门">
      <Loaded read={read} rows={6}>
        {({ items }) => (
          <Scroll label="办法规定的数源部门">
            <table className="ruled">
              <thead>
                <tr>
                  <th scope="col">基础数据</th>
                  <th scope="col">由谁负责</th>
                  <th scope="col">条款</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.citation}>
                    <td>{item.item}</td>
                    <td>{item.sources}</td>
                    <td>
                      <LawTag citation={item.citation} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
    </Section>
  );
}

/** Art. 15, 16: who is the one source of an item, and how an item comes to be collected at all. */
export function SourcesPage() {
  useTitle("数源与采集项");
  return (
    <>
      <Breadcrumb trail={[{ title: "第四章 采集汇聚" }, { title: "数源与采集项" }]} />
      <header className="page-head">
        <h1>数源与采集项</h1>
        <div className="acts">
          <a className="button" href="/desk/start/source-designation">
            申请认定数源
          </a>
          <a className="button primary" href="/desk/start/collection-item">
            登记采集项
          </a>
        </div>
        <p className="sub">
          可以通过共享获取的数据不得重复采集。
          <a href="/desk/lists?list=collection">本单位的采集清单</a>　
          <a href="/desk/joint">协同采集的分工和质量</a>
        </p>
      </header>
      <Register />
      <Statutory />
    </>
  );
}
