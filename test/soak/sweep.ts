import { openPool } from "../../src/platform/db/index.ts";
import { ownCluster } from "../support/own-cluster.ts";
import { killSweeps } from "../support/sweep-kills.ts";

/** Kills of a sweep; fewer to try it out. */
const kills = Number(process.env.GONGSHU_SOAK_KILLS ?? "200");

export async function run(): Promise<string> {
  const cluster = await ownCluster();
  const admin = openPool(cluster.adminUrl, { max: 3 });
  const ownerPool = openPool(cluster.ownerUrl, { max: 2 });
  try {
    const t = { db: cluster.database.kysely, ownerPool, url: cluster.url };
    const { due, missed, doubled } = await killSweeps(t, admin, kills, 20260211);
    const tally = `${kills} kills, ${due} due, ${missed} missed, ${doubled} doubled`;
    if (missed + doubled > 0 || due !== kills * 10) throw new Error(tally);
    return tally;
  } finally {
    await Promise.all([admin.end(), ownerPool.end()]);
    await cluster.remove();
  }
}
