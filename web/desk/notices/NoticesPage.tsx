import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Notice, NoticeChannel } from "../../../src/contract/notice.ts";
import { api } from "../../shared/api.ts";
import { dateText, instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";

const marks: Readonly<Record<string, { words: string; className: string }>> = {
  todo: { words: "待办", className: "later" },
  lapsed: { words: "已到期", className: "overdue" },
  decided: { words: "办结", className: "done" },
  near: { words: "临期", className: "soon" },
  overdue: { words: "逾期", className: "overdue" },
  supervision: { words: "督办", className: "overdue" },
  revoked: { words: "文书", className: "overdue" },
  ended: { words: "权限终止", className: "overdue" },
  expired: { words: "权限到期", className: "overdue" },
  interface: { words: "接口", className: "overdue" },
  file: { words: "文件", className: "overdue" },
  joint: { words: "协同采集", className: "later" },
  answered: { words: "反馈", className: "done" },
};

function Row({ notice, onRead }: { notice: Notice; onRead: (ids: string[]) => void }) {
  const { now, today } = useLawTime();
  const mark = marks[notice.about] ?? { words: "通知", className: "later" };
  return (
    <li className={notice.read ? "notice" : "notice unread"}>
      <span className={`chip ${mark.className}`}>{mark.words}</span>
      <div>
        <a className="title" href={notice.path} onClick={() => notice.read || onRead([notice.id])}>
          {notice.title}
        </a>
        <p className="muted small">
          {notice.detail}
          {notice.dueOn !== null && `　${dateText(notice.dueOn, today)}到期`}　{instantText(notice.at, now)}
        </p>
      </div>
      {notice.read ? (
        <span className="muted small">已读</span>
      ) : (
        <button type="button" className="link-button" onClick={() => onRead([notice.id])}>
          标为已读
        </button>
      )}
    </li>
  );
}

function Address({ channel }: { channel: NoticeChannel }) {
  const queries = useQueryClient();
  const [address, setAddress] = useState(channel.address ?? "");
  const save = useMutation({
    mutationFn: () => api.setNoticeAddress(channel.name, address),
    onSuccess: (kept) => queries.setQueryData(["notice-channels"], kept),
  });
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="field">
        <label htmlFor={`address-${channel.name}`}>{channel.title}</label>
        <input
          id={`address-${channel.name}`}
          className="input"
          maxLength={254}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </div>
      <button type="submit" className="button" disabled={save.isPending}>
        保存
      </button>
      {save.isSuccess && <span role="status">已保存。</span>}
      {save.error !== null && <Failure error={save.error} />}
    </form>
  );
}

function Channels() {
  const channels = useQuery({ queryKey: ["notice-channels"], queryFn: api.noticeChannels });
  return (
    <Loaded read={channels} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>平台没有接通邮件，通知只在这里显示。</Empty>
        ) : (
          <>
            {items.map((channel) => (
              <Address key={channel.name} channel={channel} />
            ))}
            <p className="muted small">只发文号、名称、链接和到期日；留空则不发。</p>
          </>
        )
      }
    </Loaded>
  );
}

/** How the sending stands, for the platform's administrator. */
function Deliveries() {
  const states = useQuery({ queryKey: ["deliveries"], queryFn: api.deliveries, refetchInterval: 30_000 });
  const { now } = useLawTime();
  return (
    <Loaded read={states} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>没有接通任何发送方式（GONGSHU_SMTP_URL 未设置）。</Empty>
        ) : (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">方式</th>
                <th scope="col">待发</th>
                <th scope="col">发送失败待重试</th>
                <th scope="col">30 日内被拒收</th>
                <th scope="col">最早一封</th>
                <th scope="col">最近的错误</th>
              </tr>
            </thead>
            <tbody>
              {items.map((state) => (
                <tr key={state.name}>
                  <td className="main-cell">{state.title}</td>
                  <td data-label="待发">{state.waiting}</td>
                  <td data-label="失败待重试">
                    {state.failing > 0 ? <b className="late">{state.failing}</b> : 0}
                  </td>
                  <td data-label="被拒收">{state.refused}</td>
                  <td data-label="最早">
                    {state.oldestWaiting === null ? "—" : instantText(state.oldestWaiting, now)}
                  </td>
                  <td data-label="错误" className="mono">
                    {state.lastError ?? "—"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Loaded>
  );
}

export function NoticesPage() {
  useTitle("通知");
  const queries = useQueryClient();
  const me = useQuery(sessionQuery).data;
  const list = useList(["notices"], (cursor) => api.notices(cursor));
  const read = useMutation({
    mutationFn: api.readNotices,
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["notices"] });
      queries.invalidateQueries({ queryKey: ["unread"] });
    },
  });
  const unread = list.items?.some((notice) => !notice.read) === true;
  return (
    <>
      <header className="page-head">
        <h1>通知</h1>
        <div className="acts">
          <button
            type="button"
            className="button"
            disabled={!unread || read.isPending}
            onClick={() => read.mutate({ all: true })}
          >
            全部标为已读
          </button>
        </div>
      </header>
      {read.error !== null && <Failure error={read.error} />}
      <ListStates list={list} unit="条" empty={<Empty>还没有通知。</Empty>}>
        {(notices) => (
          <ul className="notices">
            {notices.map((notice) => (
              <Row key={notice.id} notice={notice} onRead={(ids) => read.mutate({ ids })} />
            ))}
          </ul>
        )}
      </ListStates>
      <Section title="接收方式">
        <Channels />
      </Section>
      {me?.roles.includes("system-admin") === true && (
        <Section title="发送情况">
          <Deliveries />
        </Section>
      )}
    </>
  );
}
