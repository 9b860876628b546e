import { useState } from "react";
import type { IssuableDocument } from "../../src/contract/document.ts";
import type { Matter } from "../../src/contract/matter.ts";
import { api, type Form } from "./api.ts";
import { Dialog } from "./Dialog.tsx";
import { ApiError } from "./http.ts";
import { LawTag } from "./LawTag.tsx";
import { Facts } from "./Page.tsx";
import { SchemaForm } from "./SchemaForm.tsx";
import { Failure } from "./States.tsx";
import { fieldsOf, formToSend, initialForm, missing } from "./schema.ts";
import { useDocumentChange } from "./useDocumentChange.ts";

/** What issuing does, before it is done: under which number, to whom, and that it stays. */
function ConfirmIssue(props: {
  matter: Matter;
  document: IssuableDocument;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  const { matter, document } = props;
  const { series, to } = document;
  return (
    <Dialog title={`制发${document.title}`} onClose={props.onCancel}>
      <Facts
        single
        facts={[
          {
            label: "文号",
            value: series === null ? `用办件编号 ${matter.number}` : `${series}〔年份〕…号，制发时按顺序编号`,
          },
          { label: "主送", value: to ?? "不对外送达，存入本件案卷" },
          { label: "办件", value: matter.title },
        ]}
      />
      <p>制发后写入操作存证，各方可见，不能删改。发现有误的，只能说明理由后作废或者撤销，文号不再使用。</p>
      <div className="acts">
        <button type="button" className="button" onClick={props.onCancel}>
          取消
        </button>
        <button type="button" className="button primary" disabled={props.busy} onClick={props.onConfirm}>
          {props.busy ? "正在制发" : "确认制发"}
        </button>
      </div>
    </Dialog>
  );
}

/** Issues a document after it is confirmed; where it states something of its own, that is filled in first. */
export function Issue({ matter, document }: { matter: Matter; document: IssuableDocument }) {
  const fields = fieldsOf(document.form);
  const [form, setForm] = useState<Form | null>(null);
  const [errors, setErrors] = useState<ReturnType<typeof missing>>([]);
  const [confirming, setConfirming] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const issue = useDocumentChange(matter, (stated: Form) =>
    api.issueDocument(matter.id, document.name, formToSend(fields, stated), key),
  );
  const press = () => {
    if (fields.length > 0 && form === null) return setForm(initialForm(fields));
    const found = missing(fields, form ?? {});
    setErrors(found);
    setConfirming(found.length === 0);
  };
  const refused = issue.error instanceof ApiError ? issue.error.errors : [];
  return (
    <li className="document">
      {form !== null && (
        <SchemaForm
          id={`document-${document.name}`}
          fields={fields}
          form={form}
          errors={[...errors, ...refused]}
          onChange={setForm}
        />
      )}
      <p>
        <button type="button" className="button" disabled={issue.isPending} onClick={press}>
          {issue.isPending ? "正在制发" : `制发${document.title}`}
        </button>
        {document.article !== null && <LawTag citation={document.article} />}
        {form !== null && (
          <button type="button" className="link-button" onClick={() => setForm(null)}>
            取消
          </button>
        )}
      </p>
      {issue.error !== null && <Failure error={issue.error} />}
      {confirming && (
        <ConfirmIssue
          matter={matter}
          document={document}
          busy={issue.isPending}
          onCancel={() => setConfirming(false)}
          onConfirm={() => issue.mutate(form ?? {}, { onSettled: () => setConfirming(false) })}
        />
      )}
    </li>
  );
}
