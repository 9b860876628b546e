import type { Generated, JSONColumnType } from "kysely";
import type { z } from "zod";
import type { CatalogueFields, MessageKind, retryBody } from "../contract/province.ts";

interface MessageTable {
  seq: string;
  kind: MessageKind;
  entry_id: string;
  code: string;
  catalogue_code: string;
  version: number;
  body: JSONColumnType<CatalogueFields> | null;
  at: Date;
  digest: Buffer;
  signature: Buffer;
}

interface DeliveryTable {
  one: Generated<boolean>;
  begun: Generated<boolean>;
  endpoint: string | null;
  since: Date | null;
  delivered: Generated<string>;
  delivered_at: Date | null;
  attempts: Generated<number>;
  due_at: Date;
  failure: string | null;
  stopped: Generated<boolean>;
}

interface RetryTable {
  id: string;
  at: Date;
  body: JSONColumnType<z.infer<typeof retryBody>>;
  receipt: string;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "province.message": MessageTable;
    "province.delivery": DeliveryTable;
    "province.retry": RetryTable;
  }
}
