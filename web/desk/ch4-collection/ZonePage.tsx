import { useQuery } from "@tanstack/react-query";
import { levelLabel } from "../../../src/contract/level.ts";
import type { Zone, ZoneMove, ZoneResource } from "../../../src/contract/zone.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";
import { unitOf } from "./units.ts";

const standing = ({ place, moving }: ZoneResource): string =>
  moving ? (place === "zone" ? "正在移出或者重新加密" : "正在移入") : "在专区";

function Resources({ resources }: { resources: readonly ZoneResource[] }) {
  if (resources.length === 0)
    return <Empty>专区里没有数据资源。数据项定为重要数据或者核心数据后，整个资源移入专区。</Empty>;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">重要程度</th>
          <th scope="col">重要、核心数据项</th>
          <th scope="col">提供单位</th>
          <th scope="col" className="number">
            数量
          </th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {resources.map((one) => (
          <tr key={one.code}>
            <td className="main-cell">
              {one.entry.name}
              <span className="muted small block">{one.code}</span>
            </td>
            <td className="nowrap">
              <span className="chip refused">
                {one.importance === null ? "待移出" : levelLabel[one.importance]}
              </span>
            </td>
            <td data-label="数据项">{one.items.join("、")}</td>
            <td data-label="提供单位">{one.unit.name}</td>
            <td className="number" data-label="数量">
              {one.rows} {unitOf(one.kind)}
            </td>
            <td className="nowrap" data-label="状态">
              {standing(one)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function kindOf({ from, to }: ZoneMove): string {
  if (from === to) return to === "zone" ? "在专区内重新加密" : "提级后重新加密";
  return to === "zone" ? "移入专区" : "移出专区";
}

function Moves({ moves }: { moves: readonly ZoneMove[] }) {
  if (moves.length === 0) return <p className="muted">还没有移入、移出或者重新加密的记录。</p>;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据目录</th>
          <th scope="col">事项</th>
          <th scope="col">依据的目录版本</th>
          <th scope="col">提出</th>
          <th scope="col">完成</th>
          <th scope="col">操作存证</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={move.id}>
            <td className="main-cell">
              {move.entry.name}
              <span className="muted small block">
                {move.unit.name}，{move.code}
              </span>
            </td>
            <td className="nowrap">{kindOf(move)}</td>
            <td data-label="目录版本">第 {move.version} 版</td>
            <td className="nowrap" data-label="提出">
              {instantText(move.plannedAt)}
            </td>
            <td className="nowrap" data-label="完成">
              {move.finishedAt === null ? (
                <span className="chip attention">正在办理</span>
              ) : (
                instantText(move.finishedAt)
              )}
            </td>
            <td className="nowrap" data-label="操作存证">
              {move.receipt === null ? "完成后写入" : <ReceiptCheck receipt={move.receipt} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Told({ zone }: { zone: Zone }) {
  return (
    <>
      <Section
        title="专区里的资源"
        note="整个资源存放在单独的库区、用单独的主密钥加密；只提供核验，不查询、不导出、不开放"
        aside={<LawTag citation="11¶3" />}
      >
        <Resources resources={zone.resources} />
      </Section>
      <Section title="移入、移出和重新加密" note="最近 200 次">
        <Moves moves={zone.moves} />
      </Section>
    </>
  );
}

/** Art. 11 ¶3: what the security administrator and the auditor see of important and core data: never values. */
export function ZonePage() {
  useTitle("重要数据专区");
  const read = useQuery({ queryKey: ["zone"], queryFn: api.zone });
  return (
    <>
      <Breadcrumb trail={[{ title: "第四章 采集汇聚" }, { title: "重要数据专区" }]} />
      <header className="page-head">
        <h1>重要数据专区</h1>
        <p className="sub">查看本页记入日志。这里只列资源，不显示数据。</p>
      </header>
      <Loaded read={read} rows={6}>
        {(data) => <Told zone={data} />}
      </Loaded>
    </>
  );
}
