export { lastArrivals } from "./arrivals.ts";
export {
  collectionRegistration,
  jointCollectionRegistration,
  sourceDesignation,
} from "./article-15-source.ts";
export { liveCheck } from "./checks/live.ts";
export { type Collection, createCollection } from "./collection.ts";
export { batchEvidence } from "./evidence.ts";
export { tellHeldUp } from "./held-up.ts";
export { bindJointCollection, type MeasureJoint } from "./joint-collection.ts";
export { jointMeasuring } from "./joint-measuring.ts";
export { tellParticipants } from "./joint-notices.ts";
export { jointRoutes } from "./joint-routes.ts";
export { sourceHoldings } from "./reorganisation.ts";
export { auditSettlements, settlementEvidence } from "./settlement-evidence.ts";
export { sourceRoutes } from "./source-routes.ts";
export { collectionLines, otherSources } from "./source-store.ts";
export { bindCollectionItem, bindSourceDesignation } from "./sources.ts";
export { countsOf } from "./store.ts";
export { type FolderLimits, UploadFolder } from "./upload-folder.ts";
export { zoneRoutes } from "./zone-routes.ts";
