import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DecisionsOutcome } from "../../../src/contract/decisions.ts";
import { emptyEntry } from "../../../src/contract/entry.ts";
import type { Action, MatterSummary } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { placesOf } from "../../../src/contract/remark.ts";
import { api, type Form } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { Icon } from "../../shared/Icon.tsx";
import { SchemaForm } from "../../shared/SchemaForm.tsx";
import { Failure } from "../../shared/States.tsx";
import { errorAt, fieldsOf, formToSend, initialForm, missing } from "../../shared/schema.ts";
import { useArrival } from "../../shared/useArrival.ts";
import { useOnce } from "../../shared/useOnce.ts";
import { checkRemarks, RemarksInput, reasonsFromRemarks } from "../ch3-catalogue/RemarksInput.tsx";

const remarksWidget = "entry-remarks";
/** Fields that every entry has; items differ and are spoken of one entry at a time. */
const commonPlaces = placesOf(emptyEntry);
const toneClass = { primary: "button primary", default: "button", danger: "button danger" };
const isLate = (matter: MatterSummary) => matter.deadlines.some(({ light }) => light === "red");
const shortNumber = ({ number }: MatterSummary) => number.replace(/^.*〕/, "");

/** One opinion for all of them: reasons and form as the declaration asks, then one act. */
function Opinion(props: {
  action: Action;
  matters: readonly MatterSummary[];
  onClose: () => void;
  onDone: (outcome: DecisionsOutcome) => void;
}) {
  const { action, matters } = props;
  const fields = fieldsOf(action.form);
  const remarked = action.widget === remarksWidget;
  const plain = remarked ? fields.filter(({ name }) => name !== "remarks") : fields;
  const [form, setForm] = useState<Form>(initialForm(fields));
  const [reasons, setReasons] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [first] = matters;
  const said = reasons.trim() || (remarked ? reasonsFromRemarks(form) : "");
  const decide = useOnce(
    (key) =>
      api.decideMany(
        {
          kind: first?.kind ?? "",
          state: first?.state ?? "",
          action: action.name,
          matters: matters.map(({ id, version }) => ({ id, version })),
          form: formToSend(fields, form),
          ...(said === "" ? {} : { reasons: said }),
        },
        key,
      ),
    { onSuccess: props.onDone },
  );
  const submit = () => {
    const found = [...missing(fields, form), ...(remarked ? checkRemarks(form) : [])];
    if (action.reasonsRequired && said === "")
      found.push({ pointer: "/reasons", detail: `${action.title}须写明理由` });
    setErrors(found);
    if (found.length === 0) decide.mutate();
  };
  return (
    <Dialog title={`${action.title}：${matters.length} 件`} onClose={props.onClose}>
      <p>
        {first?.kindTitle}，{first?.stateTitle}：{matters.map(shortNumber).join("、")}
        。每件各自留痕，不能撤回。
      </p>
      {remarked && <RemarksInput places={commonPlaces} form={form} errors={errors} onChange={setForm} />}
      {plain.length > 0 && (
        <SchemaForm id="together" fields={plain} form={form} errors={errors} onChange={setForm} />
      )}
      {(action.reasonsRequired || plain.length === 0) && (
        <Field
          id="together-reasons"
          title={action.reasonsRequired ? "理由" : "说明"}
          optional={!action.reasonsRequired}
          wide
          error={errorAt(errors, "reasons")}
        >
          <textarea
            id="together-reasons"
            className="input"
            maxLength={4000}
            value={reasons}
            onChange={(event) => setReasons(event.target.value)}
          />
        </Field>
      )}
      {decide.error !== null && <Failure error={decide.error} />}
      <div className="acts">
        <button type="button" className="button" onClick={props.onClose}>
          取消
        </button>
        <button type="button" className={toneClass[action.tone]} disabled={decide.isPending} onClick={submit}>
          {action.title} {matters.length} 件
        </button>
      </div>
    </Dialog>
  );
}

/** What came of it: how many went through, and each that did not with its reason. */
export function OutcomeNote({ outcome }: { outcome: DecisionsOutcome }) {
  const arrival = useArrival<HTMLDivElement>(outcome);
  return (
    <div className="outcome" role="status" ref={arrival} tabIndex={-1}>
      {outcome.done.length > 0 && <p className="chip done large">已办理 {outcome.done.length} 件</p>}
      {outcome.refused.length > 0 && (
        <>
          <p>
            <b className="late">{outcome.refused.length} 件没有办理</b>，各件没有变化：
          </p>
          <ul>
            {outcome.refused.map(({ id, number, refusal }) => (
              <li key={id}>
                <a href={`/desk/matters/${id}`}>{number ?? "办件"}</a>：{refusal?.detail}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The bar under the list: what is chosen, what is taken out as an exception, and what can be done with the rest. */
export function DecisionBar(props: {
  chosen: readonly MatterSummary[];
  onClear: () => void;
  onDone: (outcome: DecisionsOutcome) => void;
}) {
  const { chosen } = props;
  const [deciding, setDeciding] = useState<Action | null>(null);
  const late = chosen.filter(isLate);
  const together = chosen.filter((matter) => !isLate(matter));
  const stations = new Set(together.map(({ kind, state }) => `${kind} ${state}`));
  const [first] = together;
  const matter = useQuery({
    queryKey: ["matter", first?.id],
    queryFn: () => api.matter(first?.id ?? ""),
    enabled: first !== undefined && stations.size === 1,
  });
  const actions = stations.size === 1 ? (matter.data?.actions ?? []) : [];
  const possible = actions.filter(({ widget }) => widget === null || widget === remarksWidget);
  return (
    <section className="decision-bar" aria-label="批量办理">
      <div>
        <p>
          <b>
            已选 {chosen.length} 件{stations.size === 1 && `：${first?.kindTitle}，${first?.stateTitle}`}
          </b>
          <button type="button" className="link-button" onClick={props.onClear}>
            取消选择
          </button>
        </p>
        {late.length > 0 && (
          <p className="small">
            <Icon name="error" className="error-icon" />
            <b>{late.map(shortNumber).join("、")}</b>已逾期，须单独办理，不随批办理。
            {together.length > 0 && `其余 ${together.length} 件可一并办理，每件各自留痕。`}
          </p>
        )}
        {stations.size > 1 && <p className="small">所选的不是同一事项、同一环节，不能一并办理。</p>}
        {stations.size === 1 && matter.isSuccess && possible.length === 0 && (
          <p className="small">这一环节须逐件决定，不能一并办理。</p>
        )}
      </div>
      <div className="acts">
        {possible.toReversed().map((action) => (
          <button
            key={action.name}
            type="button"
            className={toneClass[action.tone]}
            onClick={() => setDeciding(action)}
          >
            {action.title} {together.length} 件
          </button>
        ))}
      </div>
      {deciding !== null && (
        <Opinion
          action={deciding}
          matters={together}
          onClose={() => setDeciding(null)}
          onDone={(outcome) => {
            setDeciding(null);
            props.onDone(outcome);
          }}
        />
      )}
    </section>
  );
}
