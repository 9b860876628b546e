import { type Cryptography, EqualityIndex, SubjectIndex } from "../platform/crypto/index.ts";
import { canonical } from "./canonical.ts";
import type { PlannedColumn, TablePlan } from "./plan.ts";
import { normalSubject, subjectKeyOf } from "./subject.ts";

export type Values = readonly (string | null)[];

/** Empty is null; everything else in the one form that comes back from the database. */
export function normal(column: PlannedColumn, value: string | null | undefined): string | null {
  if (value === null || value === undefined || value === "") return null;
  return column.item.role === "subject-key" ? normalSubject(value) : canonical(column.kind, value);
}

/** The keyed hashes that tell subjects and rows of one resource from one another; over values in their normal form. */
export class RowIdentity {
  readonly #plan: TablePlan;
  readonly #subject: SubjectIndex;
  readonly #business: EqualityIndex;

  constructor(cryptography: Cryptography, subject: Uint8Array, plan: TablePlan) {
    this.#plan = plan;
    this.#subject = new SubjectIndex(cryptography, subject);
    this.#business = new EqualityIndex(cryptography, { index: subject }, `r_${plan.number}`, "business-key");
  }

  subject(values: Values): Buffer | undefined {
    const { subject } = this.#plan;
    const value = subject && values[subject.index];
    return subject && value ? subjectKeyOf(this.#subject, subject.item, value) : undefined;
  }

  business(values: Values): Buffer | undefined {
    const { business } = this.#plan;
    if (business.length === 0) return undefined;
    return this.#business.of(JSON.stringify(business.map(({ index }) => values[index] ?? null)));
  }

  /** What `arrivedKeys` gives of the same row, whose key values have passed their checks; without a key, nothing. */
  of(checked: Values): Buffer | undefined {
    const { subject, business, columns } = this.#plan;
    const values = columns.map((column) =>
      column === subject || business.includes(column) ? normal(column, checked[column.index]) : null,
    );
    return this.business(values) ?? this.subject(values);
  }
}
