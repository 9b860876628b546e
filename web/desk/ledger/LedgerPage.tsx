import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { leafKindLabel } from "../../../src/contract/labels.zh.ts";
import { api, type LedgerLeaf } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { count, instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Code, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

function CheckpointSection() {
  const checkpoint = useQuery({ queryKey: ["checkpoint"], queryFn: api.checkpoint });
  return (
    <Section title="检查点" note="请在平台外另存一份：日后删改存证，只有对照旧检查点才能发现">
      <Loaded read={checkpoint} rows={4}>
        {(data) => (
          <>
            <Facts
              facts={[
                { label: "存证条数", value: count(data.size) },
                { label: "根", value: <code>{data.root}</code>, wide: true },
              ]}
            />
            <Code label="检查点原文">{data.text}</Code>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function CheckReceipt() {
  const [typed, setTyped] = useState("");
  const [receipt, setReceipt] = useState<string | null>(null);
  return (
    <Section title="验证一张回执" note="在您的浏览器里计算，不依赖平台的说法">
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          setReceipt(typed.trim());
        }}
      >
        <Field id="receipt" title="回执" hint="以 L1. 开头，在办理历史、批次报告里复制">
          <Input
            id="receipt"
            className="mono"
            required
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setReceipt(null);
            }}
          />
        </Field>
        <Button htmlType="submit">读取</Button>
      </form>
      {receipt !== null && <ReceiptCheck key={receipt} receipt={receipt} />}
    </Section>
  );
}

function Leaves({ leaves, now }: { leaves: readonly LedgerLeaf[]; now: string | undefined }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col" className="number">
            序号
          </th>
          <th scope="col">种类</th>
          <th scope="col">事项</th>
          <th scope="col">时间</th>
          <th scope="col">回执</th>
        </tr>
      </thead>
      <tbody>
        {leaves.map((leaf) => (
          <tr key={leaf.receipt}>
            <td className="number" data-label="序号">
              {leaf.index === null ? "待编号" : count(leaf.index)}
            </td>
            <td className="nowrap">{leafKindLabel[leaf.kind]}</td>
            <td className="main-cell">{leaf.title}</td>
            <td className="nowrap">{instantText(leaf.at, now)}</td>
            <td>
              <code className="small block">{leaf.receipt}</code>
              <ReceiptCheck receipt={leaf.receipt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function LedgerPage() {
  useTitle("操作存证");
  const { now } = useLawTime();
  const list = useList(["leaves"], api.leaves);
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "操作存证" }]} />
      <header className="page-head">
        <h1>操作存证</h1>
        <p className="sub">
          决定、权限、属性变更、批次、导出和使用日志摘要依次写入，改动任何一条都能查出来。
        </p>
      </header>
      <CheckpointSection />
      <CheckReceipt />
      <Section title="本单位的存证">
        <ListStates list={list} unit="条" empty={<Empty>本单位还没有存证。</Empty>}>
          {(leaves) => <Leaves leaves={leaves} now={now} />}
        </ListStates>
      </Section>
    </>
  );
}
