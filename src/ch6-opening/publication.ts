import canonicalize from "canonicalize";
import { sql } from "kysely";
import { z } from "zod";
import { civilDate, datasetCode, instant, int64, uuid } from "../contract/common.ts";
import { entryItem, updateFrequency } from "../contract/entry.ts";
import { openingForm, openingPriority } from "../contract/open-catalogue.ts";
import type { Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** What the portal may know of a dataset: the published copy, nothing else of the government side. */
const publishedDataset = z.object({
  id: uuid,
  code: datasetCode,
  catalogueCode: z.string(),
  name: z.string(),
  abstract: z.string(),
  providerName: z.string(),
  industry: z.string(),
  version: z.number().int(),
  grade: z.number().int(),
  openingClass: z.enum(["unconditional", "conditional"]),
  openScope: z.string(),
  openConditions: z.string(),
  timeFrom: civilDate.nullable(),
  timeTo: civilDate.nullable(),
  area: z.array(z.string()),
  updateFrequency,
  items: z.array(entryItem.pick({ name: true, column: true, type: true, length: true, grade: true })),
  quality: z.object({ received: int64, accepted: int64, quarantined: int64 }),
  publishedAt: instant,
  /** Left out of what was published before they were asked for: a signed message stays as it was signed. */
  region: z.string().optional(),
  forms: z.array(openingForm).optional(),
  openFrequency: z.string().optional(),
  priority: openingPriority.nullable().optional(),
});
export type PublishedDataset = z.infer<typeof publishedDataset>;

const suspension = z.object({ reason: z.string(), article: z.string(), since: instant });
export type Suspension = z.infer<typeof suspension>;

/** Who provides a dataset from now on; the messages before keep the name of their time. */
const providerNamed = z.object({ providerName: z.string(), since: instant });
export type ProviderNamed = z.infer<typeof providerNamed>;

/** Whether it is opened before others from now on (Art. 36 ¶1). */
const prioritySet = z.object({ priority: openingPriority.nullable(), since: instant });
export type PrioritySet = z.infer<typeof prioritySet>;

export type PortalRow = Record<string, string | null>;

/** The messages of the log. Whatever comes from the other zone is parsed before it is applied. */
export const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("publish"), code: datasetCode, body: publishedDataset }),
  z.object({ kind: z.literal("suspend"), code: datasetCode, body: suspension }),
  z.object({ kind: z.literal("restore"), code: datasetCode, body: z.object({}) }),
  z.object({ kind: z.literal("withdraw"), code: datasetCode, body: suspension }),
  z.object({ kind: z.literal("provider"), code: datasetCode, body: providerNamed }),
  z.object({ kind: z.literal("priority"), code: datasetCode, body: prioritySet }),
]);
export type Message = z.infer<typeof message>;

/** Signs and checks messages of the log; keys are the platform's. */
export interface LogSeal {
  /** SM3. */
  digest(data: Buffer): Buffer;
  sign(digest: Buffer): Buffer;
  verify(digest: Buffer, signature: Buffer): boolean;
}

/** Gives the rows of a publication page by page; each page is one piece of the message. */
export type RowSource = (write: (page: readonly PortalRow[]) => Promise<void>) => Promise<void>;

/**
 * Appends a message in the caller's transaction. Numbers are contiguous: a gap would mean a lost message.
 * The digest covers number, kind, code, body, time and every row, and chains to the message before it.
 */
export async function publish(
  tx: Tx,
  seal: LogSeal,
  given: Message,
  at: Date,
  rows?: RowSource,
): Promise<void> {
  // Only what the schema names travels, and only that is digested.
  const sent = message.parse(given);
  await sql`select pg_advisory_xact_lock(hashtext('opening.publication_log'))`.execute(tx);
  const before = await tx
    .selectFrom("opening.publication_log")
    .select(["seq", "digest"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const seq = String(BigInt(before?.seq ?? "0") + 1n);
  const chain = new DigestChain(seal, before?.digest ?? Buffer.alloc(0), { seq, at, message: sent });
  let piece = 0;
  await rows?.(async (page) => {
    chain.add(page);
    await tx
      .insertInto("opening.publication_rows")
      .values({ seq, piece, rows: JSON.stringify(page) })
      .execute();
    piece += 1;
  });
  const { kind, code } = sent;
  await tx
    .insertInto("opening.publication_log")
    .values({
      seq,
      kind,
      code,
      body: JSON.stringify(sent.body),
      at,
      digest: chain.value,
      signature: seal.sign(chain.value),
    })
    .execute();
}

/** The digest of a message: begun with its head and the digest before it, then piece by piece. */
export class DigestChain {
  readonly #seal: LogSeal;
  value: Buffer;

  constructor(seal: LogSeal, before: Buffer, head: { seq: string; at: Date; message: Message }) {
    this.#seal = seal;
    this.value = before;
    this.add({ seq: head.seq, at: head.at.toISOString(), ...head.message });
  }

  /** Takes in the canonical JSON of the next part, so that both zones digest the same bytes. */
  add(part: unknown): void {
    this.value = this.#seal.digest(Buffer.concat([this.value, Buffer.from(canonicalize(part) ?? "")]));
  }
}
