import { type ComponentType, useState } from "react";
import type { Action, Attachment, Matter } from "../../src/contract/matter.ts";
import type { FieldError } from "../../src/contract/problem.ts";
import { AttachmentsInput } from "./Attachments.tsx";
import { api, type Form } from "./api.ts";
import { Dialog } from "./Dialog.tsx";
import { ErrorSummary, Field } from "./Field.tsx";
import type { ApiError } from "./http.ts";
import { LawTag } from "./LawTag.tsx";
import { controlOfPointer, SchemaForm } from "./SchemaForm.tsx";
import { Failure } from "./States.tsx";
import { errorAt, fieldsOf, formToSend, initialForm, missing, type SchemaField } from "./schema.ts";
import { useFaults } from "./useFaults.ts";
import { useOnce } from "./useOnce.ts";

export interface WidgetProps {
  matter: Matter;
  form: Form;
  errors: readonly FieldError[];
  onChange: (form: Form) => void;
}

/** A richer form for some fields of an action; the rest of its form is drawn generically. */
export interface Widget {
  fields: readonly string[];
  Component: ComponentType<WidgetProps>;
  check: (form: Form, matter: Matter) => FieldError[];
  /** Reasons that the fields themselves amount to, where none are written. */
  reasons?: (form: Form) => string;
}

interface Draft {
  form: Form;
  reasons: string;
  attached: Attachment[];
}

const toneClass = { primary: "button primary", default: "button", danger: "button danger" };

function partsOf(action: Action, widgets: Readonly<Record<string, Widget>>) {
  const widget = action.widget === null ? undefined : widgets[action.widget];
  const fields = fieldsOf(action.form);
  return { widget, fields, plain: fields.filter((field) => widget?.fields.includes(field.name) !== true) };
}

/** What was written, or else what the widget's fields amount to. */
function reasonsOf(action: Action, draft: Draft, widgets: Readonly<Record<string, Widget>>): string {
  const written = draft.reasons.trim();
  return written === "" ? (partsOf(action, widgets).widget?.reasons?.(draft.form) ?? "") : written;
}

function check(action: Action, draft: Draft, matter: Matter, widgets: Readonly<Record<string, Widget>>) {
  const { widget, plain } = partsOf(action, widgets);
  const found = [...(widget?.check(draft.form, matter) ?? []), ...missing(plain, draft.form)];
  if (action.reasonsRequired && reasonsOf(action, draft, widgets) === "") {
    found.push({ pointer: "/reasons", detail: `${action.title}须写明理由`, article: action.article });
  }
  return found;
}

function Confirm(props: {
  action: Action;
  matter: Matter;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  const { action, matter } = props;
  return (
    <Dialog title={`${action.title}：${matter.title}`} onClose={props.onCancel}>
      <p>{action.confirm}</p>
      <p className="muted small">{matter.number}，写入操作存证，不能撤回。</p>
      <div className="acts">
        <button type="button" className="button" onClick={props.onCancel}>
          取消
        </button>
        <button
          type="button"
          className={toneClass[action.tone]}
          disabled={props.busy}
          onClick={props.onConfirm}
        >
          {action.title}
        </button>
      </div>
    </Dialog>
  );
}

/** One act on the matter: sends what was seen and typed; keeps it where the platform refuses. */
function useAct(
  matter: Matter,
  widgets: Readonly<Record<string, Widget>>,
  onActed: (matter: Matter) => void,
  onStale: () => void,
) {
  return useOnce(
    (key, { action, draft }: { action: Action; draft: Draft }) => {
      const body = {
        version: matter.version,
        form: formToSend(fieldsOf(action.form), draft.form),
        attachments: draft.attached.map((attachment) => attachment.id),
      };
      const reasons = reasonsOf(action, draft, widgets);
      return api.act(matter.id, action.name, reasons === "" ? body : { ...body, reasons }, key);
    },
    // One office may take several steps one after the other on the same page.
    { onSuccess: onActed, onRefused: ({ status }) => status === 409 && onStale(), repeatable: true },
  );
}

function Reasons(props: {
  action: Action;
  draft: Draft;
  error: FieldError | undefined;
  onChange: (draft: Draft) => void;
}) {
  const { action, draft, error } = props;
  return (
    <Field
      id="act-reasons"
      title={action.reasonsRequired ? "理由" : "说明"}
      optional={!action.reasonsRequired}
      wide
      error={error}
      hint="写入办理历史，送对方单位。"
    >
      <textarea
        id="act-reasons"
        className="input"
        maxLength={4000}
        aria-invalid={error !== undefined}
        aria-describedby="act-reasons-hint act-reasons-error"
        value={draft.reasons}
        onChange={(event) => props.onChange({ ...draft, reasons: event.target.value })}
      />
    </Field>
  );
}

function ActionForm(props: {
  action: Action;
  matter: Matter;
  draft: Draft;
  widgets: Readonly<Record<string, Widget>>;
  errors: readonly FieldError[];
  onChange: (draft: Draft) => void;
}) {
  const { action, draft, errors, onChange } = props;
  const { widget, plain } = partsOf(action, props.widgets);
  const setForm = (form: Form) => onChange({ ...draft, form });
  return (
    <div className="action-form">
      {widget !== undefined && (
        <widget.Component matter={props.matter} form={draft.form} errors={errors} onChange={setForm} />
      )}
      {plain.length > 0 && (
        <SchemaForm id="act" fields={plain} form={draft.form} errors={errors} onChange={setForm} />
      )}
      <div className="form-grid">
        {(action.reasonsRequired || plain.length === 0) && (
          <Reasons action={action} draft={draft} error={errorAt(errors, "reasons")} onChange={onChange} />
        )}
        <AttachmentsInput
          title="附件（选填）"
          attached={draft.attached}
          onChange={(attached) => onChange({ ...draft, attached })}
        />
      </div>
    </div>
  );
}

/** The matter moved on meanwhile, or what it is about does not allow the step yet; nothing here can be corrected. */
function Refused({ refusal, elsewhere }: { refusal: ApiError; elsewhere: readonly FieldError[] }) {
  const moved = refusal.code === "stale_version" || refusal.code === "wrong_state";
  return (
    <div className="notice" role="alert">
      <p>
        {refusal.message}
        {refusal.article !== null && <LawTag citation={refusal.article} />}
      </p>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map(({ pointer, detail }) => (
            <li key={pointer + detail}>{detail}</li>
          ))}
        </ul>
      )}
      <p>
        {moved
          ? "办件已重新读取，您填写的内容还在，请核对后再提交。"
          : "没有办理，办件没有变化，您填写的内容还在。"}
      </p>
    </div>
  );
}

