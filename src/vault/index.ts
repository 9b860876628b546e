import "./tables.ts";

export { auditTable, auditTables, type TableFault } from "./audit.ts";
export { clientTransaction } from "./client-transaction.ts";
export { type Compared, compareSubjects, filledRows, type Incomparable, neverCompared } from "./compare.ts";
export { areEnded, endRows } from "./ending.ts";
export { auditFiles, type FileFault } from "./files/audit.ts";
export { type ArrivedFile, type FileParts, ingestFile } from "./files/ingest.ts";
export {
  fileInForce,
  fileOnRecord,
  filesEver,
  filesInForce,
  readFile,
  type StoredFile,
} from "./files/read.ts";
export { fileEvidence, type RecordLeaf, removeFile } from "./files/removal.ts";
export { FileStores } from "./files/stores.ts";
export { clearAway } from "./files/upkeep.ts";
export { RowIdentity } from "./identity.ts";
export { type IngestRequest, ingest } from "./ingest.ts";
export {
  type Rotated,
  type RotationParts,
  rotateKeysOf,
  rotateKeysOlderThan,
  rotationEvidence,
} from "./key-rotation.ts";
export type { ResourceKeys, VaultKeyring } from "./keys.ts";
export { planIssue } from "./plan.ts";
export { type OpenedRow, openResource, ResourceReader } from "./read.ts";
export { resealWaiting } from "./reseal.ts";
export { isResealing, type Place, placeOf, planReseal, resealEvidence } from "./reseal-plan.ts";
export type { HeldUp, ResealParts } from "./reseal-work.ts";
export {
  batchDigest,
  createResource,
  type Resource,
  readjust,
  resourceByCode,
  rowCount,
} from "./resource.ts";
export type { BatchMark } from "./row-sealer.ts";
export type { CheckedRow, Conflict, IngestCounts, Ingested } from "./rows.ts";
export { sampleResource } from "./sample.ts";
export { normalSubject, subjectKeyOf } from "./subject.ts";
