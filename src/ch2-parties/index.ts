export { resolveActor } from "./actors.ts";
export { channelMerger, countyPlatform } from "./article-07-channel.ts";
export { responsibilityAssignment } from "./article-08-responsibility.ts";
export { dataTask } from "./article-08-task.ts";
export { postsOf, resolveCaller } from "./callers.ts";
export { bindChannelMerger, bindCountyPlatform } from "./channels.ts";
export { type SecretBox, type VerificationKey, verificationKey } from "./clients.ts";
export { type Departure, depart } from "./departure.ts";
export {
  addParties,
  addParty,
  addPerson,
  addRegion,
  areaNames,
  hold,
  mergedInto,
  type Party,
  party,
  partyNames,
  partyOfCode,
  personNames,
} from "./directory.ts";
export { dutyRoutes } from "./duty-routes.ts";
export { partyHoldings } from "./holdings.ts";
export { giveOffice } from "./offices.ts";
export { personActEvidence } from "./person-acts.ts";
export { personRoutes } from "./person-routes.ts";
export { type GradingBasis, gradingBasis } from "./registers/grading-basis.ts";
export { gradingFloors } from "./registers/grading-floors.ts";
export { cityDocument } from "./registers/library.ts";
export { mayReadRecordFile, readableOf, registerOf } from "./registers/records.ts";
export { type ReplacedRules, replacedRules } from "./registers/replaced-rules.ts";
export { registerRoutes } from "./registers/routes.ts";
export {
  type ClassificationStandard,
  classificationStandard,
  classificationStandards,
  replacementOf,
  standardsInForce,
} from "./registers/standards.ts";
export { recordEvidence } from "./registers/store.ts";
export type { UnitHoldings } from "./reorganisation.ts";
export { reorganisationRoutes } from "./reorganisation-routes.ts";
export { bindResponsibility } from "./responsibilities.ts";
export { partiesRoutes } from "./routes.ts";
export { administrators } from "./separation.ts";
export { staff, withRole } from "./staff.ts";
export { taskRoutes } from "./task-routes.ts";
export { bindTask } from "./tasks.ts";
export { unitRoutes } from "./unit-routes.ts";
export { isInside, unitNamed } from "./units.ts";
