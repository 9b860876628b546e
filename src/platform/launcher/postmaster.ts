import { readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";

/** A running PostgreSQL, as it describes itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** "starting", "stopping", "ready", "standby" */
  readonly status: string;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Where a process works; a postmaster works in its data folder. Undefined when it just ended or is another user's. */
async function workingDirectory(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

/**
 * Who holds the data folder: a postmaster; "stale" when its file was left by one that died and its pid now belongs
 * to another program; undefined when nobody does (PostgreSQL itself clears a file whose pid is free).
 */
export async function findPostmaster(dataDirectory: string): Promise<Postmaster | "stale" | undefined> {
  const text = await readFile(join(dataDirectory, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !alive(pid)) return undefined;
  if (process.platform === "linux") {
    const directory = await workingDirectory(pid);
    if (directory !== (await realpath(dataDirectory))) return directory === undefined ? undefined : "stale";
  }
  return { pid, port: Number(lines[3] ?? "0"), status: (lines[7] ?? "starting").trim() };
}
