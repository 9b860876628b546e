import { getRouteApi } from "@tanstack/react-router";
import type { Grant } from "../../../src/contract/grant.ts";
import { sharingModeLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { civilDateOf, dateText, instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { PageTabs } from "../PageTabs.tsx";
import { GrantChip } from "./GrantChip.tsx";

const route = getRouteApi("/grants");
const sides = [
  { value: "all", label: "全部" },
  { value: "held", label: "本单位使用" },
  { value: "provided", label: "本单位提供" },
];

function Rows({
  grants,
  now,
  today,
}: {
  grants: readonly Grant[];
  now: string | undefined;
  today: string | undefined;
}) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据与用途</th>
          <th scope="col">状态</th>
          <th scope="col">使用单位</th>
          <th scope="col">提供单位</th>
          <th scope="col">方式</th>
          <th scope="col">有效期至</th>
          <th scope="col">最近使用</th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={grant.id}>
            <td className="main-cell">
              <a className="title" href={`/desk/grants/${grant.id}`}>
                {grant.resource.entryName}
              </a>
              <span className="muted small block">{grant.scenario}</span>
            </td>
            <td>
              <GrantChip grant={grant} />
            </td>
            <td data-label="使用">{grant.holder.name}</td>
            <td data-label="提供">{grant.provider.name}</td>
            <td>{grant.modes.map((mode) => sharingModeLabel[mode]).join("、")}</td>
            <td className="nowrap" data-label="有效期至">
              {grant.validUntil === null ? "不设期限" : dateText(civilDateOf(grant.validUntil), today)}
            </td>
            <td className="nowrap" data-label="最近使用">
              {grant.lastUsedAt === null ? "未使用" : instantText(grant.lastUsedAt, now)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function GrantsPage() {
  useTitle("使用权限");
  const { side = "all" } = route.useSearch();
  const { now, today } = useLawTime();
  const list = useList(["grants", side], (cursor) =>
    api.grants({ side, ...(cursor === undefined ? {} : { cursor }) }),
  );
  return (
    <>
      <Breadcrumb trail={[{ title: "第五章 共享" }, { title: "使用权限" }]} />
      <header className="page-head">
        <h1>使用权限</h1>
        <p className="sub">共享申请办结后由平台生成；每次读取都经过它，并记入使用日志。</p>
      </header>
      <PageTabs label="范围" tabs={sides} at={side} href={(to) => `/desk/grants?side=${to}`} />
      <ListStates
        list={list}
        unit="项"
        empty={<Empty action={<a href="/desk/entries">从数据目录申请共享</a>}>还没有使用权限。</Empty>}
      >
        {(grants) => <Rows grants={grants} now={now} today={today} />}
      </ListStates>
    </>
  );
}
