import type { Caller } from "../platform/http/caller.ts";

/**
 * A grant and the record of its use are seen by the holder, the provider, the city's bureau, to which all applications
 * go (Art. 27 ¶1), and the auditor; to all others, a county's bureau too, there is none.
 */
export function mayReadGrant(caller: Caller, grant: { holder_id: string; provider_id: string }): boolean {
  return [grant.holder_id, grant.provider_id].includes(caller.party.id) || mayReadAllGrants(caller);
}

export function mayReadAllGrants({ party, roles }: Caller): boolean {
  return (party.kind === "authority" && party.level === "city") || roles.includes("auditor");
}

/** Posts in which a person of the holder may have files of a grant: those that do the unit's business with data. */
export const fetchers = ["data-officer", "section-head", "chief-data-officer"] as const;
