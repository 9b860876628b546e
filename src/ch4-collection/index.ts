export type { CataloguePort, CollectedResource, CollectionOptions } from "./ports.ts";
export { processResource } from "./processing.ts";
export { collectionRoutes } from "./routes.ts";
export { tidy } from "./upkeep.ts";
export { type FolderLimits, UploadFolder } from "./upload-folder.ts";
