import { z } from "zod";

/** RFC 9457 problem details, with the article of the Measures where a rule of the law refuses. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  article: z.string().optional(),
  requestId: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        detail: z.string(),
        article: z.string().optional(),
        /** Page of the platform where what is meant can be seen. */
        href: z.string().optional(),
      }),
    )
    .optional(),
});
export type ProblemBody = z.infer<typeof problem>;
export type FieldError = NonNullable<ProblemBody["errors"]>[number];
