export { type Collection, createCollection } from "./collection.ts";
export { batchEvidence } from "./evidence.ts";
export { countsOf } from "./store.ts";
export { type FolderLimits, UploadFolder } from "./upload-folder.ts";
