import { z } from "zod";
import { dropExpiredMonths, prepareMonths } from "../access/index.ts";
import type { Db } from "../platform/db/index.ts";
import { pruneOutbox } from "../platform/events/index.ts";
import { dropExpiredFiles, type FileStore } from "../platform/files/index.ts";
import { forgetResults } from "../platform/http/index.ts";
import { forgetExternalSignIns, forgetLapsedAttempts, forgetSessions } from "../platform/identity/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";
import { append } from "../platform/ledger/index.ts";
import { forgetDeliveries } from "../platform/notices/index.ts";

const daily: Queue<Record<string, never>> = { name: "platform.daily", data: z.object({}).strict() };

/** Every night, by one process of all: what has expired goes, and the months to come are made. */
export function runDaily(jobs: Jobs, kept: Kept): void {
  jobs.work(daily, () => tidy(kept));
  jobs.schedule(daily, "23 3 * * *", {});
}

/** Where things are kept that expire. */
interface Kept {
  readonly db: Db;
  readonly files: FileStore;
}

export async function tidy({ db, files }: Kept): Promise<void> {
  await prepareMonths(db);
  await dropExpiredMonths(db, append);
  await forgetResults(db);
  await pruneOutbox(db);
  await forgetDeliveries(db);
  await forgetSessions(db);
  await forgetLapsedAttempts(db);
  await forgetExternalSignIns(db);
  await dropExpiredFiles(db, files);
}
