export { bindApplication } from "./application.ts";
export { sharingNeedProcedure } from "./article-22-sharing-need.ts";
export { sharingApplication } from "./article-27-sharing-application.ts";
export { grantReturn, grantStop } from "./article-31-grant-end.ts";
export { filedGrants } from "./filed-grants.ts";
export { type GatewayOptions, gatewayRoutes } from "./gateway-routes.ts";
export { bindGrantReturn, bindGrantStop } from "./grant-end.ts";
export { grantRoutes } from "./grant-routes.ts";
export { bindSharingNeed } from "./sharing-need.ts";
