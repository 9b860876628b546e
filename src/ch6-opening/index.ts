export { openCataloguePublication, openingPriorityProcedure } from "./article-36-open-catalogue.ts";
export { openingPublication } from "./article-36-opening-publication.ts";
export { openingObjection } from "./article-40-objection.ts";

import "./tables.ts";

export { applyAll, localSource } from "./applier.ts";
export { bindObjection } from "./objection.ts";
export { bindOpenCatalogue } from "./open-catalogue-publication.ts";
export { openCatalogueRoutes } from "./open-catalogue-routes.ts";
export { bindOpening, type OpeningPorts } from "./opening.ts";
export { portalRoutes } from "./portal-routes.ts";
export { bindOpeningPriority } from "./priority.ts";
export { nameProviders } from "./provider.ts";
export type { LogSeal } from "./publication.ts";
export { closeWhatMayNotBeOpen, closeWithEntry, isOpenedWith } from "./reclassing.ts";
