import { z } from "zod";
import { dropExpiredMonths, prepareMonths } from "../access/index.ts";
import type { Db } from "../platform/db/index.ts";
import { forgetResults } from "../platform/http/index.ts";
import { forgetLapsedAttempts, forgetSessions } from "../platform/identity/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";

const daily: Queue<Record<string, never>> = { name: "platform.daily", data: z.object({}).strict() };

/** Every night, by one process of all: what has expired goes, and the months to come are made. */
export function runDaily(jobs: Jobs, db: Db): void {
  jobs.work(daily, () => tidy(db));
  jobs.schedule(daily, "23 3 * * *", {});
}

export async function tidy(db: Db): Promise<void> {
  await prepareMonths(db);
  await dropExpiredMonths(db);
  await forgetResults(db);
  await forgetSessions(db);
  await forgetLapsedAttempts(db);
}
