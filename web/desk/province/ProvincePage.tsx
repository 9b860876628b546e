import { useQuery, useQueryClient } from "@tanstack/react-query";
import { messageKindLabel, messageStateLabel } from "../../../src/contract/labels.zh.ts";
import type { LoggedMessage, ProvinceStatus } from "../../../src/contract/province.ts";
import { api } from "../../shared/api.ts";
import { count, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Code, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

/** What keeps messages from arriving, and what is to be done. */
function Trouble({ status }: { status: ProvinceStatus }) {
  const { endpoint, stopped, failure } = status;
  if (endpoint === null)
    return (
      <p className="notice" role="status">
        没有配置省级平台的接收地址，消息只留存、不送出。请运维人员设置 GONGSHU_PROVINCE_URL
        后重启平台，留存的消息将按序补送。
      </p>
    );
  if (stopped !== null)
    return (
      <p className="notice" role="alert">
        省级平台没有接收第 {count(stopped.seq)} 号消息（目录 {stopped.catalogueCode}
        ），报送停在这里，其后的消息等待。 省级平台的{stopped.reason}　处理后由市大数据中心点“现在重试”。
      </p>
    );
  if (failure !== null)
    return (
      <p className="notice" role="status">
        上次没有送到：{failure.reason}。已试 {failure.attempts} 次，{instantText(failure.nextAt)}
        以后自动再试。
      </p>
    );
  return null;
}

function Retry({ status }: { status: ProvinceStatus }) {
  const queries = useQueryClient();
  const retry = useOnce((key) => api.retryProvince(key), {
    repeatable: true,
    onSuccess: (now) => queries.setQueryData(["province"], now),
  });
  if (!status.mayRetry || status.endpoint === null) return null;
  return (
    <>
      <p className="acts">
        <button
          type="button"
          className="button"
          disabled={retry.isPending || status.waiting === "0"}
          onClick={() => retry.mutate()}
        >
          现在重试
        </button>
        {retry.isSuccess && <span role="status">已开始重试，并已记录。</span>}
      </p>
      {retry.error !== null && <Failure error={retry.error} />}
    </>
  );
}

function Standing({ status }: { status: ProvinceStatus }) {
  const { endpoint, since, delivered, waiting, messages, lastRetry } = status;
  return (
    <Section title="对接情况" aside={<LawTag citation="7¶1" />}>
      <Trouble status={status} />
      <Facts
        facts={[
          { label: "接收地址", value: endpoint === null ? "未配置" : <code>{endpoint}</code>, wide: true },
          { label: "启用", value: since === null ? "—" : instantText(since) },
          {
            label: "最近送达",
            value: delivered === null ? "—" : `第 ${count(delivered.seq)} 号，${instantText(delivered.at)}`,
          },
          { label: "消息", value: `${count(messages)} 条，待送 ${count(waiting)} 条` },
          {
            label: "最近重试",
            wide: true,
            value:
              lastRetry === null ? (
                "—"
              ) : (
                <>
                  {lastRetry.person}，{instantText(lastRetry.at)} <ReceiptCheck receipt={lastRetry.receipt} />
                </>
              ),
          },
        ]}
      />
      <Retry status={status} />
    </Section>
  );
}

const chips = { delivered: "chip done", refused: "chip refused", waiting: "chip later" } as const;

function Messages({ messages }: { messages: readonly LoggedMessage[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">目录</th>
          <th scope="col">序号</th>
          <th scope="col">内容</th>
          <th scope="col">写入</th>
          <th scope="col">摘要（SM3）</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <tr key={message.seq}>
            <td className="main-cell">
              {message.name ?? "已撤回的目录"}
              <span className="muted small block mono">{message.catalogueCode}</span>
            </td>
            <td data-label="序号" className="nowrap">
              {count(message.seq)}
            </td>
            <td data-label="内容" className="nowrap">
              {messageKindLabel[message.kind]}，第 {message.version} 版
            </td>
            <td data-label="写入" className="nowrap">
              {instantText(message.at)}
            </td>
            <td data-label="摘要" className="mono small">
              <span title={message.digest}>{message.digest.slice(0, 16)}…</span>
            </td>
            <td data-label="状态" className="nowrap">
              <span className={chips[message.state]}>{messageStateLabel[message.state]}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Read anew whenever the delivery has moved. */
function MessageLog({ status: { messages: written, delivered, stopped } }: { status: ProvinceStatus }) {
  const list = useList(["province-messages", written, delivered?.seq, stopped?.seq], (cursor) =>
    api.provinceMessages(cursor),
  );
  return (
    <Section title="消息日志" note="目录每次发布、更新、撤回各一条，连续编号；只含统一目录的内容，不含数据">
      <ListStates list={list} unit="条" empty={<Empty>还没有消息。目录发布后写入。</Empty>}>
        {(messages) => <Messages messages={messages} />}
      </ListStates>
    </Section>
  );
}

/** Art. 7 ¶1: how the docking with the provincial platform stands, for those who plan, run and audit it. */
export function ProvincePage() {
  useTitle("省级平台对接");
  const read = useQuery({ queryKey: ["province"], queryFn: api.province, refetchInterval: 5_000 });
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "省级平台对接" }]} />
      <header className="page-head">
        <h1>省级平台对接</h1>
        <p className="sub">市平台把已发布的数据目录按序报送省级平台。</p>
      </header>
      <Loaded read={read} rows={5}>
        {(status) => (
          <>
            <Standing status={status} />
            <MessageLog status={status} />
            <Section title="签名公钥" note="交省级平台登记，用来核对每条消息的签名（Ed25519，SPKI）">
              <Code label="签名公钥">{status.publicKey}</Code>
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}
