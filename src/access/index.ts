import "./tables.ts";

export { tellEnding } from "./ending.ts";
export { grantEvidence, usageEvidence } from "./evidence.ts";
export { tellExpired } from "./expiry.ts";
export type { FileDelivery } from "./file-delivery.ts";
export { createGateway, type Gateway, signedBy, type VerifiedCall } from "./gateway.ts";
export {
  amendGrant,
  createGrant,
  endGrant,
  type Ground,
  grantById,
  grantsOf,
  idleGrants,
  type NewGrant,
  resumeGrant,
  standingOf,
  stateAt,
  suspendGrant,
} from "./grants.ts";
export type { AppendLeaf } from "./ledger.ts";
export { mask } from "./masking.ts";
export { readjustGrants } from "./readjustment.ts";
export type { Asker } from "./recording.ts";
export { grantHoldings } from "./reorganisation.ts";
export { dropExpiredMonths, retentionEvidence } from "./retention.ts";
export { columnIssues } from "./strictness.ts";
export { type OpenHosts, openHosts } from "./upstream/hosts.ts";
export { forgetUpstream, type Interface } from "./upstream/settle.ts";
export { isTried, stateOf, upstreamEvidence } from "./upstream/store.ts";
export { type Tried, Upstream } from "./upstream/upstream.ts";
export { KeyEnded } from "./usage.ts";
export { auditUsage, type UsageFault } from "./usage-audit.ts";
export { prepareMonths, readersOf, usageOfGrant } from "./usage-reading.ts";
export { endGrantsOnEntry, grantsOnEntry } from "./withdrawal.ts";
