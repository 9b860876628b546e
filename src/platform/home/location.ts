import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { canEnter, databaseAccount } from "../launcher/index.ts";

export interface HomeLocation {
  readonly directory: string;
  /** Set when the home is elsewhere than asked for: the account that could not enter there. */
  readonly moved: { readonly from: string; readonly account: string } | null;
}

const systemState = "/var/lib/gongshu";

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

/**
 * Where the home is. With the embedded database its system user must be able to enter; where it cannot (a checkout
 * under /root), the home is `/var/lib/gongshu/<hash of the path>`, the same at every start.
 */
export async function locateHome(wanted: string, embedded: boolean): Promise<HomeLocation> {
  const asked = resolve(wanted);
  const account = embedded ? databaseAccount(join(asked, "postgres/data")) : undefined;
  if (account === undefined || canEnter(account, nearestExisting(asked))) {
    await makeEnterable(asked);
    return { directory: asked, moved: null };
  }
  const hash = createHash("sha256").update(asked).digest("hex").slice(0, 16);
  const directory = join(systemState, hash);
  await makeEnterable(directory);
  return { directory, moved: { from: asked, account: account.name } };
}

/** The database's user passes through the home to its own folder but cannot list it. */
async function makeEnterable(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await chmod(directory, 0o711);
}
