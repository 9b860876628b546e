export { EqualityIndex, SubjectIndex, type SubjectKind } from "./blind-index.ts";
export { IntegrityError } from "./encoding.ts";
export { type Cryptography, softwareCryptography } from "./provider.ts";
export { type MacedRow, RowMac, type StoredValue } from "./row-mac.ts";
export { FieldSealer, SEALED_OVERHEAD, type SealingKeys, sealedVersion } from "./sealing.ts";
export { sm3 } from "./sm3.ts";
export { openFile, sealedLength, sealFile } from "./stream.ts";
