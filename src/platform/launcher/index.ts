export { type Account, canEnter, databaseAccount } from "./account.ts";
export {
  type ClusterOptions,
  clusterUrl,
  ensureRunning,
  type RunningCluster,
  stopCluster,
} from "./cluster.ts";
export { type HeldCluster, holdCluster } from "./hold.ts";
