import { sql } from "kysely";
import type { Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Class 3 (departments), item 01, a three-digit number per provider; then the running number of the entry. */
export async function nextCatalogueCode(tx: Tx, providerId: string): Promise<string> {
  const { prefix, first } = await takeCatalogueCodes(tx, providerId, 1);
  return `${prefix}/${String(first).padStart(6, "0")}`;
}

/** Takes that many running numbers of the provider's series, from `first` on. */
export async function takeCatalogueCodes(
  tx: Tx,
  providerId: string,
  count: number,
): Promise<{ prefix: string; first: number }> {
  // One writer at a time: two first publications must not take the same prefix.
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.code_series'))`.execute(tx);
  const series = await tx
    .selectFrom("catalogue.code_series")
    .select(["prefix", "last"])
    .where("provider_id", "=", providerId)
    .executeTakeFirst();
  if (series === undefined) return { prefix: await startSeries(tx, providerId, count), first: 1 };
  await tx
    .updateTable("catalogue.code_series")
    .set({ last: series.last + count })
    .where("provider_id", "=", providerId)
    .execute();
  return { prefix: series.prefix, first: series.last + 1 };
}

async function startSeries(tx: Tx, providerId: string, last: number): Promise<string> {
  const { count } = await tx
    .selectFrom("catalogue.code_series")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  const prefix = `301${String(Number(count) + 1).padStart(3, "0")}`;
  await tx.insertInto("catalogue.code_series").values({ provider_id: providerId, prefix, last }).execute();
  return prefix;
}
