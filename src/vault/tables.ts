import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { EntryItem } from "../contract/entry.ts";

interface ResourceTable {
  id: string;
  code: string;
  number: GeneratedAlways<string>;
  entry_id: string;
  kind: "table";
  items: JSONColumnType<EntryItem[]>;
  rows: Generated<string>;
  last_batch: Generated<string>;
  created_at: Generated<Date>;
  /** Whether its tables exist: they are made by the first writing or reading. */
  made: Generated<boolean>;
}

interface BatchTable {
  resource_id: string;
  number: string;
  id: string;
  accepted: string;
  quarantined: string;
  inserted: string;
  updated: string;
  unchanged: string;
  removed: string;
  digest: Buffer;
  written_at: Generated<Date>;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "vault.resource": ResourceTable;
    "vault.batch": BatchTable;
  }
}
