import { addParty, party, partyOfCode } from "../ch2-parties/index.ts";
import type { WindowParties } from "../matters/index.ts";

/** Applicants at a window: organisations by their credit code, citizens entered by name only. */
export const windowParties: WindowParties = {
  async organisation(db, creditCode) {
    const id = await partyOfCode(db, creditCode);
    return id === null ? null : party(db, id);
  },
  async citizen(tx, at, name, region) {
    const citizen = { name, kind: "citizen", level: "none", region, uscc: null } as const;
    return { id: await addParty(tx, at, { ...citizen, shortName: name }), ...citizen };
  },
};
