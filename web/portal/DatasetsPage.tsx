import { useQuery } from "@tanstack/react-query";
import { divisionsOf, industrySections, industryWords, sectionOf } from "../../src/contract/industry.ts";
import { industryLabel } from "../../src/contract/labels.zh.ts";
import type { DatasetSummary } from "../../src/contract/portal.ts";
import { api, links } from "../shared/api.ts";
import { civilDateOf, count, dateText } from "../shared/format.ts";
import { queryString } from "../shared/http.ts";
import { Icon } from "../shared/Icon.tsx";
import { LawTag } from "../shared/LawTag.tsx";
import { ListStates, useList } from "../shared/list.tsx";
import { Breadcrumb, useTitle } from "../shared/Page.tsx";
import { Priority } from "../shared/Priority.tsx";
import { useLawTime } from "../shared/queries.ts";
import { Empty } from "../shared/States.tsx";
import { navigate, useAddress } from "./navigation.ts";
import { OpenState } from "./OpenState.tsx";

interface Filter {
  q: string;
  provider: string;
  industry: string;
  region: string;
}

function Facet(props: {
  id: string;
  title: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.title}</label>
      <select
        id={props.id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">全部</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Entry({ dataset, today }: { dataset: DatasetSummary; today: string | undefined }) {
  return (
    <li>
      <h2>
        <a className="title" href={`/dataset/${dataset.code}`}>
          {dataset.name}
        </a>
      </h2>
      <p className="abstract">{dataset.abstract}</p>
      <p className="meta small">
        <OpenState dataset={dataset} />
        <Priority of={dataset.priority} />
        <span>{dataset.providerName}</span>
        <span>{industryWords(dataset.industry)}</span>
        <span>{count(dataset.rows)} 行</span>
        <span>{dateText(civilDateOf(dataset.updatedAt), today)}更新</span>
      </p>
    </li>
  );
}

/** Values known so far: those of the pages read, and the one chosen. */
function valuesOf(
  datasets: readonly DatasetSummary[] | undefined,
  of: (dataset: DatasetSummary) => string,
  chosen: string,
) {
  const names = new Set(datasets?.map(of).filter((name) => name !== ""));
  if (chosen !== "") names.add(chosen);
  return [...names].map((name) => [name, name] as const);
}

/** By which standard the open catalogue is compiled, and the whole of it as a file (Art. 36). */
function Compiled({ region }: { region: string }) {
  const library = useQuery({ queryKey: ["published-library"], queryFn: api.publishedLibrary });
  const standard = library.data?.items.find(
    ({ documentTopic, documentKind }) =>
      documentTopic === "opening" && (documentKind === "standard" || documentKind === "specification"),
  );
  return (
    <p className="small muted">
      {standard !== undefined && (
        <>
          按
          <a href="/library">
            《{standard.title}》（{standard.number}）
          </a>
          编制。
        </>
      )}
      与民生紧密相关、社会需求迫切的排在前面。
      <LawTag citation="36" />
      下载{region === "" ? "全部" : region}开放目录：
      {(["xlsx", "csv", "json"] as const).map((format) => (
        <span key={format}>
          <a href={links.publishedCatalogue(format, region)} download>
            {format.toUpperCase()}
          </a>{" "}
        </span>
      ))}
    </p>
  );
}

export function DatasetsPage() {
  useTitle("开放数据");
  const search = new URLSearchParams(useAddress().search);
  const [q = "", provider = "", industry = "", region = ""] = ["q", "provider", "industry", "region"].map(
    (name) => search.get(name) ?? "",
  );
  const { today } = useLawTime();
  const go = (change: Partial<Filter>) =>
    navigate(`/datasets${queryString({ q, provider, industry, region, ...change })}`);
  const list = useList(["datasets", q, provider, industry, region], (cursor) =>
    api.datasets({ q, provider, industry, region, ...(cursor === undefined ? {} : { cursor }) }),
  );
  const isFiltered = q !== "" || provider !== "" || industry !== "" || region !== "";
  return (
    <>
      <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "开放数据" }]} />
      <h1>开放数据</h1>
      <search>
        <form
          className="home-search"
          key={q}
          onSubmit={(event) => {
            event.preventDefault();
            go({ q: String(new FormData(event.currentTarget).get("q")).trim() });
          }}
        >
          <input name="q" defaultValue={q} aria-label="查找开放数据" placeholder="数据名称、数据项或单位" />
          <button type="submit">
            <Icon name="search" />
            查询
          </button>
        </form>
        <div className="facets">
          <Facet
            id="industry"
            title="行业门类"
            value={sectionOf(industry)}
            options={industrySections.map((code) => [code, industryLabel[code]])}
            onChange={(value) => go({ industry: value })}
          />
          {industry !== "" && (
            <Facet
              id="division"
              title="行业大类"
              value={industry.length > 1 ? industry : ""}
              options={divisionsOf(sectionOf(industry)).map((code) => [code, industryLabel[code]])}
              onChange={(value) => go({ industry: value === "" ? sectionOf(industry) : value })}
            />
          )}
          <Facet
            id="provider"
            title="提供单位"
            value={provider}
            options={valuesOf(list.items, ({ providerName }) => providerName, provider)}
            onChange={(value) => go({ provider: value })}
          />
          <Facet
            id="region"
            title="区域"
            value={region}
            options={valuesOf(list.items, (dataset) => dataset.region, region)}
            onChange={(value) => go({ region: value })}
          />
        </div>
      </search>
      <Compiled region={region} />
      <ListStates
        list={list}
        unit="个数据集"
        empty={
          isFiltered ? (
            <Empty action={<a href="/datasets">看全部开放数据</a>}>
              没有找到符合条件的数据，换个词试试。
            </Empty>
          ) : (
            <Empty>还没有开放的数据。</Empty>
          )
        }
      >
        {(datasets) => (
          <ul className="datasets">
            {datasets.map((dataset) => (
              <Entry key={dataset.code} dataset={dataset} today={today} />
            ))}
          </ul>
        )}
      </ListStates>
    </>
  );
}
