export { cataloguePublication } from "./article-12-catalogue-publication.ts";
export { gradeOf, isPersonal } from "./checks.ts";
export type { CataloguePorts } from "./entries.ts";
export { bindPublication } from "./publication.ts";
export { catalogueRoutes } from "./routes.ts";
export {
  type MountedResource,
  mountedResource,
  type PublishedEntry,
  publishedEntry,
  resourcesOf,
} from "./store.ts";
