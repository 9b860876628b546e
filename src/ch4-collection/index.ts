export { type Collection, createCollection } from "./collection.ts";
export type { CataloguePort, CollectedResource, CollectionOptions } from "./ports.ts";
export { countsOf } from "./store.ts";
export { type FolderLimits, UploadFolder } from "./upload-folder.ts";
