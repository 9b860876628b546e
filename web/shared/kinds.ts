/** Procedures that pages start by name; every other one is met through its declaration only. */
export const kinds = {
  publishEntry: "catalogue-publication",
  declareChange: "catalogue-update",
  withdrawEntry: "catalogue-withdrawal",
  regrade: "regrading",
  fileStock: "catalogue-filing",
  registerResource: "resource-registration",
  changeClass: "class-change",
  evaluateClass: "class-evaluation",
  stateNeed: "sharing-need",
  applyForSharing: "sharing-application",
  returnGrant: "grant-return",
  publishDataset: "opening-publication",
  publishOpenCatalogue: "open-catalogue-publication",
  setPriority: "opening-priority",
  objectToDataset: "opening-objection",
} as const;
