import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Draft } from "../../../src/contract/office.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { placesOf } from "../../../src/contract/remark.ts";
import { api, type Form } from "../../shared/api.ts";
import { ErrorSummary, Field } from "../../shared/Field.tsx";
import { ApiError } from "../../shared/http.ts";
import { controlOfPointer, SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { errorAt, fieldsOf, formToSend } from "../../shared/schema.ts";
import { RemarksInput } from "../ch3-catalogue/RemarksInput.tsx";

/** The entry that the draft is about, where it is about one of the office's own. */
function useSubjectEntry({ subject }: Draft) {
  const id = subject?.type === "entry" ? subject.id : null;
  return useQuery({ queryKey: ["entry", id], queryFn: () => api.entry(id ?? ""), enabled: id !== null }).data;
}

type Way = "pass" | "return" | "redraft" | "withdraw";
const words = { pass: "同意", return: "退回", redraft: "重新送审", withdraw: "撤销送审" } as const;

function waysOf({ may }: Draft): Way[] {
  const ways: Way[] = ["pass", "redraft", "return", "withdraw"];
  return ways.filter((way) => may[way]);
}

/** What is said of the draft, or mended in it, before it goes on. */
interface Written {
  opinion: string;
  reasons: string;
  noted: Form;
  form: Form;
}

/** Sends only what was mended; the draft is read anew where others were faster. */
function useReview(draft: Draft, written: Written, onDone: (matter: string | null) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: Way) => {
      const { reasons, form, noted } = written;
      const opinion = written.opinion.trim();
      const { version, id } = draft;
      if (wanted === "withdraw") return { matter: null, draft: await api.withdrawDraft(id, version) };
      if (wanted === "return")
        return { matter: null, draft: await api.returnDraft(id, { version, opinion, ...noted }) };
      const mended = {
        version,
        ...(opinion === "" ? {} : { opinion }),
        ...(reasons === (draft.reasons ?? "") ? {} : { reasons }),
        ...(form === draft.form ? {} : { form: formToSend(fieldsOfDraft(draft), form) }),
      };
      if (wanted === "redraft") return { matter: null, draft: await api.redraft(id, mended) };
      return api.passDraft(id, mended);
    },
    onSuccess: ({ matter }) => {
      queries.invalidateQueries();
      onDone(matter);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) queries.invalidateQueries();
    },
  });
}

const fieldsOfDraft = ({ formSchema }: Draft) => (formSchema === null ? [] : fieldsOf(formSchema));

function Ways(props: { ways: readonly Way[]; chosen: Way; onChoose: (way: Way) => void }) {
  if (props.ways.length < 2) return null;
  return (
    <fieldset className="action-choice">
      <legend className="sr-only">审核方式</legend>
      {props.ways.map((way) => (
        <label key={way}>
          <input
            type="radio"
            name="way"
            checked={way === props.chosen}
            onChange={() => props.onChoose(way)}
          />
          {words[way]}
        </label>
      ))}
    </fieldset>
  );
}

function Reasons(props: {
  draft: Draft;
  value: string;
  errors: readonly FieldError[];
  onChange: (reasons: string) => void;
}) {
  return (
    <Field
      id="draft-reasons"
      title={props.draft.reasonsRequired ? "理由" : "说明"}
      optional={!props.draft.reasonsRequired}
      wide
      error={errorAt(props.errors, "reasons")}
      hint="审结后写入办理历史，送对方单位。"
    >
      <textarea
        id="draft-reasons"
        className="input"
        maxLength={4000}
        aria-describedby="draft-reasons-hint draft-reasons-error"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

function Opinion(props: {
  way: Way;
  value: string;
  errors: readonly FieldError[];
  onChange: (opinion: string) => void;
}) {
  const error = errorAt(props.errors, "opinion");
  return (
    <Field
      id="draft-opinion"
      title={props.way === "return" ? "退回理由" : "内部意见"}
      optional={props.way !== "return"}
      wide
      error={error}
      hint="只有本单位看得到。"
    >
      <textarea
        id="draft-opinion"
        className="input"
        maxLength={4000}
        aria-invalid={error !== undefined}
        aria-describedby="draft-opinion-hint draft-opinion-error"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </Field>
  );
}

/** What the caller's stage, or the drafter, does with a draft: mend it, pass it, return it, take it back. */
export function DraftReview({ draft, onDone }: { draft: Draft; onDone: (matter: string | null) => void }) {
  const ways = waysOf(draft);
  const [chosen, setChosen] = useState<Way>();
  const [opinion, setOpinion] = useState("");
  const [reasons, setReasons] = useState(draft.reasons ?? "");
  const [noted, setNoted] = useState<Form>({});
  const [form, setForm] = useState<Form>(draft.form);
  const entry = useSubjectEntry(draft);
  const act = useReview(draft, { opinion, reasons, noted, form }, onDone);
  const fields = fieldsOfDraft(draft);
  const way = chosen !== undefined && ways.includes(chosen) ? chosen : ways[0];
  if (way === undefined) return null;
  const refused = act.error instanceof ApiError ? act.error : null;
  const errors = refused?.errors ?? [];
  const mends = way === "pass" || way === "redraft";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(way);
      }}
    >
      <Ways
        ways={ways}
        chosen={way}
        onChoose={(wanted) => {
          setChosen(wanted);
          act.reset();
        }}
      />
      <ErrorSummary errors={errors} fieldId={(pointer) => controlOfPointer("draft", pointer)} />
      {refused !== null && errors.length === 0 && <Failure error={refused} />}
      {mends && fields.length > 0 && (
        <SchemaForm id="draft" fields={fields} form={form} errors={errors} onChange={setForm} />
      )}
      {way === "return" && entry !== undefined && (
        <RemarksInput places={placesOf(entry.draft)} form={noted} errors={errors} onChange={setNoted} />
      )}
      <div className="form-grid">
        {mends && draft.action !== "opens" && (
          <Reasons draft={draft} value={reasons} errors={errors} onChange={setReasons} />
        )}
        {way !== "withdraw" && <Opinion way={way} value={opinion} errors={errors} onChange={setOpinion} />}
      </div>
      <div className="action-bar">
        <button type="submit" className={mends ? "button primary" : "button danger"} disabled={act.isPending}>
          {way === "pass" && draft.last ? `同意并${draft.actionTitle}` : words[way]}
        </button>
      </div>
    </form>
  );
}
