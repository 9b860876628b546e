import type { ColumnType, Generated } from "kysely";

interface NoticeTable {
  id: string;
  person_id: string;
  key: string;
  about: string;
  title: string;
  detail: string;
  path: string;
  due_on: string | null;
  at: Generated<Date>;
  read_at: ColumnType<Date | null, never, Date>;
}

interface DeliveryTable {
  id: string;
  notice_id: string;
  channel: string;
  state: "waiting" | "sent" | "refused" | "dropped";
  attempts: Generated<number>;
  due_at: Generated<Date>;
  ended_at: Date | null;
  error_code: string | null;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.notice": NoticeTable;
    "platform.notice_address": { person_id: string; channel: string; address: string };
    "platform.notice_delivery": DeliveryTable;
  }
}
