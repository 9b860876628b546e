import { fromKysely, PgBoss } from "pg-boss";
import type { z } from "zod";
import type { JsonObject } from "../../contract/json.ts";
import type { Tx } from "../db/tables.ts";
import type { Log } from "../logging/log.ts";

/** A kind of job: its name of two parts, and the shape of what it is given. Personal values do not belong in it. */
export interface Queue<Data extends JsonObject> {
  readonly name: string;
  readonly data: z.ZodType<Data>;
}

const dead = "jobs.dead";
const timeZone = "Asia/Shanghai";

const queueOptions = {
  policy: "standard",
  retryLimit: 5,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  expireInSeconds: 3600,
  // A worker that was killed falls silent; its job goes to another.
  heartbeatSeconds: 30,
  deadLetter: dead,
  notify: true,
} as const;

/**
 * Work outside a request: at least once, tried again with growing pauses, after the last failure kept as a dead
 * letter. Deadlines of the law are rows swept with a passed-in time, never delayed jobs.
 */
export class Jobs {
  readonly #boss: PgBoss;
  readonly #log: Log;
  readonly #works: (() => Promise<void>)[] = [];

  /** @param url of gongshu_app, who may not change the schema: migrations do */
  constructor(url: string, log: Log) {
    this.#log = log;
    this.#boss = new PgBoss({
      connectionString: url,
      schema: "jobs",
      max: 4,
      createSchema: false,
      migrate: false,
      reindex: false,
      useListenNotify: true,
      superviseIntervalSeconds: 10,
      monitorIntervalSeconds: 10,
      registerInstance: false,
    });
    this.#boss.on("error", (err) => log.error({ err }, "background task failed"));
  }

  /** What a queue's jobs do. A job that throws is tried again. Declare before `start`. */
  work<Data extends JsonObject>(queue: Queue<Data>, handler: (data: Data) => Promise<void>): void {
    this.#works.push(async () => {
      await this.#boss.createQueue(queue.name, queueOptions);
      await this.#boss.work(
        queue.name,
        { notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 5 },
        async ([job]) => {
          if (job !== undefined) await this.#run(queue, job.data, handler);
        },
      );
    });
  }

  /** Jobs of this queue at the times of a cron line, in Shanghai. Declare before `start`, after `work`. */
  schedule<Data extends JsonObject>(queue: Queue<Data>, cron: string, data: Data): void {
    this.#works.push(async () => {
      await this.#boss.schedule(queue.name, cron, data, { tz: timeZone });
    });
  }

  /** Sends a job with the caller's transaction: it exists if, and only if, that is committed. */
  async send<Data extends JsonObject>(tx: Tx, queue: Queue<Data>, data: Data): Promise<void> {
    await this.#boss.send(queue.name, queue.data.parse(data), { db: fromKysely(tx) });
  }

  async start(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(dead, { policy: "standard" });
    for (const begin of this.#works) await begin();
  }

  /** Jobs under way are finished; what is left after 20 seconds is tried again by another process. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 20_000 });
  }

  /** Jobs waiting in all queues, for the metrics. */
  async waiting(): Promise<number> {
    const queues = await this.#boss.getQueues();
    return queues.filter(({ name }) => name !== dead).reduce((sum, queue) => sum + queue.queuedCount, 0);
  }

  async #run<Data extends JsonObject>(
    queue: Queue<Data>,
    data: unknown,
    handler: (data: Data) => Promise<void>,
  ): Promise<void> {
    try {
      await handler(queue.data.parse(data));
      this.#log.info({ queue: queue.name }, "job done");
    } catch (err) {
      this.#log.error({ err, queue: queue.name }, "job failed");
      // pg-boss keeps what is thrown; the cause may quote anything and is not passed on.
      throw new Error("job failed");
    }
  }
}
