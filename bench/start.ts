import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { median, type Row } from "./support/measure.ts";

const root = join(import.meta.dirname, "..");
const homes = 3;
const patience = 180_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

/** The whole group, because npm, a shell and the server are three processes, and the server ends last, after its database. */
async function stop({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined || !runs(pid)) return;
  process.kill(-pid, "SIGTERM");
  while (runs(pid)) await setTimeout(20);
}

function runs(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

async function untilHealthy(platform: ChildProcess, port: number): Promise<void> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    if (platform.exitCode !== null) throw new Error(`npm start ended with code ${platform.exitCode}`);
    const healthy = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await setTimeout(10);
  }
  throw new Error(`not healthy after ${patience / 1000} s`);
}

/** Seconds from `npm start` to the first 200 of /healthz. */
async function start(home: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const platform = spawn("npm", ["start"], {
    cwd: root,
    env: { ...process.env, GONGSHU_HOME: home, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  try {
    await untilHealthy(platform, port);
    return (performance.now() - started) / 1000;
  } finally {
    await stop(platform);
  }
}

/** The first start of a demonstration home (database made, migrated, seeded) and the next one of the same home. */
export async function run(): Promise<Row[]> {
  const first: number[] = [];
  const later: number[] = [];
  for (let count = 0; count < homes; count += 1) {
    const home = await mkdtemp(join(tmpdir(), "gongshu-bench-"));
    try {
      await chmod(home, 0o755); // the database's user has to enter it
      first.push(await start(home));
      later.push(await start(home));
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }
  const alone = { peer: null, peerName: null, ratio: null, unit: "s" };
  return [
    { name: "first start", ours: median(first), ...alone },
    { name: "later start", ours: median(later), ...alone },
  ];
}
