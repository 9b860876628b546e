import { type HandOver, handOver, holdsOpenMatters, mayActIn } from "../matters/index.ts";
import { lawNow, wallNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { suspendAccount } from "../platform/identity/index.ts";
import { party } from "./directory.ts";
import { staff } from "./staff.ts";
import { successorIn } from "./successors.ts";
import "./tables.ts";

export interface Departure {
  readonly person: { readonly id: string; readonly name: string };
  /** The office that is left; null: the person is suspended in all of them. */
  readonly party: string | null;
  /** Who goes on, by office; where none is named the office gives the work out anew. */
  readonly successors: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly by: HandOver["by"];
}

/** What was ended and moved, for whoever must issue new keys and man an office. */
export interface Departed {
  readonly matters: number;
  readonly drafts: number;
  readonly keys: number;
  /** Names of those who go on. */
  readonly successors: readonly string[];
  /** Names of offices with open business and nobody left who may do it. */
  readonly unmanned: readonly string[];
}

/**
 * A person leaves an office or is suspended, all at once: posts or the account end, and the sessions with them; the
 * client keys the person issued, whose secrets they have seen, are revoked; what lay with them goes to the successor
 * or back to the office.
 * @throws Problem `successor_unfit`
 */
export async function depart(tx: Tx, departure: Departure): Promise<Departed> {
  const { person, party: left, successors, reason, by } = departure;
  const at = await lawNow(tx);
  const offices = await officesOf(tx, person.id, left);
  for (const office of Object.keys(successors))
    if (!offices.includes(office))
      throw new Problem("successor_unfit", "有一个单位不是这次要离开的，请刷新后重新选择接手的人。");
  if (left === null) {
    await tx.updateTable("parties.person").set({ suspended_at: at }).where("id", "=", person.id).execute();
  } else {
    await tx
      .updateTable("parties.post")
      .set({ held_until: at })
      .where("person_id", "=", person.id)
      .where("party_id", "=", left)
      .where("held_until", "is", null)
      .execute();
  }
  const remaining = left === null ? [] : await officesOf(tx, person.id, null);
  if (remaining.length === 0) await suspendAccount(tx, person.id);
  const moved = { matters: 0, drafts: 0, keys: 0 };
  const heirs: string[] = [];
  const unmanned: string[] = [];
  for (const office of offices) {
    const to = await successorIn(tx, office, person.id, successors[office]);
    const { matters, drafts } = await handOver(tx, { party: office, from: person, to, reason, by });
    moved.matters += matters;
    moved.drafts += drafts;
    moved.keys += await revokeKeysIssuedBy(tx, office, person.id);
    if (to !== null) heirs.push(to.name);
    if (await isUnmanned(tx, office)) unmanned.push((await party(tx, office)).name);
  }
  return { ...moved, successors: heirs, unmanned };
}

/** Open matters and nobody left who may take a step: whoever ended the post must man the office again. */
async function isUnmanned(tx: Tx, office: string): Promise<boolean> {
  const { kind } = await party(tx, office);
  if ((await staff(tx, office)).some(({ roles }) => mayActIn(kind, roles))) return false;
  return holdsOpenMatters(tx, office);
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
