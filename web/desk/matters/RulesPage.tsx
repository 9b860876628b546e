import { useQuery } from "@tanstack/react-query";
import type { ProcedureInfo } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

const aboutEntries: readonly string[] = [kinds.publishEntry, kinds.applyForSharing, kinds.publishDataset];

function StartLink({ info }: { info: ProcedureInfo }) {
  if (!info.startable) return <span className="muted">您的岗位不能发起</span>;
  if (aboutEntries.includes(info.kind)) return <a href="/desk/entries">选择数据目录发起</a>;
  return <a href={`/desk/start/${encodeURIComponent(info.kind)}`}>发起</a>;
}

function Procedure({ info }: { info: ProcedureInfo }) {
  const titleOf = (name: string) => info.states.find((state) => state.name === name)?.title ?? name;
  return (
    <Section title={info.title} id={info.kind} aside={<StartLink info={info} />}>
      <p>
        {info.summary}
        {info.articles.map((article) => (
          <LawTag key={article} citation={String(article)} />
        ))}
      </p>
      {info.steps.length > 0 && (
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">步骤</th>
              <th scope="col">由谁办</th>
              <th scope="col">从</th>
              <th scope="col">到</th>
              <th scope="col">依据</th>
            </tr>
          </thead>
          <tbody>
            {info.steps.map((step) => (
              <tr key={step.name + step.from}>
                <td className="main-cell">
                  <b>{step.title}</b>
                </td>
                <td data-label="由谁办">{step.by}</td>
                <td data-label="从">{titleOf(step.from)}</td>
                <td data-label="到">{titleOf(step.to)}</td>
                <td>
                  <LawTag citation={step.article} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** Every procedure as the platform itself runs it: steps, who takes them, articles. */
export function RulesPage() {
  useTitle("平台规则");
  const procedures = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "平台规则" }]} />
      <header className="page-head">
        <h1>平台规则</h1>
        <p className="sub">
          平台按这里的规定运行：谁可以办、依据哪一条、多少天。期限在每件办件里分列法定和承诺；办法没有规定天数的写“未规定”。
        </p>
      </header>
      <Loaded read={procedures} rows={10}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有启用任何事项。</Empty>
          ) : (
            items.map((info) => <Procedure key={info.kind} info={info} />)
          )
        }
      </Loaded>
    </>
  );
}
