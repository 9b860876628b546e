import canonicalize from "canonicalize";
import { sql } from "kysely";
import type { LogSeal } from "../ch6-opening/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import { catalogueFields, type MessageKind, type ProvinceMessage } from "../contract/province.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Messages written in one transaction. */
const atOnce = 500;

/** What the province has not been told yet. */
interface Untold {
  readonly entryId: string;
  readonly code: string;
  readonly catalogueCode: string;
  readonly version: number;
  readonly kind: MessageKind;
  /** Null of an entry withdrawn. */
  readonly content: EntryContent | null;
  readonly publishedAt: Date;
  readonly providerName: string;
  readonly providerCode: string | null;
}

/**
 * Brings the message log up to the catalogue: one message for each version that came into force, each withdrawal,
 * and each change of who provides an entry or what they are called.
 * It compares the two rather than listens, so that no way by which an entry changes can be forgotten. At first, of what
 * was there before, only the versions in force are told. An entry that was withdrawn before anything of it was told is
 * not told at all: the province has nothing of it to take down.
 */
export async function gather(db: Db, seal: LogSeal): Promise<void> {
  for (let more = true; more; ) more = await inTransaction(db, (tx) => gatherSome(tx, seal));
}

async function gatherSome(tx: Tx, seal: LogSeal): Promise<boolean> {
  // One writer at a time: numbers are contiguous, and each message holds the digest of the one before.
  await sql`select pg_advisory_xact_lock(hashtext('province.message'))`.execute(tx);
  const untold = await untoldBy(tx);
  if (untold.length > 0) {
    // What was told just now may have a withdrawal to follow it: looked at again until nothing is left.
    await write(tx, seal, untold);
    return true;
  }
  await tx.updateTable("province.delivery").set({ begun: true }).where("begun", "=", false).execute();
  return false;
}

async function untoldBy(tx: Tx): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    with told as (
      select distinct on (entry_id) entry_id, version, kind = 'withdraw' as withdrawn,
        body ->> 'providerName' as "providerName", body ->> 'providerCode' as "providerCode"
      from province.message order by entry_id, seq desc
    ), untold as (
      select e.id, v.version, v.content, v.published_at,
        case when told.version is null and v.version = min(v.version) over (partition by e.id)
          then 'publish' else 'update' end as kind
      from catalogue.entry e
      join catalogue.entry_version v on v.entry_id = e.id
      left join told on told.entry_id = e.id
      where case when told.version is not null then v.version > told.version
        when e.status = 'withdrawn' then false
        else v.version = e.published_version or (select begun from province.delivery) end
      union all
      select e.id, told.version, null, e.updated_at, 'withdraw'
      from catalogue.entry e join told on told.entry_id = e.id
      where e.status = 'withdrawn' and not told.withdrawn and told.version = e.published_version
      union all
      select e.id, v.version, v.content, v.published_at, 'provider'
      from catalogue.entry e join told on told.entry_id = e.id and told.version = e.published_version
      join catalogue.entry_version v on v.entry_id = e.id and v.version = e.published_version
      join parties.party p on p.id = e.provider_id
      where e.status <> 'withdrawn' and (told."providerName", told."providerCode") <> (p.name, coalesce(p.uscc, ''))
    )
    select e.id as "entryId", e.code, e.catalogue_code as "catalogueCode", untold.version, untold.kind,
      untold.content, untold.published_at as "publishedAt", p.name as "providerName", p.uscc as "providerCode"
    from untold join catalogue.entry e using (id) join parties.party p on p.id = e.provider_id
    order by untold.published_at, e.id, untold.version limit ${atOnce}`.execute(tx);
  return rows;
}

async function write(tx: Tx, seal: LogSeal, untold: readonly Untold[]): Promise<void> {
  const at = await lawNow(tx);
  const last = await tx
    .selectFrom("province.message")
    .select(["seq", "digest"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  let seq = BigInt(last?.seq ?? "0");
  let before = last?.digest ?? Buffer.alloc(0);
  for (const one of untold) {
    seq += 1n;
    const { entryId, code, catalogueCode, version, kind } = one;
    const head = { seq: String(seq), kind, code, catalogueCode, version, at: toInstant(at) };
    const body = fieldsOf(one);
    const digest = digestOf(seal, before, { ...head, body });
    await tx
      .insertInto("province.message")
      .values({
        seq: head.seq,
        kind,
        entry_id: entryId,
        code,
        catalogue_code: catalogueCode,
        version,
        body: body === null ? null : JSON.stringify(body),
        at,
        digest,
        signature: seal.sign(digest),
      })
      .execute();
    before = digest;
  }
}

/** Only what the schema names travels, and only that is digested. */
function fieldsOf({ content, providerName, providerCode, publishedAt }: Untold): ProvinceMessage["body"] {
  if (content === null) return null;
  return catalogueFields.parse({
    ...content,
    providerName,
    providerCode: providerCode ?? "",
    publishedAt: toInstant(publishedAt),
  });
}

type Told = Omit<ProvinceMessage, "before" | "digest" | "signature">;

const digestOf = (seal: LogSeal, before: Buffer, told: Told): Buffer =>
  seal.digest(Buffer.concat([before, Buffer.from(canonicalize(told) ?? "")]));

/** The messages after `seq` as they travel. */
export async function messagesAfter(db: Db | Tx, seq: string, limit: number): Promise<ProvinceMessage[]> {
  const rows = await db
    .selectFrom("province.message as message")
    .leftJoin("province.message as previous", (join) => join.on(sql<boolean>`previous.seq = message.seq - 1`))
    .selectAll("message")
    .select("previous.digest as before")
    .where("message.seq", ">", seq)
    .orderBy("message.seq")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind,
    code: row.code,
    catalogueCode: row.catalogue_code,
    version: row.version,
    at: toInstant(row.at),
    body: row.body,
    before: row.before?.toString("hex") ?? "",
    digest: row.digest.toString("hex"),
    signature: row.signature.toString("base64"),
  }));
}
