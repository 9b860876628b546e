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

/** Kinds of parties the Measures know (Art. 3, 5, 6, 48, 60, 77). */
export const partyKind = z.enum([
  "government",
  "authority",
  "service-agency",
  "department",
  "public-service-enterprise",
  "superior-unit",
  "regulator",
  "operator",
  "developer",
  "citizen",
  "company",
]);
export type PartyKind = z.infer<typeof partyKind>;

export const partyLevel = z.enum(["province", "city", "county", "none"]);
export type PartyLevel = z.infer<typeof partyLevel>;
