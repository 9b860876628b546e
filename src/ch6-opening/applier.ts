import { sql } from "kysely";
import type { Db, Tx } from "../platform/db/tables.ts";
import { searchedText, tokensOf } from "../platform/search/index.ts";
import {
  DigestChain,
  type LogSeal,
  type Message,
  message as messageSchema,
  type PortalRow,
  type PrioritySet,
  type ProviderNamed,
  type PublishedDataset,
} from "./publication.ts";
import "./tables.ts";

/** One message as the public zone receives it. */
export interface Received {
  readonly seq: string;
  readonly at: Date;
  readonly message: Message;
  readonly before: Buffer;
  readonly digest: Buffer;
  readonly signature: Buffer;
  pieces(): AsyncIterable<PortalRow[]>;
}

/** Where messages come from: the same database here, HTTP or carried files between two zones. */
export interface LogSource {
  /** The message after `seq`, or undefined when there is none yet. */
  next(seq: string): Promise<Received | undefined>;
  acknowledge(seq: string): Promise<void>;
}

/**
 * Brings the published copies up to the log: in order, each message in one transaction with its number,
 * refused when its signature or its chain is not right. Safe to run in several processes at once.
 */
export async function applyAll(portal: Db, source: LogSource, seal: LogSeal): Promise<void> {
  for (;;) {
    const { seq } = await portal.selectFrom("portal.applied").select("seq").executeTakeFirstOrThrow();
    const received = await source.next(seq);
    if (received === undefined) return;
    await portal.transaction().execute((tx) => applyOne(tx, received, seal));
    await source.acknowledge(received.seq);
  }
}

async function applyOne(tx: Tx, received: Received, seal: LogSeal): Promise<void> {
  const { seq } = await tx.selectFrom("portal.applied").select("seq").forUpdate().executeTakeFirstOrThrow();
  if (BigInt(received.seq) <= BigInt(seq)) return;
  if (BigInt(received.seq) !== BigInt(seq) + 1n)
    throw new Error(`publication log: ${received.seq} after ${seq}`);
  const chain = new DigestChain(seal, received.before, received);
  const { message } = received;
  let rows = 0n;
  for await (const piece of received.pieces()) {
    chain.add(piece);
    if (message.kind === "publish") await storeRows(tx, message.body, piece, rows);
    rows += BigInt(piece.length);
  }
  if (!chain.value.equals(received.digest) || !seal.verify(received.digest, received.signature))
    throw new Error(`publication log: message ${received.seq} is not as it was signed`);
  await applyMessage(tx, message, rows, received.at);
  await tx.updateTable("portal.applied").set({ seq: received.seq }).execute();
}

async function applyMessage(tx: Tx, message: Message, rows: bigint, at: Date): Promise<void> {
  switch (message.kind) {
    case "publish":
      return storeDataset(tx, message.body, rows, at);
    case "suspend":
      await setState(tx, message.code, "suspended", JSON.stringify(message.body), at);
      return;
    case "restore":
      await setState(tx, message.code, "open", null, at);
      return;
    case "withdraw":
      await setState(tx, message.code, "withdrawn", JSON.stringify(message.body), at);
      await tx.deleteFrom("portal.record").where("code", "=", message.code).execute();
      return;
    case "provider":
      return nameProvider(tx, message.code, message.body, at);
    case "priority":
      return setPriority(tx, message.code, message.body);
  }
}

/** The copy and what it is found by name the present provider; its rows and state stay as they are. */
async function nameProvider(tx: Tx, code: string, { providerName }: ProviderNamed, at: Date): Promise<void> {
  const stored = await tx
    .selectFrom("portal.dataset")
    .select("body")
    .where("code", "=", code)
    .executeTakeFirst();
  if (stored === undefined) return;
  const dataset = { ...stored.body, providerName };
  await tx
    .updateTable("portal.dataset")
    .set({
      provider_name: providerName,
      body: JSON.stringify(dataset),
      updated_at: at,
      ...foundBy(dataset),
    })
    .where("code", "=", code)
    .execute();
}

