import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { datasetCode, instant, listOf, listQuery, partyRef, uuid } from "./common.ts";
import { openingClass } from "./entry.ts";

/** Art. 36 ¶1: why data are opened before others. */
export const openingPriority = z.enum(["livelihood", "urgent"]);
export type OpeningPriority = z.infer<typeof openingPriority>;

/** Art. 36 ¶1: a department marks what it opens first in its field, or takes the mark back. */
export const openingPriorityForm = z.object({
  priority: z.enum([...openingPriority.options, "none"]).meta({ title: "开放重点" }),
  why: words("理由", 1000, "请写明与哪些民生事项相关、谁在什么地方迫切需要，或者为什么不再作为重点"),
});

/** Art. 36 ¶1, ¶2: a bureau compiles the open catalogue of its area; the content is derived. */
export const openCatalogueForm = z.object({
  note: z.string().trim().max(1000).default("").meta({ title: "编制说明", description: "没有不填" }),
});

/** In the open catalogue, or classed as open and not yet taken into it. */
export const openCatalogueState = z.enum(["open", "suspended", "planned"]);

export const openingForm = z.enum(["csv", "json", "interface"]);

/** The six fields of Art. 36 ¶5, of one entry, with whose it is. */
export const openCatalogueFields = z.object({
  code: datasetCode,
  catalogueCode: z.string(),
  name: z.string(),
  region: z.string(),
  scope: z.string(),
  content: z.array(z.string()),
  openingClass: openingClass.exclude(["not-open"]),
  conditions: z.string(),
  forms: z.array(openingForm),
  updateFrequency: z.string(),
  priority: openingPriority.nullable(),
  state: openCatalogueState,
});
export type OpenCatalogueFields = z.infer<typeof openCatalogueFields>;

export const openCatalogueRow = openCatalogueFields.extend({
  id: uuid,
  unit: partyRef,
  /** Applications for sharing it that were not taken back: who asked for it so far. */
  demand: z.int(),
});
export type OpenCatalogueRow = z.infer<typeof openCatalogueRow>;

export const openCatalogueQuery = listQuery.extend({
  standing: z.enum(["included", "planned"]).default("included"),
  region: z
    .string()
    .regex(/^[0-9A-Z]{6,12}$/)
    .optional(),
  unit: uuid.optional(),
});

export const openCatalogueList = listOf(openCatalogueRow);

/** What the open catalogue is compiled by: the standard in force in the library. */
export const namedDocument = z.object({ title: z.string(), number: z.string(), edition: z.string() });
export type NamedDocument = z.infer<typeof namedDocument>;

export const openCatalogueVersion = z.object({
  id: uuid,
  version: z.int(),
  region: z.string(),
  lines: z.int(),
  standard: namedDocument,
  at: instant,
  matterId: uuid,
  receipt: z.string(),
});
export type OpenCatalogueVersion = z.infer<typeof openCatalogueVersion>;

export const openCatalogueVersions = z.object({
  /** Null where the library has none in force. */
  standard: namedDocument.nullable(),
  items: z.array(openCatalogueVersion),
  /** What has changed since the newest version. */
  since: z.object({ added: z.int(), removed: z.int(), changed: z.int() }),
});
export type OpenCatalogueVersions = z.infer<typeof openCatalogueVersions>;

/** Art. 36 ¶5: how one unit stands with compiling, quality, opening and updating. */
export const openingIndicators = z.object({
  unit: partyRef,
  region: z.string(),
  /** Entries in force that are classed as open, and of these those in the open catalogue. */
  classed: z.int(),
  included: z.int(),
  /** Reviews of opening under way. */
  underWay: z.int(),
  open: z.int(),
  suspended: z.int(),
  /** Marked as to be opened first, and of these those that are open. */
  priority: z.int(),
  priorityOpen: z.int(),
  /** Rows that arrived for what is in the open catalogue, and those taken in. */
  received: z.string(),
  accepted: z.string(),
  /** Of what is classed as open: files taken in, and mounted interfaces. Neither is a row, and neither has rows to count. */
  files: z.string(),
  interfaces: z.int(),
  /** Of those in the open catalogue with a rhythm: updated within it, and late. */
  onTime: z.int(),
  overdue: z.int(),
});
export type OpeningIndicators = z.infer<typeof openingIndicators>;
