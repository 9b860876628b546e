import { z } from "zod";
import { civilDate, datasetCode, instant, int64, uuid } from "./common.ts";
import { entryItem, industry, openingClass, updateFrequency } from "./entry.ts";
import { openingForm, openingPriority } from "./open-catalogue.ts";

export const datasetSummary = z.object({
  /** What an objection or application names as its subject. */
  id: uuid,
  code: datasetCode,
  name: z.string(),
  abstract: z.string(),
  providerName: z.string(),
  industry: z.string(),
  openingClass,
  state: z.enum(["open", "suspended", "withdrawn"]),
  updatedAt: instant,
  rows: int64,
  /** The provider's area; empty of what was published before it was asked for. */
  region: z.string(),
  priority: openingPriority.nullable(),
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

/** A published copy as the portal shows it. While suspended, only the notice is shown, never rows. */
export const dataset = datasetSummary.extend({
  catalogueCode: z.string(),
  version: z.number().int(),
  timeFrom: civilDate.nullable(),
  timeTo: civilDate.nullable(),
  area: z.array(z.string()),
  updateFrequency,
  grade: z.number().int(),
  openScope: z.string(),
  openConditions: z.string(),
  forms: z.array(openingForm),
  openFrequency: z.string(),
  items: z.array(entryItem.pick({ name: true, column: true, type: true, length: true, grade: true })),
  publishedAt: instant,
  quality: z.object({ received: int64, accepted: int64, quarantined: int64 }),
  suspension: z.object({ reason: z.string(), article: z.string(), since: instant }).nullable(),
  usage: z.object({ downloads: int64, reads: int64 }),
});
export type Dataset = z.infer<typeof dataset>;

/** A dataset that was open and is so no more: what it was called, since when and why; nothing of its content. */
export const withdrawnDataset = datasetSummary
  .pick({ code: true, name: true, providerName: true })
  .extend({ reason: z.string(), article: z.string(), since: instant });
export type WithdrawnDataset = z.infer<typeof withdrawnDataset>;

export const datasetQuery = z.object({
  q: z.string().trim().max(100).optional(),
  provider: z.string().max(100).optional(),
  /** A section finds what stands in its divisions too. */
  industry: industry.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.string().optional(),
  region: z.string().max(100).optional(),
  /** What is to be opened first comes first (Art. 36 ¶1), or the newest. */
  sort: z.enum(["priority", "newest"]).default("priority"),
});

/** `/open/v1/{code}/rows`: equality filters by column as query parameters, `limit`, `cursor`. */
export const openRows = z.object({
  items: z.array(z.record(z.string(), z.string().nullable())),
  next: z.string().nullable(),
  source: z.string(),
  version: z.number().int(),
  /** Art. 41: name the source and the day of acquisition in what you make of it. */
  acquiredOn: civilDate,
});

export const portalFigures = z.object({ datasets: int64, providers: int64, rows: int64, downloads: int64 });
