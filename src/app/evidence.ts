import { grantEvidence, retentionEvidence, usageEvidence } from "../access/index.ts";
import { recordEvidence } from "../ch2-parties/index.ts";
import { batchEvidence } from "../ch4-collection/index.ts";
import { decisionEvidence, supervisionEvidence } from "../matters/index.ts";
import type { EvidenceSources } from "../platform/ledger/index.ts";

/** Where the ledger's records are read anew from, by the source named in their `ref`. */
export const evidence: EvidenceSources = {
  "matters.step": decisionEvidence,
  "matters.supervision": supervisionEvidence,
  "parties.record": recordEvidence,
  "access.grant": grantEvidence,
  "access.usage": usageEvidence,
  "access.dropped": retentionEvidence,
  "collection.batch": batchEvidence,
};
