import { testMatters } from "../support/matters.ts";
import { decideInParallel } from "../support/parallel-decisions.ts";
import { testDatabase } from "../support/postgres.ts";

/** 50 approvers at once, 200 rounds: exactly one wins each. @throws Error where it was not so */
export async function run(): Promise<string> {
  const t = await testDatabase();
  try {
    const outcome = await decideInParallel(await testMatters(t), { rounds: 200, approvers: 50 });
    const wrong = outcome.winners.filter((winners) => winners !== 1).length;
    const others = outcome.refusals.filter((code) => code !== "stale_version");
    if (wrong > 0 || others.length > 0)
      throw new Error(`${wrong} rounds wrong; refused by ${others.join(", ")}`);
    return "50 parallel decisions, 200 rounds: exactly one won each";
  } finally {
    await t.drop();
  }
}
