import type { Role } from "../contract/roles.ts";
import type { Caller } from "../platform/http/index.ts";
import type { Sealing } from "../platform/identity/index.ts";
import type { Keyring } from "../platform/keys/index.ts";
import type { Platform } from "./platform.ts";

/** Who signs in with a second factor where nothing else is set: those who decide for the city and who administer. */
const byDefault: readonly (Role | "bureau")[] = ["bureau", "system-admin", "security-admin", "auditor"];

/** Whether whoever acts in a post needs a second factor; in a demonstration nobody does unless it is set. */
export function needsSecondFactor({ config, home }: Pick<Platform, "config" | "home">) {
  const wanted = config.secondFactor ?? (home.kind === "production" ? byDefault : []);
  return ({ roles, party }: Caller): boolean =>
    (party.kind === "authority" && wanted.includes("bureau")) || roles.some((role) => wanted.includes(role));
}

/** Secrets sealed under the platform's keys. */
export const sealingBy = (keyring: Keyring): Sealing => ({
  seal: (plain, place) => keyring.sealSecret(place, plain),
  open: (sealed, place) => keyring.openSecret(place, sealed),
});
