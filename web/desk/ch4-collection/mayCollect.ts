import type { Role } from "../../../src/contract/roles.ts";
import type { Me } from "../../../src/contract/session.ts";

const senders: readonly Role[] = ["data-officer", "section-head", "chief-data-officer"];

/** Sends data of their unit, as the platform decides it. */
export const maySend = ({ roles }: Me): boolean => roles.some((role) => senders.includes(role));

/** Looks at batches; administrators and leaders do not. */
export const mayReadBatches = (me: Me): boolean => maySend(me) || me.roles.includes("auditor");
