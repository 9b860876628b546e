/** Written once, never changed. */
export interface WindowEntryTable {
  matter_id: string;
  office_id: string;
  office_name: string;
  person_id: string;
  person_name: string;
  applicant_document: string | null;
  agent_name: string | null;
  agent_document: string | null;
  authority_file: string | null;
  at: Date;
}

declare module "../../platform/db/tables.ts" {
  interface Tables {
    "matters.window_entry": WindowEntryTable;
  }
}
