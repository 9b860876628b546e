export {
  type ClusterOptions,
  clusterUrl,
  ensureRunning,
  type RunningCluster,
  stopCluster,
} from "./cluster.ts";
