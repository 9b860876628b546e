import type { ColumnType, GeneratedAlways } from "kysely";
import type { LeafKind } from "../../contract/ledger.ts";

export interface LeafTable {
  seq: GeneratedAlways<string>;
  xid: ColumnType<string, never, never>;
  leaf_hash: Buffer;
  version: number;
  kind: LeafKind;
  at: Date;
  commitment: Buffer;
}

export interface BodyTable {
  leaf_hash: Buffer;
  salt: Buffer;
  ref: string;
}

export interface EntryTable {
  index: string;
  leaf_hash: Buffer;
}

export interface NodeTable {
  level: number;
  index: string;
  hash: Buffer;
}

export interface CheckpointTable {
  size: string;
  root: Buffer;
  signed_at: ColumnType<Date, never, never>;
  text: string;
  low_water: string;
}

declare module "../db/tables.ts" {
  interface Tables {
    "ledger.leaf": LeafTable;
    "ledger.body": BodyTable;
    "ledger.entry": EntryTable;
    "ledger.node": NodeTable;
    "ledger.checkpoint": CheckpointTable;
  }
}
