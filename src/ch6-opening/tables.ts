import type { Generated, JSONColumnType } from "kysely";
import type { z } from "zod";
import type { openingRequest } from "../contract/forms.ts";
import type { OpenCatalogueRow, OpeningPriority } from "../contract/open-catalogue.ts";
import type { PrioritySet, ProviderNamed, PublishedDataset, Suspension } from "./publication.ts";

interface DatasetTable {
  entry_id: string;
  code: string;
  matter_id: string;
  version: number;
  state: "open" | "suspended" | "withdrawn";
  form: JSONColumnType<z.infer<typeof openingRequest>>;
  opened_at: Date;
}

interface SuspensionTable {
  matter_id: string;
  entry_id: string;
  since: Date;
  lifted_at: Date | null;
}

interface PriorityTable {
  entry_id: string;
  ground: OpeningPriority;
  why: string;
  matter_id: string;
  at: Date;
}

interface PublicationLogTable {
  seq: string;
  kind: "publish" | "suspend" | "restore" | "withdraw" | "provider" | "priority";
  code: string;
  body: JSONColumnType<PublishedDataset | Suspension | ProviderNamed | PrioritySet | Record<string, never>>;
  at: Date;
  digest: Buffer;
  signature: Buffer;
}

interface PublicationRowsTable {
  seq: string;
  piece: number;
  rows: JSONColumnType<Record<string, string | null>[]>;
}

interface PublicationAckTable {
  consumer: string;
  seq: string;
  at: Date;
}

interface AppliedTable {
  one: Generated<boolean>;
  seq: string;
}

interface PortalDatasetTable {
  code: string;
  state: "open" | "suspended" | "withdrawn";
  name: string;
  provider_name: string;
  industry: string;
  version: number;
  row_count: string;
  body: JSONColumnType<PublishedDataset>;
  suspension: JSONColumnType<Suspension> | null;
  published_at: Date;
  updated_at: Date;
  searched: string;
  search: string[];
  priority: Generated<boolean>;
  region: Generated<string>;
}

interface RecordTable {
  code: string;
  version: number;
  n: string;
  content: JSONColumnType<Record<string, string | null>>;
}

interface CounterTable {
  code: string;
  day: string;
  downloads: Generated<string>;
  reads: Generated<string>;
}

interface VerifiedCatalogueTable {
  matter_id: string;
  rows: JSONColumnType<OpenCatalogueRow[]>;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "opening.dataset": DatasetTable;
    "opening.suspension": SuspensionTable;
    "opening.priority": PriorityTable;
    "opening.verified_catalogue": VerifiedCatalogueTable;
    "opening.publication_log": PublicationLogTable;
    "opening.publication_rows": PublicationRowsTable;
    "opening.publication_ack": PublicationAckTable;
    "portal.applied": AppliedTable;
    "portal.dataset": PortalDatasetTable;
    "portal.record": RecordTable;
    "portal.counter": CounterTable;
  }
}