/** Whether the error is about something that this form asks for. */
const isAsked = (error: FieldError, fields: readonly SchemaField[]): boolean =>
  [...fields.map(({ name }) => name), "reasons", "attachments"].some(
    (name) => errorAt([error], name) !== undefined,
  );

/** Everything the caller may do with the matter now, as its declaration says. */
export function ActionPanel(props: {
  matter: Matter;
  widgets: Readonly<Record<string, Widget>>;
  onActed: (matter: Matter) => void;
  onStale: () => void;
}) {
  const { matter, widgets } = props;
  const [chosen, setChosen] = useState(matter.actions[0]?.name);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const [confirming, setConfirming] = useState(false);
  const act = useAct(matter, widgets, props.onActed, props.onStale);
  const { refused, errors: faults, standing, keep } = useFaults(act.error);
  const action = matter.actions.find((candidate) => candidate.name === chosen) ?? matter.actions[0];
  if (action === undefined) return null;

  const { fields } = partsOf(action, widgets);
  const draft = drafts[action.name] ?? {
    form: { ...initialForm(fields), ...action.stated },
    reasons: "",
    attached: [],
  };
  const errors = standing === null ? faults : faults.filter((error) => isAsked(error, fields));
  const elsewhere = (refused?.errors ?? []).filter((error) => !isAsked(error, fields));
  const saidApart = refused !== null && (refused.status === 409 || elsewhere.length > 0);
  const submit = () => {
    if (!keep(check(action, draft, matter, widgets))) return;
    if (action.confirm !== null) setConfirming(true);
    else act.mutate({ action, draft });
  };
  return (
    <form
      aria-label="办理"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {matter.actions.length > 1 && (
        <fieldset className="action-choice">
          <legend className="sr-only">办理方式</legend>
          {matter.actions.map((candidate) => (
            <label key={candidate.name}>
              <input
                type="radio"
                name="action"
                checked={candidate.name === action.name}
                onChange={() => {
                  setChosen(candidate.name);
                  keep([]);
                  act.reset();
                }}
              />
              {candidate.title}
            </label>
          ))}
          <LawTag citation={action.article} />
        </fieldset>
      )}
      <ErrorSummary
        errors={errors}
        refusal={saidApart ? null : standing}
        fieldId={(pointer) => controlOfPointer("act", pointer)}
      />
      {refused !== null && saidApart && <Refused refusal={refused} elsewhere={elsewhere} />}
      {refused !== null && refused.status !== 409 && refused.errors.length === 0 && (
        <Failure error={refused} />
      )}
      <ActionForm
        action={action}
        matter={matter}
        draft={draft}
        widgets={widgets}
        errors={errors}
        onChange={(next) => setDrafts({ ...drafts, [action.name]: next })}
      />
      <div className="action-bar">
        {errors.length > 0 && <span className="late">还有 {errors.length} 处要改</span>}
        <button type="submit" className={toneClass[action.tone]} disabled={act.isPending}>
          {action.title}
        </button>
      </div>
      {confirming && (
        <Confirm
          action={action}
          matter={matter}
          busy={act.isPending}
          onCancel={() => setConfirming(false)}
          onConfirm={() => act.mutate({ action, draft }, { onSettled: () => setConfirming(false) })}
        />
      )}
    </form>
  );
}
