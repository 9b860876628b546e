import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectRoot } from "../../src/app/config.ts";
import { stopCluster } from "../../src/platform/launcher/index.ts";

/** A home of its own for one test, removed with the database in it. */
export async function temporaryHome(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), `gongshu-test-${process.pid}-`));
  await chmod(directory, 0o711);
  return { directory, remove: () => removeHome(directory) };
}

export async function removeHome(directory: string): Promise<void> {
  await stopCluster(join(directory, "postgres")).catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Pid of the PostgreSQL that runs in a home. */
export async function postmasterOf(home: string): Promise<number> {
  return Number((await readFile(join(home, "postgres/data/postmaster.pid"), "utf8")).split("\n")[0]);
}

/** Whether a process runs; one that ended but was not yet waited for does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text !== "" && !/^\d+ \(.*\) Z/.test(text);
}

/** Waits until the condition holds; the test's own time limit ends the wait. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(50);
}

export interface Running {
  readonly child: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Exit code and output once it ended. */
  readonly ended: Promise<{ code: number | null; output: string }>;
}

/** Runs `gongshu …` of a checkout on a home, as its own process. */
export const gongshu = (
  values: readonly string[],
  variables: Readonly<Record<string, string>>,
  checkout = projectRoot,
): Running => program("src/app/cli.ts", values, variables, checkout);

/** Runs a program of a checkout as its own process. */
export function program(
  path: string,
  values: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  checkout = projectRoot,
): Running {
  const child = spawn(join(projectRoot, "node_modules/.bin/node"), [join(checkout, path), ...values], {
    cwd: checkout,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = once(child, "close").then(() => ({ code: child.exitCode, output: printed }));
  return { child, output: () => printed, ended };
}

export interface Serving extends Running {
  readonly url: string;
  stop(): Promise<number | null>;
}

/** Starts `gongshu serve`, on `PORT` or any free port, and waits until it is ready. */
export const serving = (variables: Readonly<Record<string, string>>, checkout = projectRoot) =>
  ready(variables, (PORT) => gongshu(["serve"], { ...variables, PORT }, checkout));

/** Starts what `npm start` starts, its pages built, and waits until it is ready. */
export const demonstrating = (variables: Readonly<Record<string, string>>) =>
  ready(variables, (PORT) => program("src/app/start.ts", [], { ...variables, PORT }, projectRoot));

async function ready(
  variables: Readonly<Record<string, string>>,
  start: (port: string) => Running,
): Promise<Serving> {
  const port = variables.PORT ?? String(await freePort());
  const running = start(port);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (running.child.exitCode !== null) throw new Error(running.output());
    return running.output().includes("停止：");
  });
  return {
    ...running,
    url,
    async stop() {
      running.child.kill("SIGTERM");
      return (await running.ended).code;
    },
  };
}
