import { Input, Radio, Select } from "antd";
import type { ReactNode } from "react";
import type { EntryContent, NewEntry } from "../../../src/contract/entry.ts";
import { entryGuide } from "../../../src/contract/entry-guide.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { Field, FieldErrorText } from "../../shared/Field.tsx";
import { fieldId, within } from "./fields.ts";
import { Guidance } from "./Guidance.tsx";
import { useChoiceSearch } from "./pinyin.ts";
import { RemarksAt } from "./Remarks.tsx";

/** An entry as the editor needs it: kept as a draft, or not yet. */
export type EditedEntry = NewEntry;

export interface EditorProps {
  entry: EditedEntry;
  content: EntryContent;
  errors: readonly FieldError[];
  onChange: (content: EntryContent) => void;
}

type TextName = {
  [K in keyof EntryContent]-?: EntryContent[K] extends string ? K : never;
}[keyof EntryContent];

/** A field that the guide speaks of. */
type GuidedName = keyof EntryContent & keyof typeof entryGuide;

const errorOf = (errors: readonly FieldError[], name: string) =>
  errors.find((error) => within(error.pointer).split("/")[1] === name);

export const optionsOf = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: labels[value] }));

export function Numbered({ number, children }: { number: number | null; children: ReactNode }) {
  return (
    <>
      {number !== null && <span className="field-number">{number}</span>}
      {children}
    </>
  );
}

/** Props that every field of the editor shares. */
export function useField({ errors }: EditorProps, name: keyof EntryContent) {
  const error = errorOf(errors, name);
  return { id: fieldId(`/${name}`), error, status: error === undefined ? ("" as const) : ("error" as const) };
}

export function Text(
  props: EditorProps & {
    name: TextName;
    number: number | null;
    title: string;
    area?: boolean;
    placeholder?: string;
    hint?: ReactNode;
    disabled?: boolean;
  },
) {
  const { name, content, onChange } = props;
  const { id, error, status } = useField(props, name);
  const common = {
    id,
    status,
    "aria-invalid": error !== undefined,
    "aria-describedby": `${id}-hint`,
    disabled: props.disabled === true,
    placeholder: props.placeholder ?? "",
    value: content[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...content, [name]: event.target.value }),
  };
  return (
    <Field
      id={id}
      title={<Numbered number={props.number}>{props.title}</Numbered>}
      wide={props.area === true}
      hint={<Guidance guide={entryGuide[props.name]}>{props.hint}</Guidance>}
      error={error}
      said={<RemarksAt place={`/${props.name}`} />}
    >
      {props.area === true ? <Input.TextArea {...common} rows={3} /> : <Input {...common} />}
    </Field>
  );
}

export function Chosen<T extends string>(
  props: EditorProps & {
    name: GuidedName;
    number: number;
    title: string;
    options: { value: T; label: string; className?: string }[];
    value: T | null;
    hint?: ReactNode;
    onChoose: (value: T) => void;
  },
) {
  const { id, error, status } = useField(props, props.name);
  const search = useChoiceSearch();
  return (
    <Field
      id={id}
      title={<Numbered number={props.number}>{props.title}</Numbered>}
      hint={<Guidance guide={entryGuide[props.name]}>{props.hint}</Guidance>}
      error={error}
      said={<RemarksAt place={`/${props.name}`} />}
    >
      <Select<T>
        id={id}
        status={status}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        placeholder="请选择，可以输入几个字、代码或者拼音首字母"
        showSearch
        {...search}
        options={props.options}
        value={props.value}
        onChange={props.onChoose}
      />
    </Field>
  );
}

export function Radios<T extends string>(
  props: EditorProps & {
    name: GuidedName;
    number: number;
    title: string;
    options: { value: T; label: string }[];
    value: T | null;
    hint?: ReactNode;
    onChoose: (value: T) => void;
  },
) {
  const { id, error } = useField(props, props.name);
  return (
    <fieldset className="field" id={id} tabIndex={-1}>
      <legend>
        <Numbered number={props.number}>{props.title}</Numbered>
      </legend>
      <Radio.Group
        options={props.options}
        value={props.value}
        onChange={(event) => props.onChoose(event.target.value)}
      />
      <p className="hint">
        <Guidance guide={entryGuide[props.name]}>{props.hint}</Guidance>
      </p>
      {error !== undefined && <FieldErrorText id={`${id}-error`} error={error} />}
      <RemarksAt place={`/${props.name}`} />
    </fieldset>
  );
}
