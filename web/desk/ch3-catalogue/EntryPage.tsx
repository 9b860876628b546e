import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import type { Entry, EntryContent } from "../../../src/contract/entry.ts";
import {
  dataFormatLabel,
  industryLabel,
  itemRoleLabel,
  itemStorageLabel,
  itemTypeLabel,
  labelOf,
  maskingLabel,
  openingClassLabel,
  operationStatusLabel,
  sharingClassLabel,
  sharingModeLabel,
  updateFrequencyLabel,
} from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { count, dateText, instantText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Grade, Scroll, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { StatusChip } from "./StatusChip.tsx";

const route = getRouteApi("/entries/$id");
const said = (text: string) => (text === "" ? "未填" : text);

function factsOf(entry: Entry, content: EntryContent) {
  const until = content.timeTo === null ? "今" : dateText(content.timeTo);
  return [
    { label: "数据资源摘要", value: said(content.abstract), wide: true },
    { label: "数据格式", value: labelOf(dataFormatLabel, content.format) },
    { label: "行业分类", value: labelOf(industryLabel, content.industry) },
    {
      label: "覆盖时间",
      value: content.timeFrom === null ? "未填" : `${dateText(content.timeFrom)}至${until}`,
    },
    { label: "覆盖地域", value: said(content.area.join("、")) },
    { label: "更新频率", value: labelOf(updateFrequencyLabel, content.updateFrequency) },
    { label: "提供方", value: `${entry.provider.name}　${entry.providerCode}` },
    { label: "共享类型", value: labelOf(sharingClassLabel, content.sharingClass) },
    { label: "共享方式", value: said(content.sharingModes.map((mode) => sharingModeLabel[mode]).join("、")) },
    { label: "共享范围", value: said(content.sharingScope) },
    { label: "使用用途", value: said(content.sharingPurpose) },
    { label: "共享依据", value: said(content.sharingBasis), wide: true },
    { label: "是否开放", value: labelOf(openingClassLabel, content.openingClass) },
    { label: "开放条件", value: said(content.openingConditions || content.openingBasis) },
    { label: "授权运营", value: labelOf(operationStatusLabel, content.operationStatus) },
  ];
}

function Items({ content }: { content: EntryContent }) {
  if (content.items.length === 0) return <Empty>还没有数据项。</Empty>;
  return (
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
            <th scope="col">级别</th>
            <th scope="col">标识角色</th>
            <th scope="col">脱敏方式</th>
            <th scope="col">存储方式</th>
          </tr>
        </thead>
        <tbody>
          {content.items.map((item) => (
            <tr key={item.column}>
              <td>{item.name}</td>
              <td>
                <code>{item.column}</code>
              </td>
              <td>{itemTypeLabel[item.type]}</td>
              <td className="number">{item.length ?? "—"}</td>
              <td>
                <Grade grade={item.grade} />
              </td>
              <td>{itemRoleLabel[item.role]}</td>
              <td>{maskingLabel[item.masking]}</td>
              <td>{itemStorageLabel[item.storage]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Resources({ entry }: { entry: Entry }) {
  const queries = useQueryClient();
  const mount = useMutation({
    mutationFn: () => api.mountTable(entry.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["entry", entry.id] }),
  });
  return (
    <Section title="挂接的数据" note="目录发布后挂接库表，再上传数据" aside={<LawTag citation="13" />}>
      {mount.error !== null && <Failure error={mount.error} />}
      {entry.resources.length === 0 ? (
        <Empty
          action={
            entry.editable && (
              <Button loading={mount.isPending} onClick={() => mount.mutate()}>
                挂接库表
              </Button>
            )
          }
        >
          还没有挂接数据。
        </Empty>
      ) : (
        <ul className="resources">
          {entry.resources.map((resource) => (
            <li key={resource.id}>
              <span>
                库表 <code>{resource.code}</code>
              </span>
              <span>现有 {count(resource.rows)} 行</span>
              <a href={`/desk/upload?resource=${resource.code}&name=${encodeURIComponent(entry.name)}`}>
                上传数据
              </a>
              <a href={`/desk/batches?resource=${resource.code}`}>看批次</a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Acts({ entry }: { entry: Entry }) {
  const start = (kind: string) => `/desk/start/${kind}?subject=${entry.id}`;
  return (
    <div className="acts">
      {entry.matterId !== null && (
        <a className="button" href={`/desk/matters/${entry.matterId}`}>
          看办件
        </a>
      )}
      {entry.editable && (
        <a className="button" href={`/desk/entries/${entry.id}/edit`}>
          {entry.published === null ? "编辑" : "更新目录"}
        </a>
      )}
      {entry.published !== null && entry.openingClass !== "not-open" && (
        <a className="button" href={start(kinds.publishDataset)}>
          申请开放
        </a>
      )}
      {entry.published !== null && entry.sharingClass !== "not-shared" && (
        <a className="button primary" href={start(kinds.applyForSharing)}>
          申请共享
        </a>
      )}
    </div>
  );
}

function EntryView({ entry }: { entry: Entry }) {
  const { now } = useLawTime();
  const content = entry.published ?? entry.draft;
  return (
    <>
      <header className="page-head">
        <h1>{entry.name === "" ? "未命名的目录" : entry.name}</h1>
        <Acts entry={entry} />
        <p className="sub">
          <StatusChip status={entry.status} />
          <Grade grade={entry.grade} />
          {entry.publishedVersion !== null && <span>第 {entry.publishedVersion} 版</span>}
          {entry.publishedAt !== null && <span>{instantText(entry.publishedAt, now)}发布</span>}
          <span className="mono">{entry.catalogueCode ?? entry.code}</span>
        </p>
      </header>
      <Section title="目录内容" aside={<LawTag citation="12" />}>
        <Facts facts={factsOf(entry, content)} />
      </Section>
      <Section title="数据项" note={`${content.items.length} 项`}>
        <Items content={content} />
      </Section>
      <Resources entry={entry} />
    </>
  );
}

export function EntryPage() {
  const { id } = route.useParams();
  const entry = useQuery({ queryKey: ["entry", id], queryFn: () => api.entry(id) });
  useTitle(entry.data?.name ?? "数据目录");
  return (
    <>
      <Breadcrumb
        trail={[{ title: "数据目录", href: "/desk/entries" }, { title: entry.data?.name ?? "目录" }]}
      />
      <Loaded read={entry} rows={12}>
        {(data) => <EntryView entry={data} />}
      </Loaded>
    </>
  );
}
