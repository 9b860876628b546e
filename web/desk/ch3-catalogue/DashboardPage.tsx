import { useQuery } from "@tanstack/react-query";
import type { Dashboard, ListStanding, UnitFigures } from "../../../src/contract/dashboard.ts";
import { listNameLabel, listStandingLabel } from "../../../src/contract/labels.zh.ts";
import { api, links } from "../../shared/api.ts";
import { Chart, SavePng } from "../../shared/Chart.tsx";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";
import { useNarrow } from "../../shared/useNarrow.ts";
import { OpeningIndicators } from "../ch6-opening/OpeningIndicators.tsx";
import { chartsOf } from "./dashboardCharts.ts";

const sum = (units: readonly UnitFigures[], part: (unit: UnitFigures) => number) =>
  units.reduce((all, unit) => all + part(unit), 0);
const rate = (part: number, whole: number) => (whole === 0 ? "—" : `${((part / whole) * 100).toFixed(1)}%`);

function Totals({ units }: { units: readonly UnitFigures[] }) {
  const published = sum(units, (unit) => unit.published);
  const mounted = sum(units, (unit) => unit.mounted);
  const graded = sum(units, (unit) => unit.graded);
  const late = (count: number) => (count === 0 ? "0" : <b className="late">{count}</b>);
  return (
    <Facts
      facts={[
        { label: "已发布目录", value: `${published} 个` },
        { label: "挂载率", value: `${rate(mounted, published)}（${mounted}/${published}）` },
        { label: "分级完整", value: `${rate(graded, published)}（${graded}/${published}）` },
        { label: "目录待更新", value: `${sum(units, (unit) => unit.updatesOpen)} 个` },
        { label: "目录更新逾期", value: late(sum(units, (unit) => unit.updatesOverdue)) },
        { label: "数据逾期未更新", value: late(sum(units, (unit) => unit.dataOverdue)) },
      ]}
    />
  );
}

function Units({ units }: { units: readonly UnitFigures[] }) {
  return (
    <Scroll label="各单位情况">
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">单位</th>
            {[
              "已发布",
              "草稿",
              "审核中",
              "挂载率",
              "分级完整",
              "目录待更新",
              "目录逾期",
              "数据将到期",
              "数据逾期",
            ].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.unit.id}>
              <th scope="row">
                <a href={`/desk/entries?provider=${unit.unit.id}`}>{unit.unit.name}</a>
              </th>
              <td className="number">{unit.published}</td>
              <td className="number">{unit.drafts}</td>
              <td className="number">{unit.inReview}</td>
              <td className="number">{rate(unit.mounted, unit.published)}</td>
              <td className="number">{rate(unit.graded, unit.published)}</td>
              <td className="number">{unit.updatesOpen}</td>
              <td className="number">{unit.updatesOverdue}</td>
              <td className="number">{unit.dataDue}</td>
              <td className="number">{unit.dataOverdue}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const chip: Record<ListStanding, string> = {
  none: "later",
  missing: "refused",
  "under-way": "active",
  stale: "soon",
  confirmed: "done",
};

function Lists({ units }: { units: readonly UnitFigures[] }) {
  return (
    <Scroll label="各单位清单报送">
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">单位</th>
            {Object.values(listNameLabel).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map(({ unit, lists }) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              {lists.map(({ list, standing }) => (
                <td key={list} className="nowrap">
                  {standing === "none" ? (
                    <span className="muted">{listStandingLabel.none}</span>
                  ) : (
                    <span className={`chip ${chip[standing]}`}>{listStandingLabel[standing]}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Figures({ figures }: { figures: Dashboard }) {
  const { units, scope, at } = figures;
  const room = useNarrow() ? "narrow" : "wide";
  // A picture to take away is read on paper, whatever the screen.
  const pictures = chartsOf(figures, "wide");
  const note = `${scope.name}，${instantText(at)}`;
  if (units.length === 0)
    return <Empty action={<a href="/desk/entries">看数据目录</a>}>还没有目录，没有可以统计的内容。</Empty>;
  return (
    <>
      <Section title="总数" note={note} aside={<LawTag citation="12¶1" />}>
        <Totals units={units} />
      </Section>
      <div className="charts">
        {chartsOf(figures, room).map((drawing, at) => (
          <Section
            key={drawing.title}
            title={drawing.title}
            aside={<SavePng drawing={pictures[at] ?? drawing} note={note} />}
          >
            <Chart drawing={drawing} />
          </Section>
        ))}
      </div>
      <Section
        title="各单位"
        note="数据按更新频率，从上次汇聚或者挂载起算；将到期为七日内"
        aside={<LawTag citation="13¶1" />}
      >
        <Units units={units} />
      </Section>
      <Section title="清单报送" note="没有内容的单位不需要报送" aside={<LawTag citation="23" />}>
        <Lists units={units} />
      </Section>
    </>
  );
}

/** The catalogue in figures: for leaders and bureaus of what they answer for, for a department of its own. */
export function DashboardPage() {
  useTitle("目录情况");
  const read = useQuery({ queryKey: ["dashboard"], queryFn: api.dashboard });
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "目录情况" }]} />
      <header className="page-head">
        <h1>目录情况</h1>
        <div className="acts">
          <a className="button" href={links.dashboard} download>
            下载全部数字（Excel）
          </a>
        </div>
        <p className="sub">级别和类型只统计已发布的目录；数字与目录列表一致。</p>
      </header>
      <Loaded read={read} rows={12}>
        {(figures) => <Figures figures={figures} />}
      </Loaded>
      <OpeningIndicators />
    </>
  );
}
