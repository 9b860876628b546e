import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "../db/index.ts";
import type { Tx } from "../db/tables.ts";
import type { Jobs, Queue } from "../jobs/index.ts";
import type { NoticeChannel } from "./channel.ts";
import { type Delivering, deliverDue } from "./deliver.ts";
import { type NewNotice, putNotice } from "./notify.ts";

const queue: Queue<Record<string, never>> = { name: "platform.notices", data: z.object({}).strict() };

/** How a channel stands, for the operator. */
export interface ChannelState {
  readonly waiting: number;
  readonly failing: number;
  readonly refused: number;
  readonly oldestWaiting: Date | null;
  readonly lastError: string | null;
}

/** Notices to persons. They are in the desk at once; jobs carry them out of it, at once and again every minute. */
export class Notices {
  readonly #database: Database;
  readonly #jobs: Jobs;
  readonly channels: readonly NoticeChannel[];

  /** To be made before the jobs start: declares their queue. */
  constructor(
    database: Database,
    jobs: Jobs,
    options: Pick<Delivering, "channels" | "isActive" | "publicUrl" | "sender">,
  ) {
    this.#database = database;
    this.#jobs = jobs;
    this.channels = options.channels;
    if (this.channels.length === 0) return;
    const delivering = { ...options, db: database.kysely };
    // What fails waits in its row; the job itself has done its part.
    jobs.work(queue, async () => void (await deliverDue(delivering)));
    jobs.schedule(queue, "* * * * *", {});
  }

  /** Exactly once per person and key, with the transaction. */
  async notify(tx: Tx, notice: NewNotice): Promise<void> {
    const names = this.channels.map(({ name }) => name);
    if (await putNotice(tx, notice, names)) await this.#jobs.send(tx, queue, {});
  }

  async state(channel: string): Promise<ChannelState> {
    const { rows } = await sql<ChannelState>`
      select count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'waiting' and attempts > 0)::int as failing,
        count(*) filter (where state = 'refused')::int as refused,
        min(n.at) filter (where state = 'waiting') as "oldestWaiting",
        (array_agg(error_code order by d.id desc) filter (where state = 'waiting' and error_code is not null))[1] as "lastError"
      from platform.notice_delivery d join platform.notice n on n.id = d.notice_id
      where channel = ${channel}`.execute(this.#database.kysely);
    const [row] = rows;
    if (row === undefined) throw new Error("an aggregate without a row");
    return row;
  }

  /** Deliveries still to be made, for the metrics. */
  async waiting(): Promise<number> {
    const states = await Promise.all(this.channels.map(({ name }) => this.state(name)));
    return states.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  close(): void {
    for (const channel of this.channels) channel.close();
  }
}
