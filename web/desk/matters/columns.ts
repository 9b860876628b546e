import type { EntryItem } from "../../../src/contract/entry.ts";
import type { ColumnDecision } from "../../../src/contract/grant.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import type { FieldError } from "../../../src/contract/problem.ts";
import { isStricter as isStricterThan, leastTreatment, treatments } from "../../../src/contract/treatment.ts";
import type { Form } from "../../shared/api.ts";

/** A decision still being made: nothing is chosen for the official. */
export interface Choice {
  column: string;
  treatment: ColumnDecision["treatment"] | null;
  reason: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Columns that the application asks for, by name or as objects with a `column`. */
export function requested(matter: Matter): string[] {
  const { columns } = matter.form;
  if (!Array.isArray(columns)) return [];
  return columns.map((entry) => (isRecord(entry) ? String(entry.column) : String(entry)));
}

/** Decisions typed so far, one for each requested column. */
export function choicesOf(form: Form, matter: Matter): Choice[] {
  const made = Array.isArray(form.columns) ? form.columns.filter(isRecord) : [];
  return requested(matter).map((column) => {
    const own = made.find((decision) => decision.column === column);
    return {
      column,
      treatment: treatments.find((treatment) => treatment === own?.treatment) ?? null,
      reason: typeof own?.reason === "string" ? own.reason : "",
    };
  });
}

/** The place of what the entry allows among the treatments, the most open first. */
export const opennessOf = (item: EntryItem): number => treatments.indexOf(leastTreatment(item));

/** Art. 63: what is given less openly than the reviewed entry allows; a refusal has its own reasons. */
export const isStricter = ({ treatment }: Choice, item: EntryItem): boolean =>
  treatment !== null && treatment !== "refused" && isStricterThan(treatment, leastTreatment(item));

/** What the entry itself proposes; a refusal is never filled in for the official. */
export function byEntry(choices: readonly Choice[], items: readonly EntryItem[]): Choice[] {
  return choices.map((choice) => {
    const item = items.find((candidate) => candidate.column === choice.column);
    return item === undefined ? choice : { ...choice, treatment: leastTreatment(item) };
  });
}

/** What cannot be sent yet: undecided columns, and refusals without a reason (Art. 27). */
export function checkColumns(form: Form, matter: Matter): FieldError[] {
  if (matter.form.mode === "file") return checkWhole(form, matter);
  return choicesOf(form, matter).flatMap((choice, index) => {
    if (choice.treatment === null) {
      return [
        {
          pointer: `/columns/${index}/treatment`,
          detail: `第 ${index + 1} 项（${choice.column}）还没有决定`,
        },
      ];
    }
    if (choice.treatment === "refused" && choice.reason.trim() === "") {
      const detail = `第 ${index + 1} 项（${choice.column}）不同意，须写明具体原因`;
      return [{ pointer: `/columns/${index}/reason`, detail, article: "27" }];
    }
    return [];
  });
}

/** A file is agreed to as a whole, by one tick. */
const checkWhole = (form: Form, matter: Matter): FieldError[] =>
  choicesOf(form, matter).every(({ treatment }) => treatment === "plain")
    ? []
    : [{ pointer: "/columns", detail: "请勾选同意以文件整份提供" }];

/** How many columns got which answer, in words. */
export function summaryOf(choices: readonly Choice[]): string {
  const words = { plain: "同意", masked: "脱敏", "verify-only": "仅核验", refused: "不同意" };
  const counted = treatments
    .map(
      (treatment) =>
        [words[treatment], choices.filter((choice) => choice.treatment === treatment).length] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([word, number]) => `${word} ${number}`);
  const open = choices.filter((choice) => choice.treatment === null).length;
  return `${choices.length} 项：${[...counted, ...(open > 0 ? [`未决定 ${open}`] : [])].join("，")}`;
}
