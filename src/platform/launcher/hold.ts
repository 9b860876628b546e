import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { OperatorError } from "../operator-error.ts";
import { type ClusterOptions, clusterUrl, ensureRunning, stopCluster } from "./cluster.ts";

/** A cluster that stays up while this process holds it. */
export interface HeldCluster {
  readonly port: number;
  /** True when another process had started the server: it is shared with it, or was left behind by it. */
  readonly adopted: boolean;
  /** Lets go; whoever lets go last stops the server. */
  release(): Promise<void>;
}

/** Every holder has this advisory lock shared; only one that is alone can have it exclusively. */
const holders = 7_105_002;
const attempts = 20;

interface Guard {
  readonly client: pg.Client;
  readonly port: number;
  readonly adopted: boolean;
}

async function tryAttach(options: ClusterOptions): Promise<Guard | Error> {
  const { port, adopted } = await ensureRunning(options);
  const client = new pg.Client(clusterUrl(port, "postgres", options.password, "postgres"));
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [holders]);
    return { client, port, adopted };
  } catch (error) {
    await client.end().catch(() => undefined);
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Tries again where the server was just being stopped by the last holder before us. */
async function attach(options: ClusterOptions): Promise<Guard> {
  let cause: Error | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const result = await tryAttach(options);
    if (!(result instanceof Error)) return result;
    cause = result;
    if ("code" in result && result.code === "28P01") {
      throw new OperatorError(
        `内置数据库不认环境里保存的口令（${options.directory}）：secrets 目录被换过或删过。请恢复原来的 secrets 目录。`,
        { cause },
      );
    }
    await delay(250);
  }
  throw new OperatorError(`内置数据库已启动但连接不上（${options.directory}）：${cause?.message}`, { cause });
}

/** True when no other holder was left; the lock then keeps newcomers waiting until the server is down. */
async function isAlone(client: pg.Client): Promise<boolean> {
  await client.query("select pg_advisory_unlock_shared($1)", [holders]);
  const { rows } = await client.query<{ alone: boolean }>("select pg_try_advisory_lock($1) as alone", [
    holders,
  ]);
  return rows[0]?.alone === true;
}

/**
 * Starts the cluster or joins those that use it already, and watches it: a server that dies is started again on
 * the same port, so that pools find it. Several processes may hold one cluster.
 */
export async function holdCluster(options: ClusterOptions): Promise<HeldCluster> {
  let guard = await attach(options);
  let released = false;
  const watch = () => {
    guard.client.once("end", async () => {
      while (!released) {
        try {
          guard = await attach(options);
          watch();
          return;
        } catch {
          await delay(1_000);
        }
      }
    });
  };
  watch();
  return {
    port: guard.port,
    adopted: guard.adopted,
    async release() {
      released = true;
      const last = await isAlone(guard.client).catch(() => false);
      if (last) await stopCluster(options.directory);
      await guard.client.end().catch(() => undefined);
    },
  };
}
