import { useMutation } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input, Radio } from "antd";
import type { EntrySummary } from "../../../src/contract/entry.ts";
import {
  entryStatusLabel,
  labelOf,
  openingClassLabel,
  sharingClassLabel,
} from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { queryString } from "../../shared/http.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Grade, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure } from "../../shared/States.tsx";
import { emptyContent } from "./fields.ts";
import { StatusChip } from "./StatusChip.tsx";

const route = getRouteApi("/entries");
const statuses = [
  { value: "", label: "全部" },
  ...Object.entries(entryStatusLabel).map(([value, label]) => ({ value, label })),
];

function Rows({ entries, today }: { entries: readonly EntrySummary[]; today: string | undefined }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">提供单位</th>
          <th scope="col">状态</th>
          <th scope="col">共享</th>
          <th scope="col">开放</th>
          <th scope="col">级别</th>
          <th scope="col">版本</th>
          <th scope="col">更新</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/entries/${entry.id}`}>
                {entry.name === "" ? "未命名的目录" : entry.name}
              </a>
              <span className="muted small block mono">{entry.catalogueCode ?? entry.code}</span>
            </td>
            <td>{entry.provider.name}</td>
            <td>
              <StatusChip status={entry.status} />
            </td>
            <td className="nowrap" data-label="共享">
              {labelOf(sharingClassLabel, entry.sharingClass)}
            </td>
            <td className="nowrap" data-label="开放">
              {labelOf(openingClassLabel, entry.openingClass)}
            </td>
            <td>
              <Grade grade={entry.grade} />
            </td>
            <td className="nowrap wide-only">
              {entry.publishedVersion === null ? "未发布" : `第 ${entry.publishedVersion} 版`}
            </td>
            <td className="nowrap wide-only">{dateText(civilDateOf(entry.updatedAt), today)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function EntriesPage() {
  useTitle("数据目录");
  const search = route.useSearch();
  const { q = "", status = "" } = search;
  const mine = search.mine === "true";
  const { today } = useLawTime();
  const router = useRouter();
  const create = useMutation({
    mutationFn: () => api.createEntry(emptyContent),
    onSuccess: (entry) => router.history.push(`/desk/entries/${entry.id}/edit`),
  });
  const list = useList(["entries", q, status, mine], (cursor) =>
    api.entries({ q, status, ...(mine ? { mine } : {}), ...(cursor === undefined ? {} : { cursor }) }),
  );
  const go = (change: { q?: string; status?: string; mine?: boolean }) => {
    const next = { q, status, mine, ...change };
    const { mine: own, ...texts } = next;
    router.history.push(`/desk/entries${queryString({ ...texts, mine: own ? "true" : null })}`);
  };
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "数据目录" }]} />
      <header className="page-head">
        <h1>数据目录</h1>
        <div className="acts">
          <Button type="primary" loading={create.isPending} onClick={() => create.mutate()}>
            编制目录
          </Button>
        </div>
      </header>
      {create.error !== null && <Failure error={create.error} />}
      <div className="filters">
        <Radio.Group
          aria-label="状态"
          optionType="button"
          options={statuses}
          value={status}
          onChange={(event) => go({ status: event.target.value })}
        />
        <Radio.Group
          aria-label="范围"
          optionType="button"
          options={[
            { value: false, label: "全市" },
            { value: true, label: "本单位" },
          ]}
          value={mine}
          onChange={(event) => go({ mine: event.target.value })}
        />
        <Input.Search
          key={q}
          defaultValue={q}
          aria-label="查数据目录"
          placeholder="名称、数据项或单位"
          onSearch={(text) => go({ q: text.trim() })}
        />
      </div>
      <ListStates
        list={list}
        unit="个目录"
        empty={
          <Empty
            action={
              <button type="button" className="link-button" onClick={() => create.mutate()}>
                编制一个目录
              </button>
            }
          >
            {q === "" ? "这里还没有数据目录。" : `没有找到与“${q}”有关的数据目录。`}
          </Empty>
        }
      >
        {(entries) => <Rows entries={entries} today={today} />}
      </ListStates>
    </>
  );
}
