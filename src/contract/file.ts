import { z } from "zod";
import { instant, int64, uuid } from "./common.ts";

/** A file handed in or issued. `sm3` is the hash of its bytes, hexadecimal. */
export const file = z.object({
  id: uuid,
  name: z.string(),
  bytes: int64,
  mediaType: z.string(),
  sm3: z.string(),
  createdAt: instant,
});
export type File = z.infer<typeof file>;
