import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { OperatorError } from "../operator-error.ts";

/** The system user PostgreSQL runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferred = ["postgres", "nobody"];

function passwd(): Account[] {
  const accounts: Account[] = [];
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    if (/^\d+$/.test(uid) && /^\d+$/.test(gid)) accounts.push({ name, uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/**
 * PostgreSQL refuses to run as root, and needs an entry in passwd. Started as root, an existing data folder keeps
 * its owner; a new one gets the first preferred account. Not started as root: undefined, PostgreSQL runs as we do.
 */
export function databaseAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = passwd();
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })?.uid;
  const account =
    owner !== undefined && owner !== 0
      ? accounts.find(({ uid }) => uid === owner)
      : preferred.flatMap((name) => accounts.find((entry) => entry.name === name) ?? [])[0];
  if (account === undefined) {
    throw new OperatorError(
      `以 root 启动时，内置数据库须以另一个系统用户运行，但系统里没有可用的用户（${preferred.join("、")}，或数据目录 ${dataDirectory} 的属主）。` +
        "请改用普通用户启动，或设置 DATABASE_URL 使用已有的 PostgreSQL。",
    );
  }
  return account;
}

/** Whether the account may enter the folder, asked of the system itself (modes, ACLs and mounts all count). */
export function canEnter(account: Account | undefined, directory: string): boolean {
  if (account === undefined) return true;
  const { uid, gid } = account;
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", directory], { uid, gid, cwd: "/" }).status === 0;
}
