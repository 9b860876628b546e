import type { Generated, JSONColumnType } from "kysely";
import type { z } from "zod";
import type { BaseDatabase, DataFormat, EntryContent } from "../contract/entry.ts";
import type { ImportNote, importCounts } from "../contract/entry-import.ts";
import type { CommonApproval } from "../contract/filed.ts";

interface CodeSeriesTable {
  provider_id: string;
  prefix: string;
  last: Generated<number>;
}

interface EntryTable {
  id: string;
  code: string;
  catalogue_code: string | null;
  provider_id: string;
  status: "draft" | "in-review" | "published" | "withdrawn";
  draft: JSONColumnType<EntryContent>;
  draft_version: Generated<number>;
  published_version: number | null;
  published_name: string | null;
  matter_id: string | null;
  created_by: string;
  updated_at: Date;
}

interface EntryVersionTable {
  entry_id: string;
  version: number;
  content: JSONColumnType<EntryContent>;
  grade: number;
  matter_id: string;
  published_at: Date;
}

interface ResourceTable {
  id: string;
  code: string;
  entry_id: string;
  entry_version: number;
  kind: DataFormat;
  mounted_by: string;
  mounted_at: Date;
}

interface ImportTable {
  id: string;
  party_id: string;
  person_id: string;
  /** Whose lent post it was uploaded in. */
  on_behalf_of: string | null;
  file_id: string;
  file_name: string;
  purpose: Generated<"drafts" | "filing">;
  approval: JSONColumnType<CommonApproval> | null;
  state: "reading" | "ready" | "faulty" | "refused" | "applied";
  done: Generated<number>;
  total: Generated<number>;
  counts: JSONColumnType<z.infer<typeof importCounts>> | null;
  refusal: JSONColumnType<{ title: string; detail: string }> | null;
  created_at: Date;
  applied_at: Date | null;
}

interface ImportNoteTable {
  import_id: string;
  number: number;
  body: JSONColumnType<ImportNote>;
}

/** Of an entry its draft and its version in force are searched apart. */
interface SearchTable {
  entry_id: string;
  of_draft: boolean;
  keeper_id: string;
  shown_name: string;
  sharing_class: EntryContent["sharingClass"];
  opening_class: EntryContent["openingClass"];
  item_grade: number | null;
  industry: string | null;
  searched: string;
  search: string[];
  base_database: BaseDatabase | null;
  /** Its entry has left the catalogue. */
  gone: Generated<boolean>;
}

interface RegistrationTable {
  resource_id: string;
  number: string;
  entry_version: number;
  matter_id: string;
  at: Date;
}

/** An entry as it was sent in for review. */
interface SubmissionTable {
  step_id: string;
  matter_id: string;
  content: JSONColumnType<EntryContent>;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.submission": SubmissionTable;
    "catalogue.code_series": CodeSeriesTable;
    "catalogue.entry": EntryTable;
    "catalogue.entry_version": EntryVersionTable;
    "catalogue.resource": ResourceTable;
    "catalogue.registration": RegistrationTable;
    "catalogue.import": ImportTable;
    "catalogue.import_note": ImportNoteTable;
    "catalogue.search": SearchTable;
  }
}
