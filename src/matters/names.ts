import type { PartyRef } from "../contract/common.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { PartiesPort } from "./ports.ts";

/** Names of parties for one answer: each is asked for once. */
export function partyNames(db: Db | Tx, parties: PartiesPort): (id: string) => Promise<PartyRef> {
  const known = new Map<string, Promise<PartyRef>>();
  return (id) => {
    const found = known.get(id) ?? parties.party(db, id).then(({ name }) => ({ id, name }));
    known.set(id, found);
    return found;
  };
}
