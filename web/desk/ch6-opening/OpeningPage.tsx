import type { EntrySummary } from "../../../src/contract/entry.ts";
import { labelOf, openingClassLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Grade, Section, useTitle } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";

function Rows({ entries }: { entries: readonly EntrySummary[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">提供单位</th>
          <th scope="col">开放类型</th>
          <th scope="col">级别</th>
          <th scope="col">
            <span className="sr-only">操作</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/entries/${entry.id}`}>
                {entry.name}
              </a>
              <span className="muted small block mono">{entry.catalogueCode}</span>
            </td>
            <td>{entry.provider.name}</td>
            <td>{labelOf(openingClassLabel, entry.openingClass)}</td>
            <td>
              <Grade grade={entry.grade} />
            </td>
            <td className="nowrap">
              <a href={`/desk/start/${kinds.publishDataset}?subject=${entry.id}`}>申请开放</a>　
              <a href={`/dataset/${entry.code}`} target="_blank" rel="noopener">
                开放页面
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const openable = (entry: EntrySummary) =>
  entry.openingClass === "unconditional" || entry.openingClass === "conditional";

/** Published entries that the catalogue classes as open, each with the way to its opening review. */
export function OpeningPage() {
  useTitle("开放目录");
  const list = useList(["opening"], async (cursor) => {
    const page = await api.entries({
      status: "published",
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { ...page, items: page.items.filter(openable) };
  });
  return (
    <>
      <Breadcrumb trail={[{ title: "第六章 开放" }, { title: "开放目录" }]} />
      <header className="page-head">
        <h1>开放目录</h1>
        <p className="sub">
          开放前由提供单位作安全、保密审查和脱敏，再按目录程序审核发布
          <LawTag citation="36" />
          <LawTag citation="38" />
        </p>
      </header>
      <Section title="目录定为开放的数据">
        <ListStates
          list={list}
          unit="个目录"
          empty={
            <Empty action={<a href="/desk/entries">看数据目录</a>}>还没有定为开放、已经发布的目录。</Empty>
          }
        >
          {(entries) => <Rows entries={entries} />}
        </ListStates>
      </Section>
    </>
  );
}
