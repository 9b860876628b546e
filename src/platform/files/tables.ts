import type { Generated } from "kysely";

export interface FileTable {
  id: string;
  name: string;
  bytes: string;
  media_type: string;
  sm3: Buffer;
  sha256: Buffer;
  owner_party_id: string;
  created_by: string;
  created_at: Generated<Date>;
  /** Goes then, unless it is attached before; null: kept. */
  expires_at: Date | null;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.file": FileTable;
  }
}
