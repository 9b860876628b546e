import { type HandOver, handOver } from "../matters/index.ts";
import { lawNow, wallNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { suspendAccount } from "../platform/identity/index.ts";
import "./tables.ts";

export interface Departure {
  readonly person: { readonly id: string; readonly name: string };
  /** The office that is left; null: the person is suspended in all of them. */
  readonly party: string | null;
  /** Who goes on in that office; null: the office gives the work out anew. */
  readonly successor: HandOver["to"];
  readonly reason: string;
  readonly by: HandOver["by"];
}

/**
 * A person leaves an office or is suspended, all at once: posts or the account end, and the sessions with them; the
 * client keys the person issued, whose secrets they have seen, are revoked; what lay with them goes to the successor
 * or back to the office. Resolves to what was ended and moved, for whoever must issue new keys.
 */
export async function depart(tx: Tx, departure: Departure) {
  const { person, party, successor, reason, by } = departure;
  const at = await lawNow(tx);
  const offices = await officesOf(tx, person.id, party);
  if (party === null) {
    await tx.updateTable("parties.person").set({ suspended_at: at }).where("id", "=", person.id).execute();
  } else {
    await tx
      .updateTable("parties.post")
      .set({ held_until: at })
      .where("person_id", "=", person.id)
      .where("party_id", "=", party)
      .where("held_until", "is", null)
      .execute();
  }
  const remaining = party === null ? [] : await officesOf(tx, person.id, null);
  if (remaining.length === 0) await suspendAccount(tx, person.id);
  const moved = { matters: 0, drafts: 0, keys: 0 };
  for (const office of offices) {
    const to = office === party ? successor : null;
    const { matters, drafts } = await handOver(tx, { party: office, from: person, to, reason, by });
    moved.matters += matters;
    moved.drafts += drafts;
    moved.keys += await revokeKeysIssuedBy(tx, office, person.id);
  }
  return moved;
}

async function officesOf(tx: Tx, person: string, party: string | null): Promise<string[]> {
  let posts = tx
    .selectFrom("parties.post")
    .select("party_id")
    .distinct()
    .where("person_id", "=", person)
    .where("held_until", "is", null);
  if (party !== null) posts = posts.where("party_id", "=", party);
  return (await posts.execute()).map(({ party_id }) => party_id);
}

async function revokeKeysIssuedBy(tx: Tx, office: string, person: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("parties.client_key")
    .set({ revoked_at: wallNow() })
    .where("issued_by", "=", person)
    .where("revoked_at", "is", null)
    .where("client_id", "in", (eb) =>
      eb.selectFrom("parties.client").select("id").where("party_id", "=", office),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
