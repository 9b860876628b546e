import type { Generated, JSONColumnType } from "kysely";
import type { JsonObject } from "../../contract/json.ts";
import type { Place } from "../reseal-plan.ts";

interface FileTable {
  /** The batch that brought it. */
  id: string;
  resource_id: string;
  batch: string;
  name: string;
  bytes: string;
  media_type: string;
  sm3: Buffer;
  place: Place;
  key_version: number;
  /** Places from which bytes are still to be cleared away. */
  remnants: Generated<Place[]>;
  arrived_at: Date;
  ended_at: Date | null;
  replaced_by: string | null;
  /** What the leaf of the ledger says of the removal. */
  removal: JSONColumnType<JsonObject> | null;
  receipt: string | null;
}

declare module "../../platform/db/tables.ts" {
  interface Tables {
    "vault.file": FileTable;
  }
}
