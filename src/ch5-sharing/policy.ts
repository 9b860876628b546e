import type { Caller } from "../platform/http/caller.ts";

/**
 * A grant and the record of its use are seen by the holder, the provider, the city's bureau, to which all applications
 * go (Art. 27 ¶1), and the auditor; to all others, a county's bureau too, there is none.
 */
export function mayReadGrant(caller: Caller, grant: { holder_id: string; provider_id: string }): boolean {
  const { id, kind, level } = caller.party;
  if ([grant.holder_id, grant.provider_id].includes(id)) return true;
  return (kind === "authority" && level === "city") || caller.roles.includes("auditor");
}
