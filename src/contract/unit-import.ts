import { z } from "zod";
import { uuid } from "./common.ts";
import { importNote } from "./entry-import.ts";

const figure = z.number().int();

/** What a workbook of units says against the register, and whether it was entered: with any error nothing is. */
export const unitImport = z.object({
  counts: z.object({ create: figure, update: figure, unchanged: figure, errors: figure }),
  notes: z.array(importNote),
  applied: z.boolean(),
});
export type UnitImport = z.infer<typeof unitImport>;

/** `apply`: enter what was checked; without it the workbook is only checked. */
export const importUnits = z.object({ file: uuid, apply: z.boolean() });
