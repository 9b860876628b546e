import { softwareCryptography } from "../platform/crypto/index.ts";
import { Keyring } from "../platform/keys/index.ts";
import type { Platform } from "./platform.ts";

/** The keys of a platform, unwrapped by the master key of its home. */
export async function openKeyring({ database, home }: Pick<Platform, "database" | "home">): Promise<Keyring> {
  return Keyring.open(database.kysely, softwareCryptography, await home.secret("master", 32));
}
