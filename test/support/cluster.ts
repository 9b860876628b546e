import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import {
  databaseRoles,
  migrate,
  migrationDirectories,
  prepareDatabase,
  urlsOfLogins,
} from "../../src/platform/db/index.ts";
import { clusterUrl, ensureRunning, stopCluster } from "../../src/platform/launcher/index.ts";

/** What a test file needs to make its own database on the run's cluster. */
export interface TestCluster {
  readonly port: number;
  readonly password: string;
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

export const template = "gongshu_template";
const prefix = "gongshu-test-";

async function removeCluster(directory: string): Promise<void> {
  await stopCluster(join(directory, "postgres")).catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Clusters of runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    if (name.startsWith(prefix) && !isAlive(pid)) await removeCluster(join(tmpdir(), name));
  }
}

async function makeTemplate(port: number, password: string): Promise<void> {
  const admin = new pg.Client(clusterUrl(port, "postgres", password, "postgres"));
  await admin.connect();
  await prepareDatabase(admin);
  for (const role of databaseRoles) await admin.query(`alter role ${role} login password '${password}'`);
  await admin.query(`create database ${template} owner gongshu_owner`);
  await admin.end();
  const urls = urlsOfLogins((role) => clusterUrl(port, role, password, template));
  await migrate(urls.owner, migrationDirectories());
}

/** Vitest global setup: one PostgreSQL for the run, on its own port and folder, gone afterwards (Ctrl-C too). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const directory = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  await chmod(directory, 0o711);
  const password = randomBytes(16).toString("hex");
  const { port, pid } = await ensureRunning({ directory: join(directory, "postgres"), password });
  const killed = () => {
    process.kill(pid, "SIGKILL");
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once("exit", killed);
  await makeTemplate(port, password);
  project.provide("cluster", { port, password });
  return async () => {
    process.off("exit", killed);
    await removeCluster(directory);
  };
}
