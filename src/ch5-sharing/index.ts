export { bindApplication } from "./application.ts";
export { type GatewayOptions, gatewayRoutes } from "./gateway-routes.ts";
export { bindGrantReturn, bindGrantStop } from "./grant-end.ts";
export { grantRoutes } from "./grant-routes.ts";