/** The mark moves the dataset in the list; it makes it no newer. */
async function setPriority(tx: Tx, code: string, { priority }: PrioritySet): Promise<void> {
  const mark = sql<string>`jsonb_set(body, '{priority}', ${JSON.stringify(priority)}::jsonb)`;
  await tx
    .updateTable("portal.dataset")
    .set({ priority: priority !== null, body: mark })
    .where("code", "=", code)
    .execute();
}

function foundBy(dataset: PublishedDataset): { searched: string; search: string[] } {
  const searched = searchedText([
    dataset.name,
    dataset.abstract,
    dataset.providerName,
    ...dataset.items.map((item) => item.name),
  ]);
  return { searched, search: tokensOf(searched) };
}

async function setState(
  tx: Tx,
  code: string,
  state: "open" | "suspended" | "withdrawn",
  suspension: string | null,
  at: Date,
): Promise<void> {
  await tx
    .updateTable("portal.dataset")
    .set({ state, suspension, updated_at: at })
    .where("code", "=", code)
    .execute();
}

async function storeRows(tx: Tx, dataset: PublishedDataset, rows: PortalRow[], from: bigint): Promise<void> {
  await tx
    .insertInto("portal.record")
    .values(
      rows.map((row, index) => ({
        code: dataset.code,
        version: dataset.version,
        n: String(from + BigInt(index) + 1n),
        content: JSON.stringify(row),
      })),
    )
    .execute();
}

/** The new copy takes the place of the one before in the same transaction. */
async function storeDataset(tx: Tx, dataset: PublishedDataset, rows: bigint, at: Date): Promise<void> {
  const columns = {
    state: "open" as const,
    name: dataset.name,
    provider_name: dataset.providerName,
    industry: dataset.industry,
    version: dataset.version,
    row_count: String(rows),
    region: dataset.region ?? "",
    priority: (dataset.priority ?? null) !== null,
    body: JSON.stringify(dataset),
    suspension: null,
    published_at: new Date(dataset.publishedAt),
    updated_at: at,
    ...foundBy(dataset),
  };
  await tx
    .insertInto("portal.dataset")
    .values({ code: dataset.code, ...columns })
    .onConflict((conflict) => conflict.column("code").doUpdateSet(columns))
    .execute();
  await tx
    .deleteFrom("portal.record")
    .where("code", "=", dataset.code)
    .where("version", "<", dataset.version)
    .execute();
}

/** The log in the same database: one process in both roles. */
export function localSource(db: Db, consumer: string): LogSource {
  return {
    async next(seq) {
      const row = await db
        .selectFrom("opening.publication_log")
        .selectAll()
        .where("seq", "=", String(BigInt(seq) + 1n))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const before = await db
        .selectFrom("opening.publication_log")
        .select("digest")
        .where("seq", "=", seq)
        .executeTakeFirst();
      const { kind, code, body } = row;
      const message = messageSchema.parse({ kind, code, body });
      return {
        ...row,
        message,
        before: before?.digest ?? Buffer.alloc(0),
        pieces: () => pieces(db, row.seq),
      };
    },
    async acknowledge(seq) {
      const now = sql<Date>`platform.wall_now()`;
      await db
        .insertInto("opening.publication_ack")
        .values({ consumer, seq, at: now })
        .onConflict((conflict) => conflict.column("consumer").doUpdateSet({ seq, at: now }))
        .execute();
    },
  };
}

async function* pieces(db: Db, seq: string): AsyncGenerator<PortalRow[]> {
  for (let piece = 0; ; piece++) {
    const row = await db
      .selectFrom("opening.publication_rows")
      .select("rows")
      .where("seq", "=", seq)
      .where("piece", "=", piece)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.rows;
  }
}
