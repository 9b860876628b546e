import { z } from "zod";
import { instant, uuid } from "./common.ts";
import { entrySearchQuery } from "./entry.ts";
import { commonApproval } from "./filed.ts";

/** Reading and checking run by themselves; what is ready waits for a person to confirm it. */
export const importState = z.enum(["reading", "ready", "faulty", "refused", "applied"]);

/** One finding of an import: where in the workbook, what is wrong, how to mend it. */
export const importNote = z.object({
  sheet: z.string(),
  row: z.number().int(),
  /** Letters as in the spreadsheet; empty where the whole row is meant. */
  column: z.string(),
  /** Heading of the column. */
  title: z.string(),
  /** An error keeps the file from being taken; a warning is what submission would ask for later. */
  severity: z.enum(["error", "warning"]),
  detail: z.string(),
  article: z.string().nullable(),
});
export type ImportNote = z.infer<typeof importNote>;

const figure = z.number().int();
export const importCounts = z.object({
  create: figure,
  update: figure,
  unchanged: figure,
  items: figure,
  errors: figure,
  warnings: figure,
  /** Standing grants; only a filing has any. */
  grants: figure.optional(),
});

export const catalogueImport = z.object({
  id: uuid,
  fileName: z.string(),
  /** Drafts of a unit, or existing stock of the whole city (存量备案). */
  purpose: z.enum(["drafts", "filing"]),
  state: importState,
  /** Entries checked so far and in all; both 0 while the workbook is being unpacked. */
  progress: z.object({ done: figure, total: figure }),
  counts: importCounts.nullable(),
  /** Of a filing: the approval said at the upload, for entries that state nothing of theirs. */
  approval: commonApproval.nullable(),
  /** Why the whole file was not read. */
  refusal: z.object({ title: z.string(), detail: z.string() }).nullable(),
  createdAt: instant,
  appliedAt: instant.nullable(),
});
export type CatalogueImport = z.infer<typeof catalogueImport>;

export const createImport = z.object({ file: uuid });
export const noteQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().optional(),
});

/** What is exported: the entries named, or all that the conditions find. */
export const exportEntries = z.object({
  format: z.enum(["xlsx", "csv", "json"]),
  ids: z.array(uuid).min(1).max(5_000).optional(),
  q: z.string().max(200).optional(),
  mine: z.boolean().optional(),
  ...entrySearchQuery.omit({ q: true, mine: true, limit: true, cursor: true }).shape,
});
