import { z } from "zod";
import type { LogSeal } from "../ch6-opening/index.ts";
import type { LedgerPort } from "../matters/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";
import { deliverWaiting } from "./deliver.ts";
import { gather } from "./messages.ts";

const queue: Queue<Record<string, never>> = { name: "province.messages", data: z.object({}).strict() };

/** A seal whose signatures the province checks by this key. */
export interface ProvinceSeal extends LogSeal {
  readonly publicKey: string;
}

export interface ProvinceOptions {
  readonly seal: ProvinceSeal;
  readonly ledger: LedgerPort;
  /** Null: messages gather and nothing leaves. */
  readonly endpoint: string | null;
  readonly sender: string;
}

/** The docking with the provincial platform (Art. 7 ¶1): messages are written and delivered by a job. */
export class Province {
  readonly database: Database;
  readonly options: ProvinceOptions;
  readonly #jobs: Jobs;

  /** To be made before events and jobs start. Whenever an entry comes into force it works at once, and every minute. */
  constructor(database: Database, jobs: Jobs, events: Events, options: ProvinceOptions) {
    this.database = database;
    this.options = options;
    this.#jobs = jobs;
    jobs.work(queue, () => this.bringUp());
    jobs.schedule(queue, "* * * * *", {});
    for (const type of [
      "catalogue.entry.published",
      "catalogue.entry.withdrawn",
      "catalogue.stock.filed",
      "parties.reorganised",
    ])
      events.subscribe(type, "province.messages", (_event, tx) => this.wake(tx));
  }

  async wake(tx: Tx): Promise<void> {
    await this.#jobs.send(tx, queue, {});
  }

  /** Writes what is to be told and delivers what waits. What fails waits in its row; the job has done its part. */
  async bringUp(): Promise<void> {
    const { seal, endpoint, sender } = this.options;
    const db = this.database.kysely;
    await gather(db, seal);
    if (endpoint !== null) await deliverWaiting({ db, endpoint, sender });
  }
}
