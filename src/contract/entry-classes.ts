import { z } from "zod";
import { civilDate, instant, uuid } from "./common.ts";

const side = z.enum(["sharing", "opening"]);

/** How the classes of an entry came to be what they are, and when the conditional ones are to be evaluated next. */
export const entryClasses = z.object({
  events: z.array(
    z.object({
      side,
      how: z.enum(["stated", "deemed", "tightened", "relaxed", "converted", "evaluated"]),
      before: z.string().nullable(),
      after: z.string(),
      basis: z.string(),
      at: instant,
      matterId: uuid,
    }),
  ),
  evaluations: z.array(z.object({ side, lastOn: civilDate.nullable(), dueOn: civilDate })),
  /** Working days after the prompt from which a class left blank is deemed unconditional; null where it is stated. */
  deemedAfter: z.int().nullable(),
});
export type EntryClasses = z.infer<typeof entryClasses>;
