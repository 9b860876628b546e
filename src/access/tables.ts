import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";
import type { ColumnDecision, UsageOperation } from "../contract/grant.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Citation } from "../law/language.ts";

/** Only rows whose column holds one of the values; equality only, so that sealed columns can be scoped too. */
export interface RowScope {
  readonly column: string;
  readonly values: readonly string[];
}

export interface GrantTable {
  id: string;
  version: Generated<number>;
  /** As the last step left it; what it is at an instant says `access.state_at`. */
  state: "active" | "suspended" | "ended";
  holder_id: string;
  provider_id: string;
  resource: string;
  purpose: string;
  scenario: string;
  modes: string[];
  columns: JSONColumnType<ColumnDecision[]>;
  row_scope: JSONColumnType<RowScope> | null;
  valid_from: Date;
  valid_until: Date | null;
  ended_reason: string | null;
  ended_article: Citation | null;
  matter_id: string;
}

interface GrantVersionTable {
  grant_id: string;
  version: number;
  content: JSONColumnType<JsonObject>;
  reason: string | null;
  article: string | null;
  law_at: Date;
  wall_at: Date;
  receipt: string | null;
}

interface EpochTable {
  singleton: boolean;
  value: string;
}

interface UsageTable {
  id: string;
  wall_at: Date;
  law_at: Date;
  grant_id: string | null;
  grant_version: number | null;
  keyid: string | null;
  client_id: string | null;
  client: string;
  holder_id: string;
  operation: UsageOperation;
  resource: string;
  columns: string[];
  purpose: string;
  refusal: string | null;
  article: string | null;
  subject: Buffer | null;
  subjects: number;
  digest_id: string;
  file_id: Generated<string | null>;
  /** Who asked without a client system, and in which post. */
  person_id: Generated<string | null>;
  post_id: Generated<string | null>;
  /** Whose interface was tried. */
  entry_id: Generated<string | null>;
  /** Of a file that were handed on, at the end of its delivery. */
  bytes: Generated<string | null>;
}

interface UsageDigestTable {
  id: string;
  rows: number;
  digests: Buffer;
  body: JSONColumnType<JsonObject>;
  receipt: string;
  at: Date;
  /** The month that was dropped with its rows; null while they are there. Set by the owner only. */
  dropped: GeneratedAlways<string | null>;
}

/** Lawful drops, written by the owner's function; their bodies are leaves of the ledger. */
interface DroppedMonthTable {
  month: string;
  rows: string;
  digests: number;
  wall_at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "access.grant": GrantTable;
    "access.grant_version": GrantVersionTable;
    "access.epoch": EpochTable;
    "access.usage": UsageTable;
    "access.usage_digest": UsageDigestTable;
    "access.dropped_month": DroppedMonthTable;
  }
}
