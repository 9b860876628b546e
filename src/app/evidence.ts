import { grantEvidence, retentionEvidence, upstreamEvidence, usageEvidence } from "../access/index.ts";
import { personActEvidence, recordEvidence as registerEvidence } from "../ch2-parties/index.ts";
import { recordEvidence as catalogueEvidence } from "../ch3-catalogue/index.ts";
import { batchEvidence, settlementEvidence } from "../ch4-collection/index.ts";
import {
  decisionEvidence,
  documentEvidence,
  revocationEvidence,
  scanEvidence,
  supervisionEvidence,
} from "../matters/index.ts";
import type { EvidenceSources } from "../platform/ledger/index.ts";
import { retryEvidence } from "../province/index.ts";
import { fileEvidence, resealEvidence, rotationEvidence } from "../vault/index.ts";

/** Where the ledger's records are read anew from, by the source named in their `ref`. */
export const evidence: EvidenceSources = {
  "matters.step": decisionEvidence,
  "matters.supervision": supervisionEvidence,
  "matters.document": documentEvidence,
  "matters.document_revocation": revocationEvidence,
  "matters.document_scan": scanEvidence,
  "parties.record": registerEvidence,
  "parties.person_act": personActEvidence,
  "access.grant": grantEvidence,
  "access.usage": usageEvidence,
  "access.dropped": retentionEvidence,
  "access.upstream": upstreamEvidence,
  "catalogue.record": catalogueEvidence,
  "collection.batch": batchEvidence,
  "collection.settlement": settlementEvidence,
  "vault.reseal": resealEvidence,
  "vault.key_rotation": rotationEvidence,
  "vault.file": fileEvidence,
  "province.retry": retryEvidence,
};
