export { regradingProcedure } from "./article-11-regrading.ts";
export { catalogueFiling } from "./article-12-catalogue-filing.ts";
export { cataloguePublication } from "./article-12-catalogue-publication.ts";
export { catalogueUpdate } from "./article-13-catalogue-update.ts";
export { catalogueWithdrawal } from "./article-13-catalogue-withdrawal.ts";
export { projectAcceptanceProcedure, projectApprovalProcedure } from "./article-14-project.ts";
export { listPublication, listSubmission } from "./article-23-lists.ts";
export { classChangeProcedure, classEvaluationProcedure } from "./article-26-class-change.ts";
export { resourceRegistration } from "./article-68-registration.ts";
export { bindUpdate } from "./catalogue-update.ts";
export {
  bindWithdrawal,
  endWithEntry,
  entryStays,
  type InUse,
  type LeavesCatalogue,
} from "./catalogue-withdrawal.ts";
export type { ComesIntoForce } from "./chain.ts";
export { chainRoutes } from "./chain-routes.ts";
export { gradeOf, isPersonal } from "./checks.ts";
export { bindClassChange, bindClassEvaluation } from "./class-change.ts";
export { dashboardScope } from "./dashboard.ts";
export { dashboardRoutes } from "./dashboard-routes.ts";
export { dueAfter, type LastArrivals, nextUpdates } from "./data-due.ts";
export type { OtherSources } from "./duplicates.ts";
export { duplicatesRoutes } from "./duplicates-routes.ts";
export { type CataloguePorts, mountableEntry } from "./entries.ts";
export { type FiledGrant, filedGrant } from "./filed.ts";
export { bindFiling } from "./filing.ts";
export { filingRoutes } from "./filing-routes.ts";
export type { FiledGrants, StandingGrant } from "./filing-settling.ts";
export { gradingRoutes } from "./grading-routes.ts";
export { bindListPublication, bindListSubmission } from "./list-procedures.ts";
export { listRoutes } from "./list-routes.ts";
export { type CollectionLines, inScope, type Scope } from "./lists.ts";
export { isInside } from "./policy.ts";
export { bindProjectAcceptance, bindProjectApproval } from "./project.ts";
export { bindPublication } from "./publication.ts";
export {
  type Kept,
  keep,
  latest as latestRecord,
  recordEvidence,
  recordOfMatter,
} from "./records.ts";
export { bindRegistration } from "./registration.ts";
export { registrationRoutes } from "./registration-routes.ts";
export { bindRegrading } from "./regrading.ts";
export { remarkRoutes } from "./remark-routes.ts";
export { entryHoldings } from "./reorganisation.ts";
export { catalogueRoutes } from "./routes.ts";
export type { Sampler } from "./sampling.ts";
export { type ImportParts, readImportsBy } from "./sheets-import.ts";
export {
  columnNames,
  entryInForce,
  heldInForce,
  lastPublished,
  type MountedResource,
  mountedResource,
  type PublishedEntry,
  publishedBy,
  publishedEntry,
  publishedEntryCoded,
  resourcesOf,
} from "./store.ts";
export { submissionRoutes } from "./submissions.ts";
export { refuseGone } from "./withdrawn-entry.ts";
export { worksheetRoutes } from "./worksheet-routes.ts";
