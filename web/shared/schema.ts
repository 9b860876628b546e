import { fieldLabels, labelOf } from "../../src/contract/labels.zh.ts";
import type { FieldError } from "../../src/contract/problem.ts";
import { dateText } from "./format.ts";

/** One choice of a field; `note` is a second line such as a grade. */
export interface Choice {
  value: string;
  label: string;
  note?: string;
}

/** A property of an object schema, as a control can draw it. */
export interface SchemaField {
  name: string;
  title: string;
  hint: string | null;
  required: boolean;
  control: "line" | "text" | "date" | "number" | "check" | "one" | "many" | "lines";
  choices: readonly Choice[];
  maxLength: number | undefined;
  /** Where the words to choose from come from, such as the names of units. */
  source: string | null;
  initial: unknown;
  /** Asked for only where another field holds one of these values, and then required or not; null where always asked. */
  askedWhen: { fields: ReadonlyMap<string, readonly string[]>; required: boolean } | null;
}

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" ? value : null);
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];

/** The codes of a field with their Chinese labels. */
const choicesOf = (name: string, codes: readonly string[]): Choice[] =>
  codes.map((code) => ({ value: code, label: fieldLabels[name]?.[code] ?? code }));

/** The schema itself of `anyOf: [schema, null]`. */
function withoutNull(schema: Schema): Schema {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : [];
  const inner = options.find((option) => option.type !== "null");
  return inner === undefined ? schema : { ...schema, ...inner };
}

function controlOf(schema: Schema): SchemaField["control"] {
  if (strings(schema.enum).length > 0) return "one";
  if (schema.type === "array") {
    return isSchema(schema.items) && strings(schema.items.enum).length > 0 ? "many" : "lines";
  }
  if (schema.type === "boolean" || schema.const === true) return "check";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.format === "date") return "date";
  return typeof schema.maxLength === "number" && schema.maxLength > 200 ? "text" : "line";
}

const blank = { line: "", text: "", date: "", number: "", check: false, one: "", many: [], lines: [] };

function fieldOf(name: string, raw: Schema, required: boolean): SchemaField {
  const schema = withoutNull(raw);
  const control = controlOf(schema);
  const items = isSchema(schema.items) ? schema.items : {};
  return {
    name,
    title: text(schema.title) ?? name,
    hint: text(schema.description),
    required: control === "check" ? schema.const === true : required,
    control,
    choices: choicesOf(name, strings(control === "many" ? items.enum : schema.enum)),
    maxLength: typeof schema.maxLength === "number" ? schema.maxLength : undefined,
    source: text(schema.source),
    initial: schema.default ?? blank[control],
    askedWhen: conditionOf(schema),
  };
}

/** `neededWhen` asks and requires, `askedWhen` only asks. */
function conditionOf({ neededWhen, askedWhen }: Schema): SchemaField["askedWhen"] {
  const condition = neededWhen ?? askedWhen;
  if (!isSchema(condition)) return null;
  const fields = new Map(Object.entries(condition).map(([other, values]) => [other, strings(values)]));
  return { fields, required: condition === neededWhen };
}

/** A field may be left out where the schema says so, has a default, or takes an empty text. */
function isRequired(name: string, property: Schema, schema: Schema): boolean {
  if (!strings(schema.required).includes(name) || property.default !== undefined) return false;
  return property.type !== "string" || property.minLength !== 0;
}

/** Fields of an object schema (JSON Schema 2020-12), in order. */
export function fieldsOf(schema: Schema | null): SchemaField[] {
  if (schema === null || !isSchema(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([name, property]) =>
    isSchema(property) ? [fieldOf(name, property, isRequired(name, property, schema))] : [],
  );
}

export function initialForm(fields: readonly SchemaField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial]));
}

/** The fields that this form asks for as it is filled in. */
export function askedFields(
  fields: readonly SchemaField[],
  form: Readonly<Record<string, unknown>>,
): SchemaField[] {
  return fields.flatMap((field) => {
    if (field.askedWhen === null) return [field];
    const { fields: others, required } = field.askedWhen;
    const asked = [...others].some(([other, values]) => values.includes(String(form[other])));
    return asked ? [{ ...field, required: field.required || required }] : [];
  });
}

/** Nothing was stated. */
export const isBlank = (value: unknown) =>
  value === "" || value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** What is sent: numbers as numbers, blank optional fields and those that are not asked for left out. */
export function formToSend(
  fields: readonly SchemaField[],
  form: Record<string, unknown>,
): Record<string, unknown> {
  const known = new Map(fields.map((field) => [field.name, field]));
  const asked = new Set(askedFields(fields, form).map(({ name }) => name));
  const entries = Object.entries(form).flatMap(([name, value]) => {
    const field = known.get(name);
    if (field !== undefined && !asked.has(name)) return [];
    if (field?.control === "lines" && Array.isArray(value)) {
      // A widget fills a list with objects; only typed lines can be blank.
      return [[name, value.filter((line) => typeof line !== "string" || line.trim() !== "")] as const];
    }
    if (field?.control === "number" && value !== "") return [[name, Number(value)] as const];
    if (field !== undefined && isBlank(value) && !Array.isArray(value)) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Required fields that are blank, as the platform itself would name them. */
export function missing(fields: readonly SchemaField[], form: Record<string, unknown>): FieldError[] {
  return askedFields(fields, form)
    .filter((field) => field.required && (isBlank(form[field.name]) || form[field.name] === false))
    .map(({ name, title, control }) => ({
      pointer: `/${name}`,
      detail: control === "check" ? `须确认：${title}` : `请填写${title}`,
    }));
}

/** First error of a field; the platform points into the request (`/form/name/0`) or into the form (`/name`). */
export function errorAt(errors: readonly FieldError[], name: string): FieldError | undefined {
  return errors.find((error) => {
    const [first, ...rest] = error.pointer
      .replace(/^\/form(?=\/)/, "")
      .split("/")
      .slice(1);
    return first === name || (first === "" && rest[0] === name);
  });
}

/** A form's value with codes replaced by their names, such as a column by the name of its item. */
export function named(value: unknown, names: ReadonlyMap<string, string> | undefined): unknown {
  if (names === undefined) return value;
  if (Array.isArray(value)) return value.map((entry) => named(entry, names));
  if (isSchema(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part, names)]));
  return typeof value === "string" ? (names.get(value) ?? value) : value;
}

/** A form's value in words: labels for codes, one per line for lists. */
export function valueText(value: unknown, field: SchemaField | undefined): string {
  if (isBlank(value)) return "未填";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value))
    return value.map((entry) => valueText(entry, field)).join(field?.control === "lines" ? "\n" : "、");
  if (isSchema(value)) {
    return Object.entries(value)
      .filter(([, part]) => !isBlank(part))
      .map(([name, part]) => labelOf(fieldLabels[name] ?? {}, String(part)))
      .join(" ");
  }
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dateText(text);
  return (
    field?.choices.find((choice) => choice.value === text)?.label ??
    fieldLabels[field?.name ?? ""]?.[text] ??
    text
  );
}
