import type { Generated } from "kysely";

export interface AccountTable {
  id: string;
  username: string;
  password_hash: string;
  person_id: string;
  created_at: Generated<Date>;
  suspended_at: Date | null;
}

export interface SessionTable {
  id: string;
  token_hash: Buffer;
  account_id: string;
  post_id: string | null;
  created_at: Generated<Date>;
  last_used_at: Generated<Date>;
  expires_at: Date;
}

export interface SignInAttemptTable {
  username_hash: Buffer;
  failures: number;
  lapses_at: Date;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.account": AccountTable;
    "platform.session": SessionTable;
    "platform.sign_in_attempt": SignInAttemptTable;
  }
}
