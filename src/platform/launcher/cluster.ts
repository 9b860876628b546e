import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { OperatorError } from "../operator-error.ts";
import { type Account, databaseAccount } from "./account.ts";
import { binaries } from "./binaries.ts";
import { findPostmaster } from "./postmaster.ts";
import { serverSettings } from "./settings.ts";

export interface ClusterOptions {
  /** Folder of the cluster: `data`, `server.log`, the last `port`, and binaries where they had to be copied. */
  readonly directory: string;
  /** Password of the bootstrap superuser `postgres`. */
  readonly password: string;
  /** Server settings that differ from {@link serverSettings}. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningCluster {
  readonly port: number;
  readonly pid: number;
  /** True when the server was already there and was not started by this call. */
  readonly adopted: boolean;
}

const attempts = 5;
const patience = 300_000;

function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { ...(PATH === undefined ? {} : { PATH }), ...(SystemRoot === undefined ? {} : { SystemRoot }) };
}

function identity(account: Account | undefined) {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

async function run(account: Account | undefined, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {
    ...identity(account),
    cwd: "/",
    env: environment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let problem = "";
  child.stderr.on("data", (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new OperatorError(`内置数据库的 ${program} 失败（${code}）：${problem.trim()}`);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Whoever finishes first makes the data folder; another process that initialises at the same time yields. */
async function initialise(options: ClusterOptions, bin: string, account: Account | undefined): Promise<void> {
  const data = join(options.directory, "data");
  if (await exists(join(data, "PG_VERSION"))) return;
  const partial = join(options.directory, `data.${randomBytes(6).toString("hex")}`);
  const passwordFile = `${partial}.password`;
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  try {
    await run(account, join(bin, "initdb"), [
      `--pgdata=${partial}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      ...(process.platform === "linux" ? ["--lc-ctype=C.UTF-8"] : []),
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--data-checksums",
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, data).catch(() => rm(partial, { recursive: true }));
}

/** The port itself when it can be listened on (0: any), else undefined. */
async function portIsFree(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  const free = await Promise.race([
    once(server, "listening").then(() => server.address()),
    once(server, "error").then(() => null),
  ]).catch(() => null);
  server.close();
  return free !== null && typeof free === "object" ? free.port : undefined;
}

/** The port of the last start, so that attached processes find a restarted server again; else any free one. */
async function choosePort(directory: string): Promise<number> {
  const last = Number(await readFile(join(directory, "port"), "utf8").catch(() => "0"));
  return (last > 0 ? await portIsFree(last) : undefined) ?? (await portIsFree(0)) ?? 0;
}

async function startServer(
  options: ClusterOptions,
  bin: string,
  account: Account | undefined,
): Promise<ChildProcess> {
  const port = await choosePort(options.directory);
  const settings = Object.entries({ ...serverSettings, ...options.settings });
  const log = await open(join(options.directory, "server.log"), "a", 0o600);
  const child = spawn(
    join(bin, "postgres"),
    [
      "-D",
      join(options.directory, "data"),
      "-p",
      String(port),
      ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      ...identity(account),
      cwd: "/",
      env: environment(),
      stdio: ["ignore", log.fd, log.fd],
      // A session of its own: Ctrl-C in the terminal stops the platform, which then stops its database in order.
      detached: true,
    },
  );
  child.on("error", () => undefined);
  child.unref();
  await log.close();
  await writeFile(join(options.directory, "port"), String(port));
  return child;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function logTail(directory: string): Promise<string> {
  const text = await readFile(join(directory, "server.log"), "utf8").catch(() => "");
  return text.trim().split("\n").slice(-5).join("\n");
}

/**
 * Makes the cluster answer: adopts a server that already runs on the folder (left by a killed platform, or shared
 * with another one), waits for one that starts or stops, and else initialises and starts it.
 */
export async function ensureRunning(options: ClusterOptions): Promise<RunningCluster> {
  const { directory } = options;
  const data = join(directory, "data");
  const account = databaseAccount(data);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(directory, account.uid, account.gid);
  await chmod(directory, 0o700);

  let bin: string | undefined;
  let child: ChildProcess | undefined;
  let starts = 0;
  for (const until = performance.now() + patience; performance.now() < until; await delay(15)) {
    const found = await findPostmaster(data);
    if (found === "stale") {
      await rm(join(data, "postmaster.pid"), { force: true });
    } else if (found?.status === "ready") {
      return { port: found.port, pid: found.pid, adopted: found.pid !== child?.pid };
    } else if (found === undefined && (child === undefined || hasExited(child))) {
      if (starts++ === attempts) break;
      if (starts > 1) await delay(500);
      bin ??= await binaries(account, directory);
      await initialise(options, bin, account);
      child = await startServer(options, bin, account);
    }
  }
  throw new OperatorError(
    `内置数据库没有启动成功（目录 ${directory}）。日志 server.log 的末尾：\n${await logTail(directory)}`,
  );
}

/** Stops the server on the folder, whoever started it: open transactions are rolled back, all is written. */
export async function stopCluster(directory: string): Promise<void> {
  const data = join(directory, "data");
  const found = await findPostmaster(data);
  if (found === undefined || found === "stale") return;
  const account = databaseAccount(data);
  const bin = await binaries(account, directory);
  await run(account, join(bin, "pg_ctl"), [
    "stop",
    "--pgdata",
    data,
    "--mode=fast",
    "--wait",
    "--timeout=60",
  ]);
}

/** URL of a role on the cluster; loopback only. */
export function clusterUrl(port: number, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
