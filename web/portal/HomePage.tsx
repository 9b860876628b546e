import { useQuery } from "@tanstack/react-query";
import type { DatasetSummary } from "../../src/contract/portal.ts";
import { api, type PortalFigures } from "../shared/api.ts";
import { civilDateOf, count, dateText } from "../shared/format.ts";
import { Icon } from "../shared/Icon.tsx";
import { LawTag } from "../shared/LawTag.tsx";
import { Section, useTitle } from "../shared/Page.tsx";
import { Priority } from "../shared/Priority.tsx";
import { useLawTime, usePlatform } from "../shared/queries.ts";
import { Empty, Loaded } from "../shared/States.tsx";
import { navigate } from "./navigation.ts";
import { OpenState } from "./OpenState.tsx";

const common = ["疫情", "行政区划", "学校", "医疗机构", "公交"];

function Search() {
  return (
    <search>
      <form
        className="home-search"
        onSubmit={(event) => {
          event.preventDefault();
          const q = new FormData(event.currentTarget).get("q");
          navigate(`/datasets?q=${encodeURIComponent(String(q))}`);
        }}
      >
        <input name="q" aria-label="查找开放数据" placeholder="数据名称、数据项或单位" />
        <button type="submit">
          <Icon name="search" />
          查询
        </button>
      </form>
      <p className="common small">
        <span className="muted">常查</span>
        {common.map((word) => (
          <a key={word} href={`/datasets?q=${encodeURIComponent(word)}`}>
            {word}
          </a>
        ))}
      </p>
    </search>
  );
}

function Figures({ figures, now }: { figures: PortalFigures; now: string | undefined }) {
  const rows = [
    { label: "开放数据集", value: figures.datasets, unit: "个" },
    { label: "提供单位", value: figures.providers, unit: "家" },
    { label: "开放的数据", value: figures.rows, unit: "行" },
    { label: "累计下载", value: figures.downloads, unit: "次" },
  ];
  return (
    <div className="figures">
      <dl>
        {rows.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd>
              <b>{count(row.value)}</b>
              {row.unit}
            </dd>
          </div>
        ))}
      </dl>
      {now !== undefined && (
        <p className="muted small">统计至 {dateText(civilDateOf(now))}，只计正在开放的数据。</p>
      )}
    </div>
  );
}

const demands = [
  {
    title: "下载数据",
    href: "/datasets",
    text: "无条件开放的数据，不用登录，不用申请，直接下载或用接口读取。",
    days: "即时",
    article: "39",
  },
  {
    title: "提出异议",
    href: "/datasets",
    text: "认为开放的数据有错误、遗漏，或者侵犯商业秘密、个人隐私等合法权益的，附上证据提出。提供单位收到后立即中止开放，再作核实。",
    days: "收到即中止；核实天数未规定",
    article: "40",
  },
  {
    title: "申请校核更正",
    href: null,
    text: "数据与您或本单位有关，或者您发现数据不准确、不完整，可以要求更正。现在请直接向提供单位书面提出，本平台还不能网上办理。",
    days: "5 个工作日",
    article: "28",
  },
] as const;

function Demands() {
  return (
    <ul className="demands">
      {demands.map((demand) => (
        <li key={demand.title}>
          <h3>
            {demand.href === null ? demand.title : <a href={demand.href}>{demand.title}</a>}
            <LawTag citation={demand.article} />
          </h3>
          <p>{demand.text}</p>
          <p className="muted small">时限：{demand.days}</p>
        </li>
      ))}
    </ul>
  );
}

function Latest({ datasets, today }: { datasets: readonly DatasetSummary[]; today: string | undefined }) {
  if (datasets.length === 0) return <Empty>还没有开放的数据。</Empty>;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据名称与提供单位</th>
          <th scope="col">开放类型</th>
          <th scope="col" className="number">
            数据量
          </th>
          <th scope="col" className="number">
            更新日期
          </th>
        </tr>
      </thead>
      <tbody>
        {datasets.map((dataset) => (
          <tr key={dataset.code}>
            <td>
              <a className="title" href={`/dataset/${dataset.code}`}>
                {dataset.name}
              </a>
              <span className="muted small block">{dataset.providerName}</span>
            </td>
            <td>
              <OpenState dataset={dataset} /> <Priority of={dataset.priority} />
            </td>
            <td className="number">{count(dataset.rows)} 行</td>
            <td className="number">{dateText(civilDateOf(dataset.updatedAt), today)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function HomePage() {
  useTitle("首页");
  const { now, today } = useLawTime();
  const city = usePlatform()?.cityName;
  const figures = useQuery({ queryKey: ["figures"], queryFn: api.figures });
  const latest = useQuery({
    queryKey: ["datasets", "latest"],
    queryFn: () => api.datasets({ limit: 6, sort: "newest" }),
  });
  return (
    <>
      <div className="home-lead">
        <div>
          <h1>{city ?? "本市"}公共数据</h1>
          <p className="lead">查询和下载全市各单位开放的数据，对有错、侵害您权益的数据提出异议。</p>
          <Search />
        </div>
        <Loaded read={figures} rows={4}>
          {(data) => <Figures figures={data} now={now} />}
        </Loaded>
      </div>
      <Section title="您可以办理" aside={<a href="/matters">查办理进度</a>}>
        <Demands />
      </Section>
      <Section title="新近更新" aside={<a href="/datasets">全部数据</a>}>
        <Loaded read={latest}>{(data) => <Latest datasets={data.items} today={today} />}</Loaded>
      </Section>
    </>
  );
}
