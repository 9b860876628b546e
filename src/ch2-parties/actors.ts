import type { Actor } from "../law/language.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { party } from "./directory.ts";
import { officeHolder } from "./offices.ts";
import "./tables.ts";

/** The parties a matter is about: who started it and, where there is one, whose data it concerns. */
export interface About {
  readonly starter: string;
  readonly provider: string | null;
}

/**
 * Which party an actor of a procedure is, now. Null where any party may act (`department`, `public`) or none (`platform`).
 * Art. 6 names the authorities; "same level" follows our reading: the bureau of the region of the provider,
 * and the next level or the government where that bureau is itself the provider.
 */
export async function resolveActor(db: Db | Tx, actor: Actor, about: About): Promise<string | null> {
  switch (actor) {
    case "starter":
      return about.starter;
    case "provider":
      return about.provider;
    case "municipal-authority":
      return municipal(db, "authority");
    case "service-agency":
      return municipal(db, "service-agency");
    case "same-level-authority":
      return sameLevelAuthority(db, about.provider ?? about.starter);
    case "staffing-office":
      return staffingOffice(db, about.provider ?? about.starter);
    case "department":
    case "public":
    case "platform":
      return null;
  }
}

async function staffingOffice(db: Db | Tx, partyId: string): Promise<string | null> {
  const { region } = await party(db, partyId);
  return (await officeHolder(db, "staffing", region))?.id ?? null;
}

async function municipal(db: Db | Tx, kind: "authority" | "service-agency"): Promise<string> {
  const party = await db
    .selectFrom("parties.party")
    .select("id")
    .where("kind", "=", kind)
    .where("level", "=", "city")
    .where("active_until", "is", null)
    .executeTakeFirstOrThrow();
  return party.id;
}

/** The city's data bureau (Art. 6). */
export const cityAuthority = (db: Db | Tx): Promise<string> => municipal(db, "authority");

async function sameLevelAuthority(db: Db | Tx, partyId: string): Promise<string> {
  const party = await db
    .selectFrom("parties.party")
    .select(["id", "kind", "level", "region"])
    .where("id", "=", partyId)
    .executeTakeFirstOrThrow();
  if (party.kind === "authority") return nextLevel(db, party);
  if (party.level !== "county") return municipal(db, "authority");
  const county = await db
    .selectFrom("parties.party")
    .select("id")
    .where("kind", "=", "authority")
    .where("region", "=", party.region)
    .where("active_until", "is", null)
    .executeTakeFirst();
  return county?.id ?? municipal(db, "authority");
}

/** A bureau that is itself the provider cannot review itself: county → city bureau, city → city government. */
async function nextLevel(db: Db | Tx, bureau: { level: string }): Promise<string> {
  if (bureau.level === "county") return municipal(db, "authority");
  const government = await db
    .selectFrom("parties.party")
    .select("id")
    .where("kind", "=", "government")
    .where("level", "=", "city")
    .where("active_until", "is", null)
    .executeTakeFirstOrThrow();
  return government.id;
}
