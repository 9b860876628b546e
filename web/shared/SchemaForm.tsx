import type { FieldError } from "../../src/contract/problem.ts";
import { Field, FieldErrorText } from "./Field.tsx";
import { askedFields, type Choice, errorAt, type SchemaField } from "./schema.ts";
import { UnitInput } from "./UnitInput.tsx";

type Form = Record<string, unknown>;

interface Props {
  /** Prefix of the ids of the controls. */
  id: string;
  fields: readonly SchemaField[];
  form: Form;
  errors: readonly FieldError[];
  onChange: (form: Form) => void;
  /** Choices the declaration cannot know, by field, such as the items of an entry. */
  choices?: Readonly<Record<string, readonly Choice[]>>;
}

interface ControlProps {
  id: string;
  field: SchemaField;
  value: unknown;
  invalid: boolean;
  onChange: (value: unknown) => void;
}

export const controlId = (form: string, name: string) => `${form}-${name}`;

/** Id of the control that an error's pointer is about: the nested one where it is drawn, else that of its field. */
export function controlOfPointer(form: string, pointer: string): string {
  const parts = pointer
    .replace(/^\/form(?=\/)/, "")
    .split("/")
    .slice(1);
  const nested = [form, ...parts].join("-");
  return document.getElementById(nested) === null ? controlId(form, parts[0] ?? "") : nested;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const textOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
const inputType = { date: "date", number: "number", line: "text" };

function Single({ id, field, value, invalid, onChange }: ControlProps) {
  const common = {
    id,
    className: "input",
    value: textOf(value),
    required: field.required,
    "aria-invalid": invalid,
    "aria-describedby": `${id}-hint ${id}-error`,
  };
  if (field.control === "text") {
    return (
      <textarea {...common} maxLength={field.maxLength} onChange={(event) => onChange(event.target.value)} />
    );
  }
  if (field.control === "one") {
    return (
      <select {...common} onChange={(event) => onChange(event.target.value)}>
        <option value="">请选择</option>
        {field.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.control === "lines") {
    const lines = listOf(value).join("\n");
    return (
      <textarea {...common} value={lines} onChange={(event) => onChange(event.target.value.split("\n"))} />
    );
  }
  if (field.source === "unit") return <UnitInput {...common} onChange={onChange} />;
  const type = field.control === "date" || field.control === "number" ? inputType[field.control] : "text";
  return (
    <input
      {...common}
      type={type}
      maxLength={field.maxLength}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Many(props: Props & { field: SchemaField; offered: readonly Choice[] }) {
  const { field, form } = props;
  const id = controlId(props.id, field.name);
  const chosen = listOf(form[field.name]);
  const error = errorAt(props.errors, field.name);
  const toggle = (value: string, on: boolean) => {
    const next = props.offered
      .map((choice) => choice.value)
      .filter((v) => (v === value ? on : chosen.includes(v)));
    props.onChange({ ...form, [field.name]: next });
  };
  return (
    <fieldset className="field wide" id={id} tabIndex={-1}>
      <legend>
        {field.title}
        {!field.required && <span className="optional">选填</span>}
      </legend>
      <div className="choices">
        {props.offered.map((choice) => (
          <label key={choice.value}>
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              onChange={(event) => toggle(choice.value, event.target.checked)}
            />
            {choice.label}
            {choice.note !== undefined && <span className="muted">{choice.note}</span>}
          </label>
        ))}
      </div>
      {field.hint !== null && <p className="hint">{field.hint}</p>}
      {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
    </fieldset>
  );
}

function One(props: Props & { field: SchemaField }) {
  const { field, form } = props;
  const id = controlId(props.id, field.name);
  const error = errorAt(props.errors, field.name);
  const change = (value: unknown) => props.onChange({ ...form, [field.name]: value });
  if (field.control === "check") {
    return (
      <div className="field wide check">
        <div className="choices">
          <label htmlFor={id}>
            <input
              id={id}
              type="checkbox"
              checked={form[field.name] === true}
              aria-invalid={error !== undefined}
              onChange={(event) => change(event.target.checked)}
            />
            {field.title}
          </label>
        </div>
        {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
      </div>
    );
  }
  const hint = field.hint ?? (field.control === "lines" ? "每行一项" : null);
  return (
    <Field
      id={id}
      title={field.title}
      optional={!field.required}
      wide={field.control === "text" || field.control === "lines"}
      hint={hint}
      error={error}
    >
      <Single
        id={id}
        field={field}
        value={form[field.name]}
        invalid={error !== undefined}
        onChange={change}
      />
    </Field>
  );
}

/** Draws the form that a procedure declares. */
export function SchemaForm(props: Props) {
  return (
    <div className="form-grid">
      {askedFields(props.fields, props.form).map((field) => {
        const known = props.choices?.[field.name];
        if (field.control === "one" && known !== undefined)
          return <One key={field.name} {...props} field={{ ...field, choices: known }} />;
        const offered = known ?? (field.control === "many" ? field.choices : undefined);
        if (offered === undefined) return <One key={field.name} {...props} field={field} />;
        return <Many key={field.name} {...props} field={field} offered={offered} />;
      })}
    </div>
  );
}
