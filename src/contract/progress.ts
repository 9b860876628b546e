import { z } from "zod";
import { int64, uuid } from "./common.ts";

/** Art. 8(2): one unit over the stages, in numbers of what it has done. */
export const progress = z.object({
  id: uuid,
  name: z.string(),
  regionName: z.string(),
  /** Categories it is the source department of. */
  categories: z.number().int(),
  published: z.number().int(),
  unpublished: z.number().int(),
  mounted: z.number().int(),
  /** Entries in force of which data have arrived, those classed as open, and mounted data late by their rhythm (Art. 69 ¶2). */
  aggregated: z.number().int(),
  openable: z.number().int(),
  dataOverdue: z.number().int(),
  /** Arrivals of rows or of a file. */
  batches: z.number().int(),
  /** Rows of tables that arrived, and those taken in. */
  received: int64,
  accepted: int64,
  /** Files taken in, and mounted interfaces, into which nothing arrives: neither is a row. */
  files: int64,
  interfaces: z.number().int(),
  /** Grants in force that it provides and that it uses. */
  provided: z.number().int(),
  used: z.number().int(),
  opened: z.number().int(),
  /** Matters that lie with it past their day. */
  overdue: z.number().int(),
});
export type Progress = z.infer<typeof progress>;
