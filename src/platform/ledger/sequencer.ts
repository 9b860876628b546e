import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { completeSubtrees, Frontier, type Node } from "./merkle.ts";
import type { CheckpointSigner } from "./note.ts";

const LOCK = 7_105_002;
const BATCH = 5000;
/** Milliseconds between looks for new leaves while leading, and between tries to lead. */
const LOOK = 100;
const TRY = 400;

export interface SequencerOptions {
  /** URL of gongshu_app. */
  readonly url: string;
  readonly signer: CheckpointSigner;
  /** Told of a lost connection or a failed batch; the sequencer then starts over by itself. */
  readonly onError: (error: unknown) => void;
}

/**
 * Gives pending leaves their indices. Any number of processes may run one: the holder of a session lock leads, on the
 * very connection that writes, so that lock and writer cannot part. Polls instead of NOTIFY (ADR 0022).
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const client = new pg.Client({
        connectionString: this.#options.url,
        application_name: "gongshu ledger",
      });
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.query("set statement_timeout = 0");
        await this.#lead(client);
      } catch (error) {
        this.#options.onError(error);
        await this.#pause(TRY);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  async #lead(client: pg.Client): Promise<void> {
    while (!(await tryLock(client))) {
      await this.#pause(TRY);
      if (this.#stopped.signal.aborted) return;
    }
    let state = await load(client);
    while (!this.#stopped.signal.aborted) {
      const { next, found } = await sequence(client, this.#options.signer, state);
      state = next;
      if (found < BATCH) await this.#pause(LOOK);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }
}

interface State {
  readonly frontier: Frontier;
  /** Leaves of transactions older than this are all sequenced (xid8). */
  readonly lowWater: string;
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [LOCK]);
  return rows[0]?.held === true;
}

/** The tree's edge from the last checkpoint. The low water cannot exceed this cluster's own transaction numbers. */
async function load(client: pg.Client): Promise<State> {
  const { rows } = await client.query<{ size: string; low: string }>(
    `select c.size, least(c.low_water, pg_snapshot_xmin(pg_current_snapshot()))::text as low
     from ledger.checkpoint c order by c.size desc limit 1`,
  );
  const size = Number(rows[0]?.size ?? 0);
  const parts = completeSubtrees([0, size]);
  const { rows: hashes } = await client.query<{ hash: Buffer }>(
    `select coalesce(n.hash, e.leaf_hash) as hash
     from unnest($1::int[], $2::bigint[]) with ordinality as part(level, index, place)
     left join ledger.node n on part.level > 0 and n.level = part.level and n.index = part.index
     left join ledger.entry e on part.level = 0 and e.index = part.index
     order by part.place`,
    [parts.map(({ level }) => level), parts.map(({ index }) => index)],
  );
  const nodes = parts.map((part, place) => {
    const hash = hashes[place]?.hash;
    if (!hash) throw new Error(`ledger node ${part.level}/${part.index} is missing`);
    return { ...part, hash };
  });
  return { frontier: new Frontier(size, nodes), lowWater: rows[0]?.low ?? "0" };
}

/** One batch in one transaction: entries, nodes and the checkpoint over them appear together or not at all. */
async function sequence(
  client: pg.Client,
  signer: CheckpointSigner,
  state: State,
): Promise<{ next: State; found: number }> {
  const { rows } = await client.query<{ low: string; leaves: Buffer[] }>({
    name: "ledger-pending",
    text: `/* ledger:pending */ select pg_snapshot_xmin(pg_current_snapshot())::text as low, array(
        select l.leaf_hash from ledger.leaf l
        where l.xid >= $1::xid8 and not exists (select from ledger.entry e where e.leaf_hash = l.leaf_hash)
        order by l.seq limit ${BATCH}) as leaves`,
    values: [state.lowWater],
  });
  const { low, leaves } = rows[0] ?? { low: state.lowWater, leaves: [] };
  const lowWater = leaves.length < BATCH ? low : state.lowWater;
  if (leaves.length === 0) return { next: { ...state, lowWater }, found: 0 };

  const frontier = state.frontier.copy();
  const nodes = leaves.flatMap((leaf) => frontier.add(leaf));
  await client.query("begin");
  try {
    await insertEntries(client, state.frontier.size, leaves);
    await insertNodes(client, nodes);
    await client.query({
      name: "ledger-checkpoint",
      text: "/* ledger:checkpoint */ insert into ledger.checkpoint (size, root, text, low_water) values ($1, $2, $3, $4)",
      values: [frontier.size, frontier.root(), signer.sign(frontier.size, frontier.root()), lowWater],
    });
    await client.query("commit /* ledger:commit */");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
  return { next: { frontier, lowWater }, found: leaves.length };
}

async function insertEntries(client: pg.Client, from: number, leaves: readonly Buffer[]): Promise<void> {
  await client.query({
    name: "ledger-entries",
    text: `/* ledger:entries */ insert into ledger.entry (index, leaf_hash)
      select $1::bigint + place - 1, hash from unnest($2::bytea[]) with ordinality as leaf(hash, place)`,
    values: [from, leaves],
  });
}

async function insertNodes(client: pg.Client, nodes: readonly Node[]): Promise<void> {
  await client.query({
    name: "ledger-nodes",
    text: `/* ledger:nodes */ insert into ledger.node (level, index, hash)
      select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    values: [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
  });
}
