import { type ReactNode, useState } from "react";
import type { Attachment } from "../../../src/contract/matter.ts";
import type { RecordDetail } from "../../../src/contract/record.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import type { Form } from "../../shared/api.ts";
import { ErrorSummary, Field } from "../../shared/Field.tsx";
import { controlOfPointer, SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { errorAt, fieldsOf, formToSend, initialForm, missing } from "../../shared/schema.ts";
import { useFaults } from "../../shared/useFaults.ts";
import { useOnce } from "../../shared/useOnce.ts";

export interface Stated {
  form: Form;
  attachments: string[];
  reason: string;
}

/** The declared form of a register, for a new record or (with `before`) a new version of one. */
export function RecordForm(props: {
  schema: Record<string, unknown>;
  before?: RecordDetail;
  send: (stated: Stated, key: string) => Promise<RecordDetail>;
  onDone: (record: RecordDetail) => void;
  onCancel: () => void;
  note?: ReactNode;
}) {
  const { before } = props;
  const fields = fieldsOf(props.schema);
  const [form, setForm] = useState<Form>(() => ({ ...initialForm(fields), ...before?.content }));
  const [attached, setAttached] = useState<Attachment[]>(() => before?.history[0]?.attachments ?? []);
  const [reason, setReason] = useState("");
  const sending = useOnce(
    (key) => {
      const attachments = attached.map((attachment) => attachment.id);
      return props.send({ form: formToSend(fields, form), attachments, reason: reason.trim() }, key);
    },
    { onSuccess: props.onDone },
  );
  const { refused, errors, keep } = useFaults(sending.error);
  const submit = () => {
    const problems = missing(fields, form);
    if (before !== undefined && reason.trim() === "")
      problems.push({ pointer: "/reason", detail: "请写明为什么修改" });
    if (keep(problems)) sending.mutate();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary errors={errors} fieldId={(pointer) => controlOfPointer("record", pointer)} />
      {refused !== null && errors.length === 0 && <Failure error={refused} />}
      <SchemaForm id="record" fields={fields} form={form} errors={errors} onChange={setForm} />
      <div className="form-grid">
        {before !== undefined && (
          <Field
            id="record-reason"
            title="修改原因"
            wide
            hint="原来的内容保留在修改历史里。"
            error={errorAt(errors, "reason")}
          >
            <input
              id="record-reason"
              className="input"
              maxLength={1000}
              aria-describedby="record-reason-hint record-reason-error"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        )}
        <AttachmentsInput title="附件（选填）" attached={attached} onChange={setAttached} />
      </div>
      <div className="action-bar">
        <button type="button" className="button" onClick={props.onCancel}>
          取消
        </button>
        <button type="submit" className="button primary" disabled={sending.isPending}>
          {before === undefined ? "登记" : "保存修改"}
        </button>
      </div>
    </form>
  );
}
