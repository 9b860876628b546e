export { Province } from "./province.ts";
export { retryEvidence } from "./retry.ts";
export { provinceRoutes } from "./routes.ts";
