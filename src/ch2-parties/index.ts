export { resolveActor } from "./actors.ts";
export { dataTask } from "./article-08-task.ts";
export { postsOf, resolveCaller } from "./callers.ts";
export { type SecretBox, type VerificationKey, verificationKey } from "./clients.ts";
export { type Departure, depart } from "./departure.ts";
export {
  addParty,
  addPerson,
  addRegion,
  type Party,
  party,
  partyNames,
  partyOfCode,
  personNames,
} from "./directory.ts";
export { partiesRoutes } from "./routes.ts";
export { staff } from "./staff.ts";
export { taskRoutes } from "./task-routes.ts";
export { bindTask } from "./tasks.ts";
