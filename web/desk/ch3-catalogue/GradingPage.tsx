import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Radio, Select } from "antd";
import { type GradingFinding, gradingFault, type ReplacedRule } from "../../../src/contract/grading.ts";
import { entryTitle, gradingFaultLabel } from "../../../src/contract/labels.zh.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { GradingProgress } from "./GradingProgress.tsx";
import { Worksheet } from "./Worksheet.tsx";

const route = getRouteApi("/grading");

type Search = Readonly<Record<"tab" | "fault" | "unit", string | undefined>>;

const address = (search: Partial<Search>): string => {
  const stated = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(stated.map(([name, value]) => [name, String(value)]));
  return `/desk/grading${stated.length === 0 ? "" : `?${query}`}`;
};

function Findings({ items }: { items: readonly GradingFinding[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">问题</th>
          <th scope="col">数据项</th>
          <th scope="col">说明和改法</th>
          <th scope="col">提供单位</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ entry, fault, item, detail, unit }) => (
          <tr key={`${entry.id}${fault}${item}${detail}`}>
            <td className="main-cell">
              <a href={`/desk/entries/${entry.id}`}>{entryTitle(entry.name)}</a>
              <span className="muted small block">{entry.code}</span>
            </td>
            <td className="nowrap">
              <span className={fault === "contradictory" ? "chip refused" : "chip attention"}>
                {gradingFaultLabel[fault]}
              </span>
            </td>
            <td data-label="数据项">{item ?? "整个目录"}</td>
            <td>{detail}</td>
            <td data-label="提供单位">{unit.name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which standards of the city the grades are held against, and rules that are behind them. */
function Standards({ filter }: { filter: { fault?: string | undefined; unit?: string | undefined } }) {
  const read = useQuery({
    queryKey: ["grading", "standard", filter],
    queryFn: () => api.gradingInspection(filter),
  });
  if (read.data === undefined) return null;
  const { standards, rules } = read.data;
  const named = standards.map(
    ({ title, number, edition, effectiveFrom }) =>
      `《${title}》（${number}，${edition}，${dateText(effectiveFrom)}起施行）`,
  );
  return (
    <>
      <p className="sub">
        {named.length === 0 ? (
          <>
            <a href="/desk/library">政策标准</a>
            里还没有登记本市现行的分类分级标准，“标准已更新”的问题查不出来。
          </>
        ) : (
          `按${named.join("、")}检查。`
        )}
        <LawTag citation="11¶1" />
      </p>
      {filter.unit === undefined && <ReplacedRules rules={rules} />}
    </>
  );
}

function Inspection({ fault, unit }: Search) {
  const router = useRouter();
  const filter = { fault, unit };
  const list = useList(["grading", filter], (cursor) => api.gradingInspection(filter, cursor));
  const files = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const at = (kind: string) => `/api/v1/grading/inspection.${kind}?${files}`;
  const found = list.items ?? [];
  const unitName = found.find((finding) => finding.unit.id === unit)?.unit.name ?? "所选单位";
  return (
    <>
      <Standards filter={filter} />
      <div className="filters">
        <Select
          aria-label="问题"
          value={fault ?? ""}
          options={[
            { value: "", label: "全部问题" },
            ...gradingFault.options.map((value) => ({ value, label: gradingFaultLabel[value] })),
          ]}
          onChange={(value) => router.history.push(address({ fault: value, unit }))}
          popupMatchSelectWidth={false}
        />
        {unit !== undefined && (
          <span>
            只看{unitName} <a href={address({ fault })}>看全部单位</a>
          </span>
        )}
      </div>
      <Section
        title="发现的问题"
        aside={
          <>
            <a href={at("xlsx")} download>
              下载 Excel
            </a>
            　
            <a href={at("csv")} download>
              下载 CSV
            </a>
          </>
        }
      >
        <ListStates
          list={list}
          unit="条"
          empty={<Empty>没有发现问题：已发布和在审的目录都有类别和级别，没有互相矛盾的。</Empty>}
        >
          {(items) => <Findings items={items} />}
        </ListStates>
      </Section>
    </>
  );
}

const tabs = [
  { value: "inspection", label: "检查" },
  { value: "progress", label: "进度" },
  { value: "worksheet", label: "本单位定级建议" },
];

/** Departments' rules that were made under a standard which has been replaced. */
function ReplacedRules({ rules }: { rules: readonly ReplacedRule[] }) {
  if (rules.length === 0) return null;
  return (
    <Section title="按已替代标准制定的细则" note="请制定单位按新标准修订" aside={<LawTag citation="11¶4" />}>
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">细则</th>
            <th scope="col">制定单位</th>
            <th scope="col">所依据的标准</th>
            <th scope="col">现行标准</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ record, title, edition, unit, standard, replacedBy }) => (
            <tr key={record}>
              <td className="main-cell">
                <a href={`/desk/records/${record}`}>
                  {title}（{edition}）
                </a>
              </td>
              <td data-label="制定单位">{unit.name}</td>
              <td data-label="所依据的标准">{standard}</td>
              <td data-label="现行标准">
                {replacedBy.number}（{replacedBy.edition}，{dateText(replacedBy.effectiveFrom)}起施行）
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const inspects = (session: Me | null): boolean =>
  session?.party.kind === "authority" || session?.roles.includes("auditor") === true;

const compiles = (session: Me | null): boolean =>
  session?.roles.some((role) => role === "data-officer" || role === "section-head") === true;

function OwnUnit({ session }: { session: Me | null }) {
  if (compiles(session)) return <Worksheet />;
  return (
    <Empty action={<a href="/desk/entries?mine=true">看本单位的目录</a>}>
      分类分级的检查和进度由数据局查看，定级建议由本单位的数据经办人确认。
    </Empty>
  );
}

/** Art. 11: the bureau inspects classes and grades and sees how far units and counties are. */
export function GradingPage() {
  useTitle("分类分级");
  const { tab = "inspection", fault, unit } = route.useSearch();
  const router = useRouter();
  const me = useQuery(sessionQuery);
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "分类分级" }]} />
      <header className="page-head">
        <h1>分类分级</h1>
        <div className="acts">
          <a className="button" href="/desk/registers/grading-rules">
            标准和各部门细则
          </a>
        </div>
      </header>
      <Loaded read={me}>
        {(session) =>
          inspects(session) ? (
            <>
              <Radio.Group
                aria-label="看什么"
                optionType="button"
                options={tabs.filter(({ value }) => value !== "worksheet" || compiles(session))}
                value={tab}
                onChange={(event) => router.history.push(address({ tab: String(event.target.value) }))}
              />
              {tab === "progress" && <GradingProgress />}
              {tab === "worksheet" && <Worksheet />}
              {tab === "inspection" && <Inspection tab={tab} fault={fault} unit={unit} />}
            </>
          ) : (
            <OwnUnit session={session} />
          )
        }
      </Loaded>
    </>
  );
}
