export { append, type NewLeaf } from "./append.ts";
export { auditLedger } from "./audit.ts";
export type { EvidenceRow, EvidenceSource, EvidenceSources } from "./evidence.ts";
export { exportLedger } from "./export.ts";
export { receiptOf } from "./leaf.ts";
export { type CheckpointSigner, checkpointSigner } from "./note.ts";
export {
  type Inclusion,
  latestCheckpoint,
  placesOf,
  proveConsistency,
  proveInclusion,
  type SignedCheckpoint,
} from "./proofs.ts";
export { printReceipt } from "./receipt.ts";
export { ledgerRoutes } from "./routes.ts";
export { Sequencer, type SequencerOptions } from "./sequencer.ts";
