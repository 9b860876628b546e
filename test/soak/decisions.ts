import { openPool } from "../../src/platform/db/index.ts";
import { testMatters } from "../support/matters.ts";
import { ownCluster } from "../support/own-cluster.ts";
import { decideInParallel } from "../support/parallel-decisions.ts";

/** 50 approvers at once, 200 rounds: exactly one wins each. @throws Error where it was not so */
export async function run(): Promise<string> {
  const cluster = await ownCluster();
  const ownerPool = openPool(cluster.ownerUrl, { max: 2 });
  try {
    const matters = await testMatters({ db: cluster.database.kysely, ownerPool });
    const outcome = await decideInParallel(matters, { rounds: 200, approvers: 50 });
    const wrong = outcome.winners.filter((winners) => winners !== 1).length;
    const others = outcome.refusals.filter((code) => code !== "stale_version");
    if (wrong > 0 || others.length > 0)
      throw new Error(`${wrong} rounds wrong; refused by ${others.join(", ")}`);
    return "50 parallel decisions, 200 rounds: exactly one won each";
  } finally {
    await ownerPool.end();
    await cluster.remove();
  }
}
