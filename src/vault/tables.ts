import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";

interface ResourceTable {
  id: string;
  code: string;
  number: GeneratedAlways<string>;
  entry_id: string;
  kind: DataFormat;
  items: JSONColumnType<EntryItem[]>;
  rows: Generated<string>;
  last_batch: Generated<string>;
  created_at: Generated<Date>;
  place: Generated<"data" | "zone">;
  generation: Generated<number>;
  key_floor: Generated<number>;
  /** Whether its tables exist: they are made by the first writing or reading. */
  made: Generated<boolean>;
  /** How often rows were ended otherwise than by a batch. */
  endings: Generated<number>;
}

interface ResealTable {
  id: string;
  resource_id: string;
  entry_version: number;
  items: JSONColumnType<EntryItem[]>;
  from_place: "data" | "zone";
  to_place: "data" | "zone";
  planned_at: Date;
  key_version: number | null;
  digests: JSONColumnType<Readonly<Record<string, string>>> | null;
  state: string | null;
  finished_at: Date | null;
  body: JSONColumnType<JsonObject> | null;
  receipt: string | null;
}

interface BatchDigestTable {
  resource_id: string;
  number: string;
  generation: number;
  digest: Buffer;
}

interface KeyRotationTable {
  id: string;
  resource_id: string;
  body: JSONColumnType<JsonObject>;
  receipt: string;
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
    "vault.reseal": ResealTable;
    "vault.key_rotation": KeyRotationTable;
    "vault.batch_digest": BatchDigestTable;
  }
}
