import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Draft } from "../../../src/contract/office.ts";
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

/** What the caller's stage, or the drafter, does with a draft: mend it, pass it, return it, take it back. */
export function DraftReview({ draft, onDone }: { draft: Draft; onDone: (matter: string | null) => void }) {
  const queries = useQueryClient();
  const ways = waysOf(draft);
  const [chosen, setChosen] = useState<Way>();
  const [opinion, setOpinion] = useState("");
  const [reasons, setReasons] = useState(draft.reasons ?? "");
  const [noted, setNoted] = useState<Form>({});
  const entry = useSubjectEntry(draft);
  const [form, setForm] = useState<Form>(draft.form);
  const fields = draft.formSchema === null ? [] : fieldsOf(draft.formSchema);
  const way = chosen !== undefined && ways.includes(chosen) ? chosen : ways[0];
  const act = useMutation({
    mutationFn: async (wanted: Way) => {
      const said = opinion.trim();
      const { version, id } = draft;
      if (wanted === "withdraw") return { matter: null, draft: await api.withdrawDraft(id, version) };
      if (wanted === "return")
        return { matter: null, draft: await api.returnDraft(id, { version, opinion: said, ...noted }) };
      const mended = {
        version,
        ...(said === "" ? {} : { opinion: said }),
        ...(reasons === (draft.reasons ?? "") ? {} : { reasons }),
        ...(form === draft.form ? {} : { form: formToSend(fields, form) }),
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
      {ways.length > 1 && (
        <fieldset className="action-choice">
          <legend className="sr-only">审核方式</legend>
          {ways.map((candidate) => (
            <label key={candidate}>
              <input
                type="radio"
                name="way"
                checked={candidate === way}
                onChange={() => {
                  setChosen(candidate);
                  act.reset();
                }}
              />
              {words[candidate]}
            </label>
          ))}
        </fieldset>
      )}
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
          <Field
            id="draft-reasons"
            title={draft.reasonsRequired ? "理由" : "说明"}
            optional={!draft.reasonsRequired}
            wide
            error={errorAt(errors, "reasons")}
            hint="审结后写入办理历史，送对方单位。"
          >
            <textarea
              id="draft-reasons"
              className="input"
              maxLength={4000}
              aria-describedby="draft-reasons-hint draft-reasons-error"
              value={reasons}
              onChange={(event) => setReasons(event.target.value)}
            />
          </Field>
        )}
        {way !== "withdraw" && (
          <Field
            id="draft-opinion"
            title={way === "return" ? "退回理由" : "内部意见"}
            optional={way !== "return"}
            wide
            error={errorAt(errors, "opinion")}
            hint="只有本单位看得到。"
          >
            <textarea
              id="draft-opinion"
              className="input"
              maxLength={4000}
              aria-invalid={errorAt(errors, "opinion") !== undefined}
              aria-describedby="draft-opinion-hint draft-opinion-error"
              value={opinion}
              onChange={(event) => setOpinion(event.target.value)}
            />
          </Field>
        )}
      </div>
      <div className="action-bar">
        <button type="submit" className={mends ? "button primary" : "button danger"} disabled={act.isPending}>
          {way === "pass" && draft.last ? `同意并${draft.actionTitle}` : words[way]}
        </button>
      </div>
    </form>
  );
}
