import type { ColumnType, Generated } from "kysely";

export interface IdempotencyTable {
  person_id: string;
  route: string;
  key: string;
  request_hash: Buffer;
  result: ColumnType<unknown, string, never>;
  at: Generated<Date>;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.idempotency": IdempotencyTable;
  }
}
