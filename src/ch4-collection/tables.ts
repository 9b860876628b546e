import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { Batch, ProblemRule } from "../contract/batch.ts";
import type { JsonObject } from "../contract/json.ts";
import type { DeclaredEncoding, Encoding } from "./encoding.ts";

interface UploadTable {
  id: string;
  resource_code: string;
  provider_id: string;
  person_id: string;
  person_name: string;
  filename: string;
  bytes: string;
  declared_encoding: DeclaredEncoding;
  declared_rows: string | null;
  claimed_sm3: string | null;
  batch_id: string | null;
  created_at: Generated<Date>;
}

interface BatchTable {
  id: string;
  resource_id: string;
  resource_code: string;
  number: string;
  entry_id: string;
  entry_name: string;
  provider_id: string;
  provider_name: string;
  authority_id: string | null;
  person_id: string;
  person_name: string;
  channel: Batch["channel"];
  state: Exclude<Batch["state"], "receiving">;
  kind: Batch["kind"];
  filename: string;
  bytes: string;
  bytes_read: Generated<string>;
  declared_encoding: DeclaredEncoding;
  encoding: Encoding | null;
  media_type: string | null;
  sm3: string;
  declared: string | null;
  received: Generated<string>;
  accepted: Generated<string>;
  quarantined: Generated<string>;
  inserted: Generated<string>;
  updated: Generated<string>;
  unchanged: Generated<string>;
  removed: Generated<string>;
  by_rule: JSONColumnType<Batch["byRule"], string | undefined, string>;
  refusal: JSONColumnType<NonNullable<Batch["refusal"]>> | null;
  attempts: Generated<number>;
  vault_digest: string | null;
  receipt: string | null;
  received_at: Date;
  finished_at: Date | null;
  created_at: Generated<Date>;
}

interface ProblemTable {
  id: GeneratedAlways<string>;
  batch_id: string;
  line: string;
  column_name: string;
  item_name: string;
  rule: ProblemRule;
  value: string;
  mend: string;
  /** Which row of its table it would be; null where its key is itself at fault, or rows have none. */
  row_key: Buffer | null;
  /** The batch in which the row came again. */
  mended_in: string | null;
  /** Where its provider stated that it was deleted at its source. */
  settled_in: string | null;
}

interface SettlementTable {
  id: string;
  batch_id: string;
  body: JSONColumnType<JsonObject>;
  at: Date;
  receipt: string;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "collection.upload": UploadTable;
    "collection.batch": BatchTable;
    "collection.problem": ProblemTable;
    "collection.settlement": SettlementTable;
  }
}
