import { createClient, issueKey } from "../../src/ch2-parties/clients.ts";
import { addParty, addPerson, addRegion, type SecretBox } from "../../src/ch2-parties/index.ts";
import { lawNow } from "../../src/platform/clocks/index.ts";
import type { Db } from "../../src/platform/db/index.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { uuid } from "../../src/platform/ids/index.ts";

/** Kept in clear: whoever needs more than a live key seals by a keyring. */
const unsealed: SecretBox = { seal: (plain: Buffer) => plain, open: (sealed: Buffer) => sealed };

/** A using department with a client system and its HMAC key. */
export async function clientSystem(db: Db, box = unsealed, uscc = "112305000000000001") {
  const at = await lawNow(db);
  return inTransaction(db, async (tx) => {
    const place = { region: "230500", level: "city" as const, kind: "department" as const };
    await addRegion(tx, { code: place.region, name: "双鸭山市", level: "city", parent: null });
    const party = { ...place, name: "使用单位", uscc };
    const partyId = await addParty(tx, at, { ...party, shortName: "使用单位" });
    const roles = ["data-officer" as const];
    const personId = await addPerson(tx, at, { name: "经办人", partyId, unit: null, roles });
    const person = { personId, personName: "经办人", postId: uuid(), unit: null, roles };
    const caller = { ...person, party: { ...party, id: partyId } };
    const clientName = "社会救助系统";
    const clientId = await createClient(tx, caller, clientName);
    const { keyid, secret } = await issueKey(tx, box, caller, clientId, { algorithm: "hmac-sha256" });
    if (secret === null) throw new Error("an HMAC key has a secret");
    return { keyid, secret, clientId, clientName, partyId };
  });
}
