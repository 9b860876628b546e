import { z } from "zod";
import { civilDate, instant, uuid } from "./common.ts";
import { documentKind, documentLevel, documentTopic } from "./registers.ts";

/** A maintenance window as everybody sees it. */
export const serviceNotice = z.object({
  id: uuid,
  title: z.string(),
  affects: z.string(),
  beginsAt: instant,
  endsAt: instant,
});
export type ServiceNotice = z.infer<typeof serviceNotice>;

export const serviceStatus = z.object({
  state: z.enum(["normal", "maintenance"]),
  current: z.array(serviceNotice),
  upcoming: z.array(serviceNotice),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;

/** How a document of the library stands at a date. */
export const standing = z.enum(["in-force", "not-yet", "superseded", "expired", "withdrawn"]);

export const libraryDocument = z.object({
  id: uuid,
  title: z.string(),
  number: z.string(),
  documentKind,
  documentLevel,
  documentTopic,
  issuer: z.string(),
  edition: z.string(),
  abstract: z.string(),
  effectiveFrom: civilDate,
  effectiveUntil: civilDate.nullable(),
  keeper: z.string(),
  standing,
  /** What replaced it, by number. */
  supersededBy: z.string().nullable(),
  /** Where a document of a higher level stands against it (Art. 8(5)), in words. */
  warnings: z.array(z.string()),
});
export type LibraryDocument = z.infer<typeof libraryDocument>;

export const libraryQuery = z.object({
  at: civilDate.optional(),
  q: z.string().max(100).optional(),
  topic: documentTopic.optional(),
});

/** How long the Measures are in force (Art. 78), and whether it is time to warn. */
export const validity = z.object({
  inForceFrom: civilDate,
  inForceUntil: civilDate,
  daysLeft: z.number().int(),
  standing: z.enum(["in-force", "expiring", "expired"]),
  article: z.string(),
});
export type Validity = z.infer<typeof validity>;
