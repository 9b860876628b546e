import type { JSONColumnType } from "kysely";
import type { FiledFacts } from "../contract/filed.ts";
import type { PlannedGrant } from "../contract/filing.ts";

interface AliasTable {
  old_code: string;
  entry_id: string;
}

interface FiledEntryTable {
  entry_id: string;
  matter_id: string;
  old_code: string;
  /** Civil date. */
  approved_on: string;
  approver: string;
  document: string;
  at: Date;
}

interface FiledGrantTable {
  old_number: string;
  grant_id: string;
  entry_id: string;
  holder_id: string;
  approved_on: string;
  approver: string;
  document: string;
  scope: string;
  body: JSONColumnType<PlannedGrant>;
  matter_id: string;
  at: Date;
}

interface ImportEntryTable {
  import_id: string;
  line: number;
  action: "create" | "update" | "unchanged";
  entry_id: string;
  code: string;
  draft_version: number;
  content: JSONColumnType<Record<string, unknown>>;
  provider_id: string | null;
  filed: JSONColumnType<FiledFacts> | null;
}

interface ImportGrantTable {
  import_id: string;
  line: number;
  action: "create" | "update" | "unchanged";
  body: JSONColumnType<PlannedGrant>;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.alias": AliasTable;
    "catalogue.filed_entry": FiledEntryTable;
    "catalogue.filed_grant": FiledGrantTable;
    "catalogue.import_entry": ImportEntryTable;
    "catalogue.import_grant": ImportGrantTable;
  }
}
