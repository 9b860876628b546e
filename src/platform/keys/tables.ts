import type { ColumnType } from "kysely";

export interface ResourceKeyTable {
  resource: number;
  version: number;
  wrapped: Buffer;
  zoned: boolean;
  usable_from: Date;
}

export interface NamedKeyTable {
  name: string;
  wrapped: Buffer;
  public_key: Buffer | null;
  created_at: ColumnType<Date, never, never>;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.resource_key": ResourceKeyTable;
    "platform.named_key": NamedKeyTable;
  }
}
