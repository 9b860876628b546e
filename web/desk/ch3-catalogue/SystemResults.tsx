import { fundPurposeLabel } from "../../../src/contract/labels.zh.ts";
import type { SystemResult } from "../../../src/contract/system.ts";
import { api, links } from "../../shared/api.ts";
import { count } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Scroll, Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";

const figures: readonly (readonly [title: string, value: (result: SystemResult) => string])[] = [
  ["已发布/目录", ({ published, entries }) => `${published}/${entries}`],
  ["已挂载", ({ mounted }) => count(mounted)],
  ["已登记", ({ registered }) => count(registered)],
  ["已汇聚", ({ aggregated }) => count(aggregated)],
  ["入库（行）", ({ rows }) => count(rows)],
  ["存放（个文件）", ({ files }) => count(files)],
  ["有效共享权限", ({ grants }) => count(grants)],
  ["共享调用", ({ calls }) => count(calls)],
  ["开放中", ({ open }) => count(open)],
];

function Money({ budgets }: Pick<SystemResult, "budgets">) {
  if (budgets.length === 0) return <span className="muted">未登记或者无权查看</span>;
  return (
    <>
      {budgets.map(({ year, purpose, amount, performance, overdue }) => (
        <span key={`${year}${purpose}`} className="block nowrap">
          {year}年{fundPurposeLabel[purpose]} {amount} 万元
          {overdue ? (
            <span className="chip overdue">逾期未评价</span>
          ) : (
            <span className="muted small">，{performance === "" ? "尚未评价" : "已评价"}</span>
          )}
        </span>
      ))}
    </>
  );
}

function Rows({ items }: { items: readonly SystemResult[] }) {
  return (
    <Scroll label="信息系统成效">
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">信息系统</th>
            <th scope="col">立项、验收</th>
            {figures.map(([title]) => (
              <th scope="col" className="number" key={title}>
                {title}
              </th>
            ))}
            <th scope="col">预算</th>
          </tr>
        </thead>
        <tbody>
          {items.map((result) => (
            <tr key={`${result.unit.id}${result.system}`}>
              <th scope="row">
                {result.system}
                <span className="muted small block">{result.unit.name}</span>
              </th>
              <td className="nowrap">
                {result.approval ?? "没有立项证明"}
                <span className="muted small block">{result.acceptance ?? "没有验收证明"}</span>
              </td>
              {figures.map(([title, value]) => (
                <td className="number" key={title}>
                  {value(result)}
                </td>
              ))}
              <td>
                <Money budgets={result.budgets} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Art. 69 ¶2: what every information system brought, as a basis for its money. */
export function SystemResults() {
  const list = useList(["systems"], (cursor) => api.systems({ cursor }));
  return (
    <Section
      title="信息系统的汇聚、共享、开放成效"
      note="由平台计数，作为投资、运维经费和项目后评价的依据"
      aside={
        <>
          <LawTag citation="69¶2" />
          <a href={links.systems} download>
            下载（Excel）
          </a>
        </>
      }
    >
      <ListStates
        list={list}
        unit="个信息系统"
        empty={<Empty>还没有信息系统：立项审核通过、数据资源登记或者登记预算后列在这里。</Empty>}
      >
        {(items) => <Rows items={items} />}
      </ListStates>
    </Section>
  );
}
