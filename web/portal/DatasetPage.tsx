import type { UseQueryResult } from "@tanstack/react-query";
import { industryWords } from "../../src/contract/industry.ts";
import {
  itemTypeLabel,
  openingClassLabel,
  openingFormLabel,
  openingPriorityLabel,
} from "../../src/contract/labels.zh.ts";
import type { Dataset } from "../../src/contract/portal.ts";
import { links } from "../shared/api.ts";
import { civilDateOf, count, dateText, instantText, share } from "../shared/format.ts";
import { Icon } from "../shared/Icon.tsx";
import { LawTag } from "../shared/LawTag.tsx";
import { Code, Facts, Grade, Scroll, Section, useTitle } from "../shared/Page.tsx";
import { useLawTime, usePlatform } from "../shared/queries.ts";
import { Loaded } from "../shared/States.tsx";
import { AboutDataset } from "./AboutDataset.tsx";
import { DatasetStrand } from "./DatasetStrand.tsx";
import { DatasetTrail } from "./DatasetTrail.tsx";
import { OpenState } from "./OpenState.tsx";
import { Preview } from "./Preview.tsx";

function Suspension({ dataset }: { dataset: Dataset }) {
  const { now } = useLawTime();
  const { suspension } = dataset;
  if (suspension === null) return null;
  return (
    <div className="state error" role="alert">
      <p className="what">
        <Icon name="error" className="error-icon" />自 {instantText(suspension.since, now)} 起中止开放
        <LawTag citation={suspension.article} />
      </p>
      <p>{suspension.reason}</p>
      <p>核实期间不能查看、下载和调用数据。结果出来后，恢复开放、处理后开放或者撤回数据。</p>
    </div>
  );
}

function Aside({ dataset }: { dataset: Dataset }) {
  const until = dataset.timeTo === null ? "今" : dateText(dataset.timeTo);
  return (
    <aside>
      <div className="section">
        <Facts
          single
          facts={[
            { label: "提供单位", value: dataset.providerName },
            {
              label: "开放类型",
              value: (
                <>
                  {openingClassLabel[dataset.openingClass]}
                  <LawTag citation="37" />
                </>
              ),
            },
            { label: "开放范围", value: dataset.openScope || "全社会" },
            ...(dataset.openConditions === "" ? [] : [{ label: "开放条件", value: dataset.openConditions }]),
            { label: "更新频率", value: dataset.openFrequency },
            ...(dataset.forms.length === 0
              ? []
              : [
                  {
                    label: "数据形式",
                    value: dataset.forms.map((form) => openingFormLabel[form]).join("、"),
                  },
                ]),
            ...(dataset.priority === null
              ? []
              : [{ label: "开放重点", value: openingPriorityLabel[dataset.priority] }]),
            {
              label: "覆盖时间",
              value: dataset.timeFrom === null ? "未填" : `${dateText(dataset.timeFrom)}至${until}`,
            },
            { label: "覆盖地域", value: dataset.area.join("、") || "未填" },
            { label: "行业", value: industryWords(dataset.industry) },
            { label: "数据分级", value: <Grade grade={dataset.grade} /> },
            { label: "数据量", value: `${count(dataset.rows)} 行，${dataset.items.length} 项` },
            { label: "目录代码", value: <code>{dataset.catalogueCode}</code> },
            { label: "数据编码", value: <code>{dataset.code}</code> },
            { label: "版本", value: `第 ${dataset.version} 版` },
          ]}
        />
      </div>
      <Section title="数据有错，或侵害您的权益">
        <p>
          <a href={`/objection/${dataset.code}`}>提出异议</a>
          <LawTag citation="40" />
        </p>
        <p className="small">
          数据有错误、遗漏，或者侵犯您的商业秘密、个人隐私等权益的，附上证据提出。提供单位收到证据后立即中止开放，并作核实。
        </p>
      </Section>
      <Section title="使用情况">
        <dl className="tally">
          <div>
            <dt>下载（次）</dt>
            <dd>{count(dataset.usage.downloads)}</dd>
          </div>
          <div>
            <dt>接口读取（次）</dt>
            <dd>{count(dataset.usage.reads)}</dd>
          </div>
        </dl>
      </Section>
    </aside>
  );
}

function Quality({ quality }: { quality: Dataset["quality"] }) {
  const hasProblems = quality.quarantined !== "0";
  return (
    <Section title="数据质量" note="收到 ＝ 入库 ＋ 问题数据">
      <p className="quality">
        <b>{share(quality.accepted, quality.received)}</b>
        <progress
          className={hasProblems ? "bar attention" : "bar"}
          max={Number(quality.received)}
          value={Number(quality.accepted)}
          aria-label="通过检查的比例"
        />
        <span>
          收到 {count(quality.received)} 行，通过检查 {count(quality.accepted)} 行，问题数据{" "}
          {count(quality.quarantined)} 行
        </span>
      </p>
      <p className="small muted">
        {hasProblems
          ? "问题数据没有通过格式、代码等检查，不在下载文件和接口里；由来源部门说明或者更正后补入。使用时请注意缺这些行。"
          : "全部行通过检查。"}
      </p>
    </Section>
  );
}

