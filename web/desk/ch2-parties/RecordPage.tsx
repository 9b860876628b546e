import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { RecordDetail } from "../../../src/contract/record.ts";
import { AttachmentLink } from "../../shared/Attachments.tsx";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Failure, Loaded } from "../../shared/States.tsx";
import { fieldsOf, valueText } from "../../shared/schema.ts";
import { RecordForm } from "./RecordForm.tsx";
import { registersQuery } from "./RegisterPage.tsx";

const route = getRouteApi("/records/$id");

function Content({ record, content }: { record: RecordDetail; content: Record<string, unknown> }) {
  const facts = fieldsOf(record.form).map((field) => {
    const value = valueText(content[field.name], field);
    return { label: field.title, value, wide: value.length > 28 };
  });
  return <Facts facts={facts} />;
}

function History({ record }: { record: RecordDetail }) {
  const { now } = useLawTime();
  return (
    <Section title="修改历史" note="每一版都写入操作存证，可以核验。">
      {record.history.map((version) => (
        <details key={version.version}>
          <summary>
            第 {version.version} 版　{instantText(version.at, now)}　{version.by}
            {version.ended && "　终止"}
            {version.reason !== null && `　${version.reason}`}
          </summary>
          <Content record={record} content={version.content} />
          <ReceiptCheck receipt={version.receipt} />
        </details>
      ))}
    </Section>
  );
}

function End({ record, onDone }: { record: RecordDetail; onDone: (record: RecordDetail) => void }) {
  const [reason, setReason] = useState("");
  const ending = useMutation({
    mutationFn: () => api.endRecord(record.id, { version: record.version, reason: reason.trim() }),
    onSuccess: onDone,
  });
  return (
    <Section title="终止" note="终止后不能再改，记录和历史仍可查看。">
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          ending.mutate();
        }}
      >
        <Field id="record-end" title="终止原因">
          <input
            id="record-end"
            className="input"
            required
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <button type="submit" className="button danger" disabled={ending.isPending || reason.trim() === ""}>
          终止
        </button>
      </form>
      {ending.error !== null && <Failure error={ending.error} />}
    </Section>
  );
}

function View({ record }: { record: RecordDetail }) {
  const { now } = useLawTime();
  const queries = useQueryClient();
  const info = useQuery(registersQuery).data?.items.find((one) => one.name === record.register);
  const [changing, setChanging] = useState(false);
  const done = (changed: RecordDetail) => {
    setChanging(false);
    queries.setQueryData(["record", record.id], changed);
    queries.invalidateQueries({ queryKey: ["records"] });
    queries.invalidateQueries({ queryKey: ["library"] });
  };
  const attachments = record.history.find((version) => version.attachments.length > 0)?.attachments ?? [];
  return (
    <>
      <header className="page-head">
        <h1>{record.title}</h1>
        <p className="sub">
          {record.ended && <b className="state-title">已终止</b>}
          <span>{record.keeper.name}登记</span>
          <span>
            第 {record.version} 版，{instantText(record.changedAt, now)}
          </span>
          {info !== undefined && <LawTag citation={info.article} />}
        </p>
      </header>
      {changing ? (
        <Section title="修改">
          <RecordForm
            schema={record.form}
            before={record}
            send={(stated) => api.changeRecord(record.id, { version: record.version, ...stated })}
            onDone={done}
            onCancel={() => setChanging(false)}
          />
        </Section>
      ) : (
        <Section
          title={info?.title ?? "内容"}
          aside={
            record.mayChange && (
              <button type="button" className="link-button" onClick={() => setChanging(true)}>
                修改
              </button>
            )
          }
        >
          <Content record={record} content={record.content} />
          {record.matters.length > 0 && (
            <ul>
              {record.matters.map((matter) => (
                <li key={matter.id}>
                  <a href={`/desk/matters/${matter.id}`}>
                    {matter.number}　{matter.title}
                  </a>
                </li>
              ))}
            </ul>
          )}
          <ul>
            {attachments.map((attachment) => (
              <AttachmentLink key={attachment.id} attachment={attachment} />
            ))}
          </ul>
        </Section>
      )}
      <History record={record} />
      {record.mayChange && !changing && <End record={record} onDone={done} />}
    </>
  );
}

/** One record: what it states, the matters it speaks of, every version with its proof. */
export function RecordPage() {
  const { id } = route.useParams();
  const record = useQuery({ queryKey: ["record", id], queryFn: () => api.record(id) });
  useTitle(record.data?.title ?? "登记记录");
  const register = record.data?.register;
  const back = register === "library" ? "/desk/library" : `/desk/registers/${register}`;
  return (
    <>
      <Breadcrumb
        trail={[
          { title: "第二章 职责与组织" },
          ...(register === undefined ? [] : [{ title: "返回列表", href: back }]),
          { title: record.data?.title ?? "登记记录" },
        ]}
      />
      <Loaded read={record} rows={10}>
        {(data) => <View record={data} key={data.id} />}
      </Loaded>
    </>
  );
}
