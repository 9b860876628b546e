import type { ColumnType, Selectable } from "kysely";
import type { z } from "zod";
import type { documentAct, documentKind } from "../../contract/document.ts";
import type { JsonObject } from "../../contract/json.ts";

/** Written once, never changed. */
interface DocumentTable {
  id: string;
  matter_id: string;
  step_id: string;
  name: string;
  kind: z.infer<typeof documentKind>;
  title: string;
  number: string | null;
  code: string;
  party_id: string;
  party_name: string;
  person_id: string;
  person_name: string;
  form: ColumnType<JsonObject, string, never>;
  at: Date;
  wall_at: Date;
  file_id: string;
  file_name: string;
  bytes: string;
  sm3: string;
  receipt: string;
  /** The document taken back that this one stands in place of. */
  replaces: string | null;
}

/** Written once, never changed; the document itself stays as it was issued. */
interface DocumentRevocationTable {
  id: string;
  document_id: string;
  matter_id: string;
  act: z.infer<typeof documentAct>;
  reason: string;
  party_id: string;
  party_name: string;
  person_id: string;
  person_name: string;
  at: Date;
  wall_at: Date;
  receipt: string;
}

interface DocumentScanTable {
  id: string;
  document_id: string;
  matter_id: string;
  file_id: string;
  name: string;
  bytes: string;
  media_type: string;
  sm3: string;
  person_id: string;
  person_name: string;
  at: Date;
  receipt: string;
}

declare module "../../platform/db/tables.ts" {
  interface Tables {
    "matters.document": DocumentTable;
    "matters.document_revocation": DocumentRevocationTable;
    "matters.document_scan": DocumentScanTable;
  }
}

export type DocumentRow = Selectable<DocumentTable>;
export type RevocationRow = Selectable<DocumentRevocationTable>;
export type ScanRow = Selectable<DocumentScanTable>;
