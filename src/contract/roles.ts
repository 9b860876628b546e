import { z } from "zod";

/**
 * What a post lets its holder do in the party it belongs to. Administrators are separate persons (三员分立);
 * the actors of a procedure (authority, provider, user) come from the party, not from the role.
 */
export const role = z.enum([
  "data-officer",
  "section-head",
  "chief-data-officer",
  "system-admin",
  "security-admin",
  "auditor",
  "leader",
  "operator",
  "developer",
  "member-of-public",
]);
export type Role = z.infer<typeof role>;

/** Units that manage or serve the public (Art. 3), those of the province and the state in the city among them. */
const units = [
  "government",
  "authority",
  "service-agency",
  "department",
  "public-service-enterprise",
  "superior-unit",
] as const;
/** They, and whoever watches over them: all who have to do with public data in their duties. */
const inside = [...units, "regulator"] as const;

/** Kinds of parties the Measures know (Art. 3, 5, 6, 48, 60, 77). */
export const partyKind = z.enum([...inside, "operator", "developer", "citizen", "company"]);
export type PartyKind = z.infer<typeof partyKind>;
export const unitKinds: readonly PartyKind[] = units;
export const insideKinds: readonly PartyKind[] = inside;

export const partyLevel = z.enum(["province", "city", "county", "none"]);
export type PartyLevel = z.infer<typeof partyLevel>;
