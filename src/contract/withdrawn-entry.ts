import { z } from "zod";
import { datasetCode, instant, partyRef, uuid } from "./common.ts";

/** What everybody who could read an entry learns of its having left the catalogue (Art. 13), and nothing of its content. */
export const withdrawnEntry = z.object({
  id: uuid,
  code: datasetCode,
  catalogueCode: z.string(),
  name: z.string(),
  provider: partyRef,
  withdrawnAt: instant,
  /** Of the matter that decided it. */
  number: z.string(),
  basis: z.string(),
  /** Where its users turn; empty where it had none. */
  arrangement: z.string(),
  article: z.string(),
});
export type WithdrawnEntry = z.infer<typeof withdrawnEntry>;
