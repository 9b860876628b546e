import { z } from "zod";
import { int64, listOf, partyRef } from "./common.ts";
import { fundPurpose } from "./registers.ts";

/** Art. 69 ¶2: what an information system has brought, as a basis for its money and for looking back at its project. */
export const systemResult = z.object({
  system: z.string(),
  unit: partyRef,
  /** Numbers of the certificates of Art. 14, 69 ¶3; null where it has none. */
  approval: z.string().nullable(),
  acceptance: z.string().nullable(),
  /** Entries that come of it, by its project or by registration. */
  entries: z.int(),
  published: z.int(),
  mounted: z.int(),
  registered: z.int(),
  /** Entries of which data are on the platform, the rows taken in, and the files. */
  aggregated: z.int(),
  rows: int64,
  files: int64,
  /** Grants in force on its data and queries, verifications and files answered under all grants. */
  grants: z.int(),
  calls: int64,
  open: z.int(),
  budgets: z.array(
    z.object({
      year: z.string(),
      purpose: fundPurpose,
      /** In ten thousand yuan. */
      amount: z.string(),
      performance: z.string(),
      /** The year has ended and nobody has assessed it (Art. 69 ¶1). */
      overdue: z.boolean(),
    }),
  ),
});
export type SystemResult = z.infer<typeof systemResult>;

export const systemResults = listOf(systemResult);
