import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { JsonObject } from "../../contract/json.ts";

export interface OutboxTable {
  seq: Generated<string>;
  id: string;
  type: string;
  version: number;
  aggregate: string;
  body: JSONColumnType<JsonObject>;
  emitted_at: ColumnType<Date, never, never>;
}

export interface SubscriptionTable {
  subscriber: string;
  type: string;
}

export interface DeliveryTable {
  subscriber: string;
  seq: string;
  aggregate: string;
  attempts: Generated<number>;
  due_at: Generated<Date>;
  error_name: string | null;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.outbox": OutboxTable;
    "platform.subscription": SubscriptionTable;
    "platform.delivery": DeliveryTable;
  }
}
