export { append, type NewLeaf } from "./append.ts";
export {
  type EvidenceRow,
  type EvidenceSource,
  type EvidenceSources,
  rowHash,
  rowsDigest,
} from "./evidence.ts";
export { type CheckpointSigner, checkpointSigner } from "./note.ts";
export {
  type Inclusion,
  latestCheckpoint,
  proveConsistency,
  proveInclusion,
  type SignedCheckpoint,
} from "./proofs.ts";
export { printReceipt } from "./receipt.ts";
export { ledgerRoutes } from "./routes.ts";
export { Sequencer, type SequencerOptions } from "./sequencer.ts";
