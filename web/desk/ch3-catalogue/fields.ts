import type { Entry, EntryContent, EntryItem } from "../../../src/contract/entry.ts";
import type { FieldError } from "../../../src/contract/problem.ts";

/** Sections of the editor with the numbers of the fields of Art. 12 they hold. */
export const sections = [
  { id: "basic", title: "基本信息", from: 1, to: 7 },
  { id: "provider", title: "提供方", from: 8, to: 9 },
  { id: "sharing", title: "共享属性", from: 10, to: 12 },
  { id: "opening", title: "开放属性", from: 13, to: 14 },
  { id: "operation", title: "授权运营", from: 15, to: 16 },
  { id: "items", title: "数据项", from: 17, to: 18 },
] as const;

/** Names of the 18 fields, number by number. */
export const fieldNames: readonly (readonly (keyof EntryContent)[])[] = [
  ["name"],
  ["abstract"],
  ["format"],
  ["industry"],
  ["timeFrom", "timeTo"],
  ["area"],
  ["updateFrequency"],
  [],
  [],
  ["sharingClass"],
  ["sharingScope", "sharingPurpose", "sharingBasis"],
  ["sharingModes"],
  ["openingClass"],
  ["openingConditions", "openingBasis"],
  ["operationStatus"],
  ["operationScenarios"],
  [],
  [],
];

const isSet = (value: EntryContent[keyof EntryContent]) =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== "";

/** Whether a field asks for nothing because an earlier choice excludes it. */
function isIdle(number: number, content: EntryContent): boolean {
  if (number === 11) return content.sharingClass === "unconditional";
  if (number === 12) return content.sharingClass === "not-shared";
  if (number === 14) return content.openingClass === "unconditional";
  if (number === 16) return content.operationStatus === "not-included";
  return false;
}

function isFilled(number: number, content: EntryContent): boolean {
  if (number === 8 || number === 9) return true;
  if (number === 17) return content.items.length > 0 && content.items.every((item) => item.name !== "");
  if (number === 18) return content.items.length > 0 && content.items.every((item) => item.column !== "");
  if (number === 5) return content.timeFrom !== null;
  if (isIdle(number, content)) return true;
  return (fieldNames[number - 1] ?? []).some((name) => isSet(content[name]));
}

export interface Tick {
  number: number;
  state: "filled" | "wrong" | "blank";
}

/** Errors point into the draft, also where the platform names the request's `/draft`. */
export const within = (pointer: string) => pointer.replace(/^\/draft(?=\/)/, "");

/** Number of the field that a pointer is about. */
export function numberOf(pointer: string): number {
  const [, name = "", , part] = within(pointer).split("/");
  if (name === "items") return part === "name" ? 17 : 18;
  return fieldNames.findIndex((names) => names.some((candidate) => candidate === name)) + 1;
}

/** The 18 ticks: filled, wrong by the last check, or blank. */
export function ticksOf(content: EntryContent, errors: readonly FieldError[]): Tick[] {
  const wrong = new Set(errors.map((error) => numberOf(error.pointer)));
  return fieldNames.map((_, index) => {
    const number = index + 1;
    if (wrong.has(number)) return { number, state: "wrong" };
    return { number, state: isFilled(number, content) ? "filled" : "blank" };
  });
}

export const fieldId = (pointer: string) => `f${within(pointer).replaceAll("/", "-")}`;

export function issueErrors(entry: Pick<Entry, "issues">): FieldError[] {
  return entry.issues.map(({ pointer, detail, article }) =>
    article === null ? { pointer, detail } : { pointer, detail, article },
  );
}

export const emptyItem: EntryItem = {
  name: "",
  column: "",
  type: "text",
  length: 50,
  required: false,
  standard: null,
  pattern: null,
  role: "none",
  category: "",
  grade: 1,
  masking: "none",
  storage: "plain",
};

/** Whether the field of a pointer such as `/abstract` is still empty; items are never: they were added on purpose. */
export function isBlank(content: EntryContent, pointer: string): boolean {
  const [, name = "", part] = pointer.split("/");
  const holder = name === "secrecyReview" ? (content.secrecyReview ?? {}) : content;
  const wanted = name === "secrecyReview" ? part : pointer.slice(1);
  const value = Object.entries(holder).find(([field]) => field === wanted)?.[1];
  if (name === "secrecyReview" && value === undefined) return true;
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
