export { cataloguePublication } from "./article-12-catalogue-publication.ts";
export { catalogueUpdate } from "./article-13-catalogue-update.ts";
export { classChangeProcedure, classEvaluationProcedure } from "./article-26-class-change.ts";
export { bindUpdate } from "./catalogue-update.ts";
export type { ComesIntoForce } from "./chain.ts";
export { chainRoutes } from "./chain-routes.ts";
export { gradeOf, isPersonal } from "./checks.ts";
export { bindClassChange, bindClassEvaluation } from "./class-change.ts";
export type { CataloguePorts } from "./entries.ts";
export { bindPublication } from "./publication.ts";
export { catalogueRoutes } from "./routes.ts";
export { type ImportParts, readImportsBy } from "./sheets-import.ts";
export {
  type MountedResource,
  mountedResource,
  type PublishedEntry,
  publishedEntry,
  resourcesOf,
} from "./store.ts";
