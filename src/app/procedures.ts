import {
  type AppendLeaf,
  endGrantsOnEntry,
  forgetUpstream,
  grantsOnEntry,
  isTried,
  readjustGrants,
} from "../access/index.ts";
import {
  bindChannelMerger,
  bindCountyPlatform,
  bindResponsibility,
  bindTask,
  channelMerger,
  countyPlatform,
  dataTask,
  partyNames,
  responsibilityAssignment,
} from "../ch2-parties/index.ts";
import {
  bindClassChange,
  bindClassEvaluation,
  bindFiling,
  bindListPublication,
  bindListSubmission,
  bindProjectAcceptance,
  bindProjectApproval,
  bindPublication,
  bindRegistration,
  bindRegrading,
  bindUpdate,
  bindWithdrawal,
  type ComesIntoForce,
  catalogueFiling,
  cataloguePublication,
  catalogueUpdate,
  catalogueWithdrawal,
  classChangeProcedure,
  classEvaluationProcedure,
  listPublication,
  listSubmission,
  projectAcceptanceProcedure,
  projectApprovalProcedure,
  refuseGone,
  regradingProcedure,
  resourceRegistration,
} from "../ch3-catalogue/index.ts";
import {
  bindCollectionItem,
  bindJointCollection,
  bindSourceDesignation,
  collectionLines,
  collectionRegistration,
  jointCollectionRegistration,
  type MeasureJoint,
  otherSources,
  sourceDesignation,
} from "../ch4-collection/index.ts";
import {
  bindApplication,
  bindGrantReturn,
  bindGrantStop,
  bindSharingNeed,
  filedGrants,
  grantReturn,
  grantStop,
  sharingApplication,
  sharingNeedProcedure,
} from "../ch5-sharing/index.ts";
import {
  bindObjection,
  bindOpenCatalogue,
  bindOpening,
  bindOpeningPriority,
  closeWhatMayNotBeOpen,
  closeWithEntry,
  isOpenedWith,
  type OpeningPorts,
  openCataloguePublication,
  openingObjection,
  openingPriorityProcedure,
  openingPublication,
} from "../ch6-opening/index.ts";
import type { Procedure } from "../law/language.ts";
import type { BoundProcedure } from "../matters/index.ts";
import { createResource, planReseal, rowCount } from "../vault/index.ts";

/** Every procedure the platform declares, in the order of the Measures: what `npm run generate` documents. */
export const procedures: readonly Procedure[] = [
  channelMerger,
  countyPlatform,
  dataTask,
  responsibilityAssignment,
  regradingProcedure,
  cataloguePublication,
  catalogueUpdate,
  catalogueWithdrawal,
  catalogueFiling,
  projectApprovalProcedure,
  projectAcceptanceProcedure,
  collectionRegistration,
  sourceDesignation,
  jointCollectionRegistration,
  listSubmission,
  listPublication,
  classChangeProcedure,
  classEvaluationProcedure,
  sharingNeedProcedure,
  sharingApplication,
  grantReturn,
  grantStop,
  openingPublication,
  openCataloguePublication,
  openingPriorityProcedure,
  openingObjection,
  resourceRegistration,
];

/** The same procedures with what makes them run. */
export function bindProcedures(ports: {
  append: AppendLeaf;
  opening: OpeningPorts;
  measureJoint: MeasureJoint;
}): readonly BoundProcedure[] {
  const protects: ComesIntoForce = async (tx, { id, version, content: { items } }, at) => {
    await readjustGrants(tx, ports.append, { id, items }, at);
    await planReseal(tx, { id, version, items }, at);
  };
  // What a department alone calls core data is protected at once; that it is not shared at all is decided by review.
  const protectsUntilReviewed: ComesIntoForce = (tx, entry, at) => {
    const items = entry.content.items.map((item) =>
      item.importance === "core" ? { ...item, importance: "important" as const } : item,
    );
    return protects(tx, { ...entry, content: { ...entry.content, items } }, at);
  };
  const comesIntoForce: ComesIntoForce = async (tx, entry, at) => {
    await protects(tx, entry, at);
    await closeWhatMayNotBeOpen(tx, ports.opening.seal, entry, at);
  };
  return [
    bindChannelMerger(),
    bindCountyPlatform(),
    bindTask(),
    bindResponsibility(),
    bindRegrading(protectsUntilReviewed, comesIntoForce),
    bindPublication(comesIntoForce, otherSources),
    bindUpdate(comesIntoForce, otherSources),
    bindWithdrawal({
      inUse: async (db, entry) => {
        const holders = (await grantsOnEntry(db, entry)).map(({ holderId }) => holderId);
        const names = await partyNames(db, holders);
        return { holders: [...names.values()], open: await isOpenedWith(db, entry) };
      },
      end: async (tx, { id }, ground) => {
        await closeWithEntry(tx, ports.opening.seal, id, ground);
        await forgetUpstream(tx, ports.append, id, ground);
        return endGrantsOnEntry(tx, ports.append, id, { ...ground, article: "13¶2" });
      },
    }),
    bindFiling({
      comesIntoForce,
      grants: {
        ...filedGrants(ports.append),
        createResource: (tx, resource, content) => createResource(tx, resource, content.items),
      },
    }),
    bindProjectApproval(),
    bindProjectAcceptance(async (tx, { id, code, kind }) =>
      kind === "interface" ? isTried(tx, code) : (await rowCount(tx, id)) !== "0",
    ),
    bindCollectionItem(),
    bindSourceDesignation(),
    bindJointCollection(ports.measureJoint),
    bindListSubmission(collectionLines),
    bindListPublication(),
    bindClassChange(comesIntoForce),
    bindClassEvaluation(comesIntoForce),
    bindSharingNeed(),
    bindApplication(ports.append),
    bindGrantReturn(ports.append),
    bindGrantStop(ports.append),
    bindOpening(ports.opening),
    bindOpenCatalogue(),
    bindOpeningPriority(ports.opening.seal),
    bindObjection(ports.opening),
    bindRegistration(),
  ].map(toldWhenGone);
}

/** Whoever starts a matter on an entry that has left the catalogue learns that it has, whatever the matter (Art. 13). */
const toldWhenGone = (bound: BoundProcedure): BoundProcedure => {
  const { procedure, subjectTitle } = bound;
  if (procedure.subject !== "entry" || subjectTitle === null) return bound;
  return {
    ...bound,
    subjectTitle: async (opening) => {
      const title = await subjectTitle(opening);
      if (title === null && opening.subject !== null)
        await refuseGone(opening.tx, opening.caller, opening.subject);
      return title;
    },
  };
};
