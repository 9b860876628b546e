import { z } from "zod";

/** RFC 3339 instant with the offset of Shanghai, such as `2026-10-09T09:30:00+08:00`. */
export const instant = z.iso.datetime({ offset: true });

export const isInYears = (date: string): boolean => date >= "1000" && date < "3000";
export const yearsOfDates = "日期的年份须在 1000 到 2999 之间，没有期限的不填";

/** Civil date in Shanghai, `YYYY-MM-DD`, of years from which days can be counted on without running out of them. */
export const civilDate = z.iso.date().refine(isInYears, yearsOfDates);

/** 64-bit integers and decimals travel as strings, so that no client rounds them. */
export const int64 = z.string().regex(/^-?\d{1,19}$/);

export const uuid = z.uuid();

/** Opaque, immutable URL codes: kind letter and eight Crockford characters. */
export const datasetCode = z.string().regex(/^d-[0-9A-HJKMNP-TV-Z]{8}$/);
export const resourceCode = z.string().regex(/^r-[0-9A-HJKMNP-TV-Z]{8}$/);
export const purposeCode = z.string().regex(/^p-[0-9A-HJKMNP-TV-Z]{8}$/);

/** Every list: at most 200 items and the cursor of the next page; no totals are counted. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A party as it appears beside other things. */
export const partyRef = z.object({ id: uuid, name: z.string() });
export const personRef = z.object({ id: uuid, name: z.string() });
export type PartyRef = z.infer<typeof partyRef>;
export type PersonRef = z.infer<typeof personRef>;
