import type { Generated, JSONColumnType } from "kysely";
import type { EntryContent } from "../contract/entry.ts";

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
  kind: "table";
  mounted_by: string;
  mounted_at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.code_series": CodeSeriesTable;
    "catalogue.entry": EntryTable;
    "catalogue.entry_version": EntryVersionTable;
    "catalogue.resource": ResourceTable;
  }
}
