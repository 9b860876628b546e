export { dropExpiredFiles } from "./expired.ts";
export { fileRoutes, type MayRead } from "./files.ts";
export { keepFile } from "./keep.ts";
export { claimedType, dataFileTypes, mediaTypeOf } from "./media.ts";
export { attachmentHeaders, cleanName } from "./names.ts";
export { FileStore, type Received } from "./store.ts";
export { takeFiles } from "./take.ts";
