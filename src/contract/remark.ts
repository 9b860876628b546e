import { z } from "zod";
import { instant, uuid } from "./common.ts";
import { duplicateReturn } from "./duplicates.ts";
import { type EntryContent, entryContent } from "./entry.ts";
import type { Json } from "./json.ts";

/** Where a remark points: a field of the entry (`/abstract`) or an item by its column (`/items/xm`). */
const place = z.string().regex(/^\/([a-zA-Z]+|items\/[a-z][a-z0-9_]{0,47})$/);

export const remark = z.object({
  place,
  detail: z.string().trim().min(1, "请写明这一处要改什么").max(1000, "每处意见不超过 1000 字"),
});
export type Remark = z.infer<typeof remark>;

/** One remark at a place, so that each is answered by itself. */
export const remarks = z
  .array(remark)
  .max(200, "逐项意见一次不超过 200 条")
  .refine((all) => new Set(all.map((one) => one.place)).size === all.length, "同一处写了两条意见，请合为一条")
  .default([])
  .meta({ title: "逐项意见" });

/**
 * What a step that sends an entry back may say of single fields and items, beside its reasons, and of the entry that it
 * is a duplicate of.
 */
export const returnedEntry = z.object({ remarks, duplicate: duplicateReturn.optional() });

export const remarkAnswer = z.enum(["mended", "kept"]);

export const entryRemark = z.object({
  id: uuid,
  place: z.string(),
  title: z.string(),
  detail: z.string(),
  /** `inside`: said in the keeper's own office, before it was submitted. */
  inside: z.boolean(),
  by: z.object({ party: z.string(), person: z.string() }),
  at: instant,
  matterId: uuid.nullable(),
  /** Whether what stands there now differs from what stood there then. */
  changed: z.boolean(),
  answer: remarkAnswer.nullable(),
  note: z.string(),
  answeredBy: z.string().nullable(),
  /** When the entry was sent in again with this answer; null while it is with its keeper. */
  settledAt: instant.nullable(),
});
export type EntryRemark = z.infer<typeof entryRemark>;
export const entryRemarks = z.object({ items: z.array(entryRemark) });

/** What the keeper says of a remark: mended, or kept with the reason; null takes it back. */
export const answerRemark = z
  .object({
    answer: remarkAnswer.nullable(),
    note: z.string().trim().max(1000, "说明不超过 1000 字").default(""),
  })
  .refine(({ answer, note }) => answer !== "kept" || note !== "", {
    path: ["note"],
    error: "不改的请写明理由",
  });

/** The fields that remarks can be made on, by place and in the order of the form. */
const fields: ReadonlyMap<string, keyof EntryContent> = new Map(
  entryContent
    .keyof()
    .options.filter((name) => name !== "items")
    .map((name) => [`/${name}`, name]),
);

/** What stands at a place: the value of a field, an item; undefined where there is no such place. */
export function atPlace(content: EntryContent, where: string): Json | undefined {
  const field = fields.get(where);
  if (field !== undefined) return asJson(content[field] ?? null);
  const item = content.items.find(({ column }) => `/items/${column}` === where);
  return item === undefined ? undefined : asJson(item);
}

const json: z.ZodType<Json> = z.json();
/** As it is kept: what is not stated is not there. */
const asJson = (value: unknown): Json => json.parse(JSON.parse(JSON.stringify(value)));

export function placeTitle(content: EntryContent, where: string): string {
  const field = fields.get(where);
  if (field !== undefined) return entryContent.shape[field].meta()?.title ?? field;
  const item = content.items.find(({ column }) => `/items/${column}` === where);
  return item === undefined ? `数据项 ${where.replace("/items/", "")}` : `数据项 ${item.name}`;
}

/** Every place of an entry that a reviewer may speak of. */
export function placesOf(content: EntryContent): { place: string; title: string }[] {
  const places = [...fields.keys(), ...content.items.map(({ column }) => `/items/${column}`)];
  return places.map((where) => ({ place: where, title: placeTitle(content, where) }));
}
