import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Entry } from "../../../src/contract/entry.ts";
import { lacksSubject, possibleModes } from "../../../src/contract/file-sharing.ts";
import { entryStatusLabel, entryTitle, sharingModeLabel } from "../../../src/contract/labels.zh.ts";
import type { Attachment, ProcedureInfo } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { AttachmentsInput } from "../../shared/Attachments.tsx";
import { api, type Form } from "../../shared/api.ts";
import { ErrorSummary } from "../../shared/Field.tsx";
import { Section } from "../../shared/Page.tsx";
import { controlOfPointer, SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { type Choice, fieldsOf, formToSend, initialForm, missing } from "../../shared/schema.ts";
import { useFaults } from "../../shared/useFaults.ts";
import { useOnce } from "../../shared/useOnce.ts";

/** Items of the entry, offered where the declared form asks for its columns. */
function columnChoices(entry: Entry | undefined): Record<string, Choice[]> {
  const content = entry?.published ?? entry?.draft;
  if (content === undefined) return {};
  const columns = content.items.map((item) => ({
    value: item.column,
    label: item.name,
    note: `${item.grade}级`,
  }));
  return { columns };
}

/** Only modes that the entry can be had by: by others it would be refused. */
function modeChoices(entry: Entry | undefined): Record<string, Choice[]> {
  if (entry?.published == null) return {};
  return {
    mode: possibleModes(entry.published).map((mode) => ({ value: mode, label: sharingModeLabel[mode] })),
  };
}

/** A file is asked for whole. */
const withWhole = (form: Form, columns: readonly Choice[] | undefined): Form =>
  form.mode === "file" && columns !== undefined
    ? { ...form, columns: columns.map(({ value }) => value) }
    : form;

/** Entries of the caller's own unit, offered where a form asks which are concerned. */
function useOwnEntries(wanted: boolean): Record<string, Choice[]> {
  const read = useQuery({
    queryKey: ["entries", "own"],
    queryFn: () => api.entries({ mine: true, limit: 200 }),
    enabled: wanted,
  });
  if (!wanted) return {};
  const entries = (read.data?.items ?? []).map((entry) => ({
    value: entry.id,
    label: entryTitle(entry.name),
    note: entryStatusLabel[entry.status],
  }));
  return { entries };
}

/** What the applicant states: the declared form and the files that go with it. */
export interface Stated {
  form: Form;
  attachments: string[];
}

/**
 * The declared form of a procedure, sent once however often the button is pressed; `children` come before it, and
 * `check` says what is still missing there.
 */
export function StartForm<Started>(props: {
  info: ProcedureInfo;
  entry: Entry | undefined;
  send: (stated: Stated, key: string) => Promise<Started>;
  onStarted: (started: Started) => void;
  check?: () => FieldError[];
  /** What is said where no file is attached, though one must be. */
  evidence?: string;
  children?: ReactNode;
}) {
  const { info, entry } = props;
  const fields = fieldsOf(info.form);
  const [form, setForm] = useState<Form>(() => initialForm(fields));
  const [attached, setAttached] = useState<Attachment[]>([]);
  const start = useOnce(
    (key) => {
      const attachments = attached.map((attachment) => attachment.id);
      return props.send({ form: formToSend(fields, form), attachments }, key);
    },
    { onSuccess: props.onStarted },
  );
  const { refused, errors, standing, keep } = useFaults(start.error);
  const choices = columnChoices(entry);
  const own = useOwnEntries(fields.some((field) => field.name === "entries"));
  const asks = (name: string) => fields.some((field) => field.name === name);
  const known: Record<string, Choice[]> = {
    ...(asks("columns") ? choices : {}),
    ...(asks("mode") ? modeChoices(entry) : {}),
    ...own,
  };
  const lacking =
    props.evidence !== undefined && attached.length === 0
      ? [{ pointer: "/attachments", detail: props.evidence }]
      : [];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const problems = [...(props.check?.() ?? []), ...missing(fields, form), ...lacking];
        if (keep(problems)) start.mutate();
      }}
    >
      <ErrorSummary
        errors={errors}
        refusal={standing}
        fieldId={(pointer) => controlOfPointer("start", pointer)}
      />
      {refused !== null && errors.length === 0 && <Failure error={refused} />}
      {props.children}
      {known.mode?.length === 0 && (
        <p className="notice" role="status">
          {entry?.published != null && lacksSubject(entry.published)
            ? "这份目录没有主体标识，查询和核验按主体逐个进行，现在申请了也取不到数据。确需使用的，请与提供部门商定先变更目录。"
            : "目录列明的方式还不能在线申请，请与提供部门联系。"}
        </p>
      )}
      <Section title="申请内容" note={fields.length === 0 ? "本事项不用另填内容" : undefined}>
        <SchemaForm
          id="start"
          fields={fields}
          form={form}
          errors={errors}
          onChange={(changed) => setForm(withWhole(changed, known.columns))}
          choices={known}
        />
        <AttachmentsInput
          id="start-attachments"
          title={props.evidence === undefined ? "附件（选填）" : "证据材料"}
          attached={attached}
          onChange={setAttached}
        />
      </Section>
      <div className="action-bar">
        <button type="submit" className="button primary" disabled={start.isPending}>
          提交
        </button>
      </div>
    </form>
  );
}
