import type { ColumnType, Generated, Insertable, Selectable } from "kysely";
import type { JsonObject } from "../contract/json.ts";

/** Set once. */
type Once<T> = ColumnType<T, T, never>;

export interface MatterTable {
  id: Once<string>;
  kind: Once<string>;
  number: Once<string>;
  title: string;
  state: string;
  outcome: "done" | "refused" | "withdrawn" | null;
  version: number;
  starter_party: string;
  started_by: Once<string>;
  started_by_name: Once<string>;
  provider_party: string | null;
  holder_party: string | null;
  subject_type: Once<string | null>;
  subject_id: Once<string | null>;
  subject_title: string | null;
  form: ColumnType<JsonObject, string, string>;
  received_at: Once<Date>;
  entered_at: Date;
  next_due: string | null;
  closed_at: Date | null;
  /** Inside the office that holds it: who signed for it, and whose it is. */
  signed_by_name: string | null;
  signed_at: Date | null;
  assigned_unit: string | null;
  assigned_person: string | null;
  assigned_name: string | null;
}

export interface StepTable {
  id: Once<string>;
  matter_id: Once<string>;
  seq: Once<number>;
  action: Once<string>;
  title: Once<string>;
  article: Once<string>;
  from_state: Once<string | null>;
  to_state: Once<string>;
  person_id: Once<string | null>;
  person_name: Once<string | null>;
  party_id: Once<string | null>;
  party_name: Once<string | null>;
  post_id: Once<string | null>;
  unit: Once<string | null>;
  on_behalf_of: Once<string | null>;
  on_behalf_of_name: Once<string | null>;
  at: Once<Date>;
  wall_at: Once<Date>;
  reasons: Once<string | null>;
  form: ColumnType<JsonObject, string, never>;
  receipt: Once<string>;
}

export interface DeadlineTable {
  id: Once<string>;
  matter_id: Once<string>;
  name: Once<string>;
  title: Once<string>;
  kind: Once<"statutory" | "promised">;
  article: Once<string>;
  received_at: Once<Date>;
  working_days: Once<number>;
  /** Working days by which a step of the declaration has extended it; 0: none. */
  extension_days: Generated<number>;
  /** Due on a day that the matter itself sets, which no calendar moves. */
  dated: Generated<boolean>;
  due_on: string;
  provisional: boolean;
  state: "open" | "met" | "met-late" | "stopped" | "cancelled";
  overdue_since: Date | null;
  remind_on: string | null;
  reminded_at: Date | null;
  closed_at: Date | null;
}

export interface TimerTable {
  id: Once<string>;
  matter_id: Once<string>;
  name: Once<string>;
  received_at: Once<Date>;
  working_days: Once<number>;
  due_on: string;
  fires_at: Date;
  state: "set" | "fired" | "refused" | "cancelled";
  ended_at: Date | null;
}

export interface DeadlineChangeTable {
  deadline_id: Once<string>;
  at: Once<Date>;
  old_due_on: Once<string>;
  new_due_on: Once<string>;
  old_provisional: Once<boolean>;
  new_provisional: Once<boolean>;
  reason: Once<string>;
}

export interface MatterAttachmentTable {
  step_id: Once<string>;
  matter_id: Once<string>;
  file_id: Once<string>;
  name: Once<string>;
  bytes: Once<string>;
  media_type: Once<string>;
  sm3: Once<string>;
}

export interface HandOverTable {
  id: Once<string>;
  matter_id: Once<string>;
  from_party: Once<string>;
  to_party: Once<string>;
  from_person: Once<string | null>;
  to_person: Once<string | null>;
  reason: Once<string>;
  recorded_by: Once<string>;
  recorded_at: Once<Date>;
}

export interface SupervisionTable {
  id: Once<string>;
  matter_id: Once<string>;
  kind: Once<"urge" | "order">;
  number: Once<string>;
  article: Once<string>;
  to_party: Once<string>;
  issued_party: Once<string>;
  issued_by: Once<string>;
  issued_by_name: Once<string>;
  issued_at: Once<Date>;
  demand: Once<string>;
  reply_by: Once<string | null>;
  receipt: Once<string>;
  answer: ColumnType<string | null, never, string>;
  answered_by: ColumnType<string | null, never, string>;
  answered_by_name: ColumnType<string | null, never, string>;
  answered_at: ColumnType<Date | null, never, Date>;
  answer_receipt: ColumnType<string | null, never, string>;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "matters.matter": MatterTable;
    "matters.matter_text": { matter_id: Once<string>; searched: Once<string>; search: Once<string[]> };
    "matters.participant": { matter_id: Once<string>; party_id: Once<string> };
    "matters.numbering": { prefix: Once<string>; law_year: Once<number>; last: number };
    "matters.step": StepTable;
    "matters.matter_attachment": MatterAttachmentTable;
    "matters.deadline": DeadlineTable;
    "matters.deadline_change": DeadlineChangeTable;
    "matters.timer": TimerTable;
    "matters.calendar_year": { year: Once<number>; source: string; loaded_at: Date };
    "matters.calendar_day": { day: Once<string>; working: Once<boolean> };
    "matters.hand_over": HandOverTable;
    "matters.supervision": SupervisionTable;
    "matters.saved_view": {
      id: Once<string>;
      person_id: Once<string>;
      name: Once<string>;
      conditions: ColumnType<unknown, string, never>;
    };
  }
}

export type MatterRow = Selectable<MatterTable>;
export type StepRow = Selectable<StepTable>;
export type NewStep = Insertable<StepTable>;
export type DeadlineRow = Selectable<DeadlineTable>;
export type SupervisionRow = Selectable<SupervisionTable>;
