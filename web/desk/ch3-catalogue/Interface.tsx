import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import type { InterfaceState } from "../../../src/contract/interface.ts";
import type { Me } from "../../../src/contract/session.ts";
import { api } from "../../shared/api.ts";
import { count, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { type Fact, Facts, Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";
import { maySend } from "../ch4-collection/mayCollect.ts";
import { InterfaceForm } from "./InterfaceForm.tsx";
import { InterfaceTrial } from "./InterfaceTrial.tsx";

/** The interface of an entry, for those of its provider who mount and keep it. */
export function Interface({ entry, me }: { entry: Entry; me: Me }) {
  if (entry.published?.format !== "interface") return null;
  if (entry.provider.id !== me.party.id || !maySend(me)) return null;
  return entry.resources.length === 0 ? <Mount entry={entry} /> : <Mounted entry={entry} />;
}

const law = <LawTag citation="7¶3" />;

function Mount({ entry }: { entry: Entry }) {
  const queries = useQueryClient();
  const identity = useQuery({ queryKey: ["interface-identity"], queryFn: api.interfaceIdentity });
  return (
    <Section title="挂载接口" note="数据留在本单位系统，由平台按主体逐个来取；先试调，再挂载" aside={law}>
      {identity.data?.open === false && (
        <p className="small late">
          平台还没有为本单位开放接口所在的主机，现在填写会被退回。请先联系市大数据中心
          {identity.data.provider !== null &&
            `，告知本单位统一社会信用代码 ${identity.data.provider} 和接口主机`}
          。
        </p>
      )}
      <InterfaceForm
        entry={entry}
        act="挂载接口"
        send={({ secret, ...settings }, key) =>
          api.mountInterface(
            entry.id,
            { kind: "interface", ...settings, ...(secret === "" ? {} : { secret }) },
            key,
          )
        }
        onDone={() => queries.invalidateQueries({ queryKey: ["entry", entry.id] })}
      />
    </Section>
  );
}

function Mounted({ entry }: { entry: Entry }) {
  const queryKey = ["interface", entry.id];
  const state = useQuery({ queryKey, queryFn: () => api.interfaceState(entry.id) });
  return (
    <Section title="接口" note="其他单位的调用都经平台转来，只问到获准的数据项" aside={law}>
      <Loaded read={state} rows={4}>
        {(found) => <State entry={entry} state={found} />}
      </Loaded>
    </Section>
  );
}

function State({ entry, state }: { entry: Entry; state: InterfaceState }) {
  const queries = useQueryClient();
  const { now } = useLawTime();
  const [editing, setEditing] = useState(state.settings === null);
  const again = () => queries.invalidateQueries({ queryKey: ["interface", entry.id] });
  if (editing)
    return (
      <InterfaceForm
        entry={entry}
        act="保存修改"
        {...(state.settings === null ? {} : { before: state.settings, onCancel: () => setEditing(false) })}
        hasSecret={state.hasSecret}
        send={({ secret, ...settings }, key) =>
          api.changeInterface(
            entry.id,
            { version: state.version, ...settings, ...(secret === "" ? {} : { secret }) },
            key,
          )
        }
        onDone={async () => {
          await again();
          setEditing(false);
        }}
      />
    );
  return (
    <>
      <Facts facts={factsOf(state, now)} />
      <InterfaceTrial entry={entry} onTried={again} />
      <Changes changes={state.changes} now={now} />
      <p className="acts">
        <Button onClick={() => setEditing(true)}>修改接口设置</Button>
      </p>
    </>
  );
}

function factsOf({ settings, hasSecret, tried, calls }: InterfaceState, now: string | undefined): Fact[] {
  const at = (instant: string | null) => (instant === null ? "还没有" : instantText(instant, now));
  return [
    { label: "地址", value: <code className="breaking">{settings?.url ?? "还没有登记"}</code>, wide: true },
    {
      label: "证明方式",
      value:
        settings?.proof.kind === "header"
          ? `请求头 ${settings.proof.name}，密钥${hasSecret ? "已加密保存" : "未填"}`
          : "平台签名（RFC 9421）",
    },
    {
      label: "成功标志",
      value: settings?.success
        ? `${settings.success.pointer} 是 ${settings.success.values.join("、")}`
        : "没有填写，只看状态码",
    },
    { label: "试调", value: <Tried tried={tried} now={now} /> },
    {
      label: "调用",
      value: `答复 ${count(calls.answered)} 次，失败 ${count(calls.failed)} 次`,
    },
    { label: "最近一次答复", value: at(calls.lastAnsweredAt) },
    {
      label: "最近一次失败",
      value: calls.lastFailedAt === null ? "没有" : `${at(calls.lastFailedAt)}：${calls.lastFailure ?? ""}`,
    },
    ...(calls.failingSince === null
      ? []
      : [
          {
            label: "现在",
            value: <span className="chip overdue">{at(calls.failingSince)}起连续失败</span>,
          },
        ]),
  ];
}

function Tried({ tried, now }: { tried: InterfaceState["tried"]; now: string | undefined }) {
  if (tried === null) return <span className="chip soon">按现在的设置还没有试调，不能给出使用权限</span>;
  const words = `${tried.by}，${instantText(tried.at, now)}`;
  return tried.ok ? (
    <>
      <span className="chip done">成功</span> {words}
    </>
  ) : (
    <>
      <span className="chip overdue">没有成功</span> {words}
    </>
  );
}

function Changes({ changes, now }: { changes: InterfaceState["changes"]; now: string | undefined }) {
  return (
    <details>
      <summary>设置的修改记录（{changes.length}）</summary>
      <ul className="plain">
        {changes.map((change) => (
          <li key={change.version} className="small">
            第 {change.version} 版，{change.by}，{instantText(change.at, now)}，主机 {change.host}
            {change.newSecret ? "，换了密钥" : ""}；存证回执{" "}
            <code className="breaking">{change.receipt}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
