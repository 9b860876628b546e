import { batchEvidence } from "../ch4-collection/index.ts";
import type { EvidenceSources } from "../platform/ledger/index.ts";

/** Where the ledger's records are read anew from, by the source named in their `ref`. Every chapter adds its own. */
export const evidence: EvidenceSources = { "collection.batch": batchEvidence };
