import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { gradingTrigger } from "../../../src/contract/grading.ts";
import type { Confirmed, WorksheetLine } from "../../../src/contract/grading-worksheet.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { api, type Form } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { fieldsOf, initialForm, missing } from "../../shared/schema.ts";
import { useOnce } from "../../shared/useOnce.ts";

/** What was typed, once it is complete. */
function causeOf(form: Form) {
  const trigger = gradingTrigger.safeParse(form.gradingTrigger).data;
  const { changedOn, changeReason } = form;
  return trigger !== undefined && typeof changedOn === "string" && typeof changeReason === "string"
    ? { gradingTrigger: trigger, changedOn, changeReason }
    : null;
}

/** Says what will become of the chosen lines, asks for the cause where an entry is in force, then sends them. */
export function ConfirmSuggestions(props: {
  lines: readonly WorksheetLine[];
  onClose: () => void;
  onDone: (outcome: Confirmed) => void;
}) {
  const { lines, onClose, onDone } = props;
  const inForce = new Set(lines.filter(({ status }) => status !== "draft").map(({ entry }) => entry.id));
  const procedures = useQuery({ queryKey: ["procedures"], queryFn: api.procedures });
  const declared = procedures.data?.items.find(({ kind }) => kind === kinds.regrade)?.form ?? null;
  const fields = inForce.size === 0 ? [] : fieldsOf(declared).filter(({ name }) => name !== "columns");
  const [typed, setTyped] = useState<Form>({});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const form = { ...initialForm(fields), ...typed };
  const send = useOnce(
    (key) =>
      api.confirmSuggestions(
        {
          lines: lines.map(({ entry, draftVersion, column }) => ({ entry: entry.id, draftVersion, column })),
          cause: inForce.size === 0 ? null : causeOf(form),
        },
        key,
      ),
    { onSuccess: onDone },
  );
  return (
    <Dialog title={`确认 ${lines.length} 项定级建议`} onClose={onClose}>
      <p>
        {inForce.size === 0
          ? "都在草稿里，确认后改入草稿。"
          : `其中 ${inForce.size} 个目录已经发布：各成一件重新定级，提高的级别随即生效，由数据局审核。`}
        谁确认、何时确认都留下记录。
        <LawTag citation="11¶4" />
      </p>
      <SchemaForm id="confirm" fields={fields} form={form} errors={errors} onChange={setTyped} />
      {send.error !== null && <Failure error={send.error} />}
      <p className="acts">
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          loading={send.isPending}
          onClick={() => {
            const found = missing(fields, form);
            setErrors(found);
            if (found.length === 0) send.mutate();
          }}
        >
          确认 {lines.length} 项
        </Button>
      </p>
    </Dialog>
  );
}
