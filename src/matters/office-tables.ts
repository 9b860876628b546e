import type { ColumnType, Selectable } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import type { OpinionAct, ReviewStage, Stage } from "../contract/office.ts";

/** Read as the object, written as JSON text. */
type Document = ColumnType<JsonObject, string, string>;
/** Set once. */
type Once<T> = ColumnType<T, T, never>;

interface OfficeRuleTable {
  id: Once<string>;
  party_id: Once<string>;
  outgoing: Once<Stage[]>;
  incoming: Once<Stage[]>;
  sign_first: Once<boolean>;
  set_by: Once<string>;
  set_by_name: Once<string>;
  on_behalf_of: Once<string | null>;
  on_behalf_of_name: Once<string | null>;
  set_at: Once<Date>;
}

interface InternalReviewTable {
  id: Once<string>;
  matter_id: string | null;
  party_id: Once<string>;
  kind: Once<string>;
  action: Once<string>;
  title: Once<string>;
  subject_id: Once<string | null>;
  form: Document;
  reasons: string | null;
  attachments: string[];
  base_version: Once<number>;
  version: number;
  stages: string[];
  stage: ReviewStage;
  drafted_by: Once<string>;
  drafted_by_name: Once<string>;
  kept_by: string | null;
  decided_by: string | null;
  opinion: string | null;
  step_id: string | null;
  at: Date;
}

interface InternalOpinionTable {
  id: Once<string>;
  review_id: Once<string>;
  act: Once<OpinionAct>;
  stage: Once<ReviewStage>;
  person_id: Once<string | null>;
  person_name: Once<string | null>;
  post_id: Once<string | null>;
  unit: Once<string | null>;
  on_behalf_of: Once<string | null>;
  on_behalf_of_name: Once<string | null>;
  opinion: Once<string | null>;
  form: ColumnType<JsonObject, string, never>;
  reasons: Once<string | null>;
  at: Once<Date>;
  wall_at: Once<Date>;
}

interface DelegationTable {
  id: Once<string>;
  party_id: Once<string>;
  from_person: Once<string>;
  from_name: Once<string>;
  from_post: Once<string>;
  to_person: Once<string>;
  to_name: Once<string>;
  starts_on: Once<string>;
  ends_on: Once<string>;
  recorded_by: Once<string>;
  recorded_by_name: Once<string>;
  recorded_at: Once<Date>;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoked_by_name: string | null;
}

interface AssignmentTable {
  id: Once<string>;
  matter_id: Once<string>;
  party_id: Once<string>;
  act: Once<"signed" | "assigned" | "released" | "handed-over">;
  unit: Once<string | null>;
  person_id: Once<string | null>;
  person_name: Once<string | null>;
  note: Once<string | null>;
  by_person: Once<string>;
  by_name: Once<string>;
  by_post: Once<string | null>;
  by_unit: Once<string | null>;
  on_behalf_of: Once<string | null>;
  on_behalf_of_name: Once<string | null>;
  at: Once<Date>;
}

interface CommentTable {
  id: Once<string>;
  matter_id: Once<string>;
  party_id: Once<string>;
  text: Once<string>;
  by_person: Once<string>;
  by_name: Once<string>;
  by_post: Once<string>;
  by_unit: Once<string | null>;
  on_behalf_of: Once<string | null>;
  on_behalf_of_name: Once<string | null>;
  at: Once<Date>;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "matters.office_rule": OfficeRuleTable;
    "matters.internal_review": InternalReviewTable;
    "matters.internal_opinion": InternalOpinionTable;
    "matters.delegation": DelegationTable;
    "matters.assignment": AssignmentTable;
    "matters.comment": CommentTable;
  }
}

export type ReviewRow = Selectable<InternalReviewTable>;
export type OpinionRow = Selectable<InternalOpinionTable>;
export type DelegationRow = Selectable<DelegationTable>;
