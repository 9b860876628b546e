export { openingPublication } from "./article-36-opening-publication.ts";
export { openingObjection } from "./article-40-objection.ts";

import "./tables.ts";

export { applyAll, localSource } from "./applier.ts";
export { bindObjection } from "./objection.ts";
export { bindOpening, type OpeningPorts } from "./opening.ts";
export { portalRoutes } from "./portal-routes.ts";
export { nameProviders } from "./provider.ts";
export type { LogSeal } from "./publication.ts";
export { closeWhatMayNotBeOpen } from "./reclassing.ts";