function Items({ items }: { items: Dataset["items"] }) {
  return (
    <Section title="数据项" note={`${items.length} 项`}>
      <Scroll label="数据项">
        <table className="ruled">
          <thead>
            <tr>
              <th scope="col">名称</th>
              <th scope="col">字段名</th>
              <th scope="col">类型</th>
              <th scope="col" className="number">
                长度
              </th>
              <th scope="col">分级</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.column}>
                <td>{item.name}</td>
                <td>
                  <code>{item.column}</code>
                </td>
                <td className="nowrap">{itemTypeLabel[item.type]}</td>
                <td className="number">{item.length ?? "—"}</td>
                <td>
                  <Grade grade={item.grade} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

const formats = [
  { format: "csv", name: "CSV（UTF-8）", use: "通用，可用表格软件打开" },
  { format: "json", name: "JSON", use: "程序读取" },
] as const;

function Downloads({ dataset }: { dataset: Dataset }) {
  return (
    <Section title="下载" note="不用登录">
      <ul className="downloads">
        {formats.map(({ format, name, use }) => (
          <li key={format}>
            <b>{name}</b>
            <span className="muted small">
              {use}，{count(dataset.rows)} 行
            </span>
            <a href={links.download(dataset.code, format)} download>
              下载<span className="sr-only"> {name}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Citation({ dataset, today }: { dataset: Dataset; today: string | undefined }) {
  const platform = usePlatform();
  const text = `${dataset.providerName}．${dataset.name}：第 ${dataset.version} 版．${platform?.platformName ?? "公共数据平台"}，${dateText(civilDateOf(dataset.publishedAt))}．${location.origin}/dataset/${dataset.code}${today === undefined ? "" : `，${dateText(today)}获取`}．`;
  return (
    <Section
      title="引用"
      note={<LawTag citation="41" />}
      aside={
        <button type="button" className="link-button" onClick={() => navigator.clipboard.writeText(text)}>
          <Icon name="copy" /> 复制
        </button>
      }
    >
      <p className="small">使用本数据的产品和服务，应当注明来源和获取日期：</p>
      <blockquote>{text}</blockquote>
    </Section>
  );
}

function Interface({ dataset }: { dataset: Dataset }) {
  const column = dataset.items[0]?.column ?? "column";
  return (
    <Section title="接口" note="不用登录" aside={<a href="/api/docs">接口文档</a>}>
      <Code label="接口调用示例">{`curl '${location.origin}${links.rows(dataset.code)}?limit=1'
curl '${location.origin}${links.rows(dataset.code)}?${column}=…&limit=200'

{
  "items": [ { ${dataset.items
    .slice(0, 3)
    .map((item) => `"${item.column}": "…"`)
    .join(", ")} } ],
  "next": "…",
  "source": "${dataset.providerName}",
  "version": ${dataset.version}
}`}</Code>
    </Section>
  );
}

function Open({ dataset }: { dataset: Dataset }) {
  const { today } = useLawTime();
  return (
    <>
      <div className="reading">
        <div>
          <Preview dataset={dataset} />
          <Quality quality={dataset.quality} />
        </div>
        <Aside dataset={dataset} />
      </div>
      <div className="pair">
        <Items items={dataset.items} />
        <div>
          <Downloads dataset={dataset} />
          <Citation dataset={dataset} today={today} />
        </div>
      </div>
      <Interface dataset={dataset} />
    </>
  );
}

function Closed({ dataset }: { dataset: Dataset }) {
  return (
    <div className="reading">
      <div>
        <Items items={dataset.items} />
      </div>
      <Aside dataset={dataset} />
    </div>
  );
}

function DatasetView({ dataset }: { dataset: Dataset }) {
  const { today } = useLawTime();
  const isOpen = dataset.state === "open";
  return (
    <>
      <h1>{dataset.name}</h1>
      <p className="lead">{dataset.abstract}</p>
      <p className="meta small">
        <OpenState dataset={dataset} />
        <span>{dateText(civilDateOf(dataset.updatedAt), today)}更新</span>
      </p>
      {isOpen ? (
        <p className="acts">
          <a className="button primary" href={links.download(dataset.code, "csv")} download>
            <Icon name="download" />
            下载 CSV
          </a>
          <a className="button" href={links.download(dataset.code, "json")} download>
            下载 JSON
          </a>
        </p>
      ) : (
        <Suspension dataset={dataset} />
      )}
      <Section title="数据从哪里来，到哪里去">
        <DatasetStrand dataset={dataset} today={today} />
      </Section>
      {isOpen ? <Open dataset={dataset} /> : <Closed dataset={dataset} />}
    </>
  );
}

function Found({ code, dataset }: { code: string; dataset: UseQueryResult<Dataset> }) {
  useTitle(dataset.data?.name ?? "开放数据");
  return (
    <>
      <DatasetTrail title={dataset.data?.name ?? code} />
      <Loaded read={dataset} rows={12}>
        {(data) => <DatasetView dataset={data} />}
      </Loaded>
    </>
  );
}

export function DatasetPage({ code }: { code: string }) {
  return <AboutDataset code={code}>{(dataset) => <Found code={code} dataset={dataset} />}</AboutDataset>;
}
