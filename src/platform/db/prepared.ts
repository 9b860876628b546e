import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";

/** A statement that comes so often is worth its name, as with the drivers of other languages. */
const recurring = 5;
/** Every name is a plan that each connection of the server keeps. */
const most = 256;

/**
 * Stands in a statement whose best plan depends on its values: it gets no name, so that PostgreSQL plans it by them each
 * time and its many shapes use up no names.
 */
export const plannedAnew = "/* planned anew */";

/** Gives statements that recur a name, under which a connection parses them once and, where that serves, plans them once. */
class Names {
  readonly #seen = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #given = 0;

  /** Undefined while the text is new, once all names are taken, and for what is to be planned anew. */
  of(text: string): string | undefined {
    if (text.includes(plannedAnew)) return undefined;
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= most) return name;
    const times = (this.#seen.get(text) ?? 0) + 1;
    if (times >= recurring) return this.renew(text);
    // Texts that never recur, such as lists of many lengths, are forgotten.
    if (this.#seen.size >= 10 * most) this.#seen.clear();
    this.#seen.set(text, times);
    return undefined;
  }

  /** A plan outlives a change of its table, but not one of its columns: then the text needs another name. */
  renew(text: string): string {
    this.#seen.delete(text);
    this.#given += 1;
    const name = `s${this.#given}`;
    this.#names.set(text, name);
    return name;
  }
}

/** The pool as Kysely uses it, with statements that recur prepared under a name. */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Names();
  // Kysely knows a connection by its object.
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? preparingClient(client, names);
      clients.set(client, known);
      return known;
    },
  };
}

function preparingClient(client: pg.PoolClient, names: Names): PostgresPoolClient {
  function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(text: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== "string") throw new Error("cursors are not in use");
    const values = [...parameters];
    const name = values.length === 0 ? undefined : names.of(text);
    if (name === undefined) return client.query(text, values);
    return client.query({ name, text, values }).catch((error: unknown) => {
      if (isOutOfDate(error)) names.renew(text);
      throw error;
    });
  }
  return { query, release: (destroy) => client.release(destroy) };
}

const isOutOfDate = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "0A000";
