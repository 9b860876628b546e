import type { ColumnType, Generated } from "kysely";

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

export interface ActivationTable {
  account_id: string;
  code_hash: Buffer;
  expires_at: Date;
}

export interface SecondFactorTable {
  account_id: string;
  sealed_secret: Buffer | null;
  pending_secret: Buffer | null;
  last_step: ColumnType<number, never, number>;
}

export interface RecoveryCodeTable {
  account_id: string;
  code_hash: Buffer;
}

export interface ExternalLoginTable {
  issuer: string;
  subject: string;
  account_id: string;
  linked_at: Generated<Date>;
}

export interface ExternalSignInTable {
  token_hash: Buffer;
  verifier: string | null;
  nonce: string | null;
  issuer: string | null;
  subject: string | null;
  expires_at: Date;
}

declare module "../db/tables.ts" {
  interface Tables {
    "platform.account": AccountTable;
    "platform.session": SessionTable;
    "platform.sign_in_attempt": SignInAttemptTable;
    "platform.activation": ActivationTable;
    "platform.second_factor": SecondFactorTable;
    "platform.recovery_code": RecoveryCodeTable;
    "platform.external_login": ExternalLoginTable;
    "platform.external_sign_in": ExternalSignInTable;
  }
}
