import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../contract/json.ts";
import type { Database } from "../db/index.ts";
import type { Tx } from "../db/tables.ts";
import type { Log } from "../logging/log.ts";
import { deliverNext } from "./deliver.ts";
import { listen } from "./listen.ts";

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly body: JsonObject;
  /** Wall time. */
  readonly emittedAt: Date;
}

/** Runs in the transaction that records the delivery: what it writes through `tx` happens exactly once. */
export type Handler = (event: Event, tx: Tx) => Promise<void>;

/** How long an event may lie before it is looked for without having been called, in milliseconds. */
const idle = 1000;

/**
 * Hands events to their subscribers: at least once, in order per aggregate and subscriber, whatever process dies.
 * A handler that fails holds back the later events of the same aggregate only, and is tried again with growing pauses.
 */
export class Events {
  readonly #database: Database;
  readonly #log: Log;
  readonly #handlers = new Map<string, Map<string, Handler>>();
  readonly #bell = new EventEmitter().setMaxListeners(0);
  #rings = 0;
  #stop: (() => Promise<void>) | null = null;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /**
   * @param subscriber a name of two parts, `opening.entries`; never changed afterwards, for its deliveries hang on it
   * Word of events emitted before the subscriber's first start does not reach it.
   */
  subscribe(type: string, subscriber: string, handler: Handler): void {
    if (this.#stop !== null) throw new Error("subscribe before start");
    const types = this.#handlers.get(subscriber) ?? new Map<string, Handler>();
    if (types.has(type)) throw new Error(`${subscriber} subscribes to ${type} twice`);
    types.set(type, handler);
    this.#handlers.set(subscriber, types);
  }

  async start(): Promise<void> {
    await this.#register();
    const stopListening = await listen(this.#database.pool, "gongshu_events", () => this.#ring());
    let stopping = false;
    const loops = [...this.#handlers].map(async ([subscriber, handlers]) => {
      while (!stopping) {
        const heard = this.#rings;
        const found = await this.#deliver(subscriber, handlers);
        if (!found && heard === this.#rings) await this.#pause();
      }
    });
    this.#stop = async () => {
      stopping = true;
      this.#ring();
      await Promise.all(loops);
      await stopListening();
    };
  }

  /** Finishes the deliveries under way and takes up no more. */
  async stop(): Promise<void> {
    await this.#stop?.();
  }

  /** How many deliveries are to be made. */
  async pending(): Promise<number> {
    const { count } = await this.#database.kysely
      .selectFrom("platform.delivery")
      .select((select) => select.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async #register(): Promise<void> {
    const rows = [...this.#handlers].flatMap(([subscriber, types]) =>
      [...types.keys()].map((type) => ({ subscriber, type })),
    );
    if (rows.length === 0) return;
    await this.#database.kysely
      .insertInto("platform.subscription")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async #deliver(subscriber: string, handlers: ReadonlyMap<string, Handler>): Promise<boolean> {
    try {
      return await deliverNext(this.#database.kysely, this.#log, subscriber, handlers);
    } catch (err) {
      this.#log.error({ err, subscriber }, "background task failed");
      return false;
    }
  }

  #ring(): void {
    this.#rings += 1;
    this.#bell.emit("ring");
  }

  async #pause(): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    await Promise.race([once(this.#bell, "ring", { signal }), sleep(idle, undefined, { signal })]);
    over.abort();
  }
}
