import { useQuery } from "@tanstack/react-query";
import type { Channel } from "../../../src/contract/duty.ts";
import { channelPurposeLabel, channelStateLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";

function State({ channel }: { channel: Channel }) {
  if (channel.overdue) return <span className="chip overdue">逾期，{channelStateLabel[channel.state]}</span>;
  const settled = channel.state === "merged" || channel.state === "authorised";
  return <span className={settled ? "chip done" : "chip active"}>{channelStateLabel[channel.state]}</span>;
}

function Rows({ items }: { items: readonly Channel[] }) {
  const { today } = useLawTime();
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">通道</th>
          <th scope="col">状态</th>
          <th scope="col">用途</th>
          <th scope="col">建有单位</th>
          <th scope="col">计划归并</th>
          <th scope="col">归并日期</th>
        </tr>
      </thead>
      <tbody>
        {items.map((channel) => (
          <tr key={channel.id}>
            <td className="main-cell">
              {channel.matter === null ? (
                <b>{channel.name}</b>
              ) : (
                <a className="title" href={`/desk/matters/${channel.matter}`}>
                  {channel.name}
                </a>
              )}
            </td>
            <td>
              <State channel={channel} />
            </td>
            <td data-label="用途">{channelPurposeLabel[channel.purpose]}</td>
            <td data-label="建有单位">{channel.owner?.name ?? "—"}</td>
            <td className="nowrap" data-label="计划归并">
              {channel.mergeBy === null ? "—" : dateText(channel.mergeBy, today)}
            </td>
            <td className="nowrap" data-label="归并日期">
              {channel.mergedOn === null ? "—" : dateText(channel.mergedOn, today)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The one authorised channel, and what else exists until it is merged. */
export function ChannelsPage() {
  useTitle("渠道与平台");
  const me = useQuery(sessionQuery).data;
  const channels = useQuery({ queryKey: ["channels"], queryFn: api.channels });
  const leads = me?.party.kind === "authority" || me?.party.kind === "government";
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: "渠道与平台" }]} />
      <header className="page-head">
        <h1>渠道与平台</h1>
        <div className="acts">
          {leads && (
            <a className="button" href="/desk/start/county-platform">
              县（区）平台例外
            </a>
          )}
          <a className="button primary" href="/desk/start/channel-merger">
            申报既有通道
          </a>
        </div>
        <p className="sub">
          本平台是全市唯一的汇聚、共享、开放通道。已经建成或者在建的其他通道要申报并归并；不得新建。
          <LawTag citation="7¶2" />
        </p>
      </header>
      <Loaded read={channels}>
        {({ items }) => (items.length === 0 ? <Empty>还没有登记通道。</Empty> : <Rows items={items} />)}
      </Loaded>
      {channels.data?.items.length === 1 && (
        <p className="muted">除本平台外，没有申报过其他通道。建有或者在建共享、开放通道的单位请申报。</p>
      )}
    </>
  );
}
