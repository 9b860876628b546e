import { softwareCryptography } from "../platform/crypto/index.ts";
import { Keyring } from "../platform/keys/index.ts";
import type { Platform } from "./platform.ts";

/** The keys of a platform, unwrapped by the master keys of its home: one for all, one for the zone of important data. */
export async function openKeyring({ database, home }: Pick<Platform, "database" | "home">): Promise<Keyring> {
  const [master, zone] = [await home.secret("master", 32), await home.secret("zone-master", 32)];
  return Keyring.open(database.kysely, softwareCryptography, master, zone);
}
