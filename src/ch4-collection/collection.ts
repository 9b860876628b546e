import { z } from "zod";
import { inTransaction } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Cursors, Http } from "../platform/http/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";
import { jointMeasuring, jointRound, jointsOf, measureJoint } from "./joint-measuring.ts";
import type { CollectionOptions } from "./options.ts";
import { processResource } from "./processing.ts";
import { collectionRoutes } from "./routes.ts";
import { tidy } from "./upkeep.ts";

export interface Collection {
  routes(http: Http): void;
  /** Once the jobs run: takes up what an earlier process left behind. */
  start(): Promise<void>;
  /** Takes up what waits for a resource, and measures it anew, once it has been sealed anew. */
  resumed(tx: Tx, resource: string): Promise<void>;
}

const batches: Queue<{ resource: string }> = {
  name: "collection.batches",
  data: z.object({ resource: z.uuid() }),
};
const upkeep: Queue<Record<string, never>> = { name: "collection.upkeep", data: z.object({}).strict() };

/** The chapter at work. Declares its jobs, so it is made before `jobs.start()`. */
export function createCollection(
  given: Omit<CollectionOptions, "enqueue" | "measureOf"> & {
    readonly jobs: Jobs;
    readonly cursors: Cursors;
  },
): Collection {
  const { jobs, cursors, ...rest } = given;
  const measure = (tx: Tx, unit: string | null) =>
    jointsOf(tx, unit, (joint) => jobs.send(tx, jointMeasuring, { joint }));
  const options: CollectionOptions = {
    ...rest,
    enqueue: (tx, job) => jobs.send(tx, batches, job),
    measureOf: measure,
  };
  jobs.work(batches, ({ resource }) => processResource(options, resource));
  jobs.work(upkeep, () => tidy(options));
  jobs.schedule(upkeep, "17 * * * *", {});
  jobs.work(jointMeasuring, ({ joint }) => measureJoint(options, joint));
  jobs.work(jointRound, () => inTransaction(options.database.kysely, (tx) => measure(tx, null)));
  jobs.schedule(jointRound, "40 3 * * *", {});
  return {
    routes: (http) => collectionRoutes(http, { ...options, cursors }),
    start: () => tidy(options),
    async resumed(tx, resource) {
      await options.enqueue(tx, { resource });
      const { provider_id } = await tx
        .selectFrom("catalogue.resource as mounted")
        .innerJoin("catalogue.entry as entry", "entry.id", "mounted.entry_id")
        .select("entry.provider_id")
        .where("mounted.id", "=", resource)
        .executeTakeFirstOrThrow();
      await measure(tx, provider_id);
    },
  };
}
