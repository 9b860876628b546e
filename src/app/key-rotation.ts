import { z } from "zod";
import { daysOf, type Parameters } from "../law/parameters.ts";
import type { Db } from "../platform/db/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";
import type { Keyring } from "../platform/keys/index.ts";
import { append } from "../platform/ledger/index.ts";
import { type RotationParts, rotateKeysOlderThan } from "../vault/index.ts";

const rotation: Queue<Record<string, never>> = { name: "vault.keys", data: z.object({}).strict() };

export const rotationParts = (db: Db, keyring: Keyring): RotationParts => ({
  db,
  keyring,
  record: (tx, leaf) => append(tx, { kind: "record", ...leaf }),
});

/** Every night, by one process of all: keys as old as the city's period are rotated. */
export function runKeyRotation(jobs: Jobs, parts: RotationParts, parameters: Parameters): void {
  jobs.work(rotation, async () => {
    await rotateKeysOlderThan(parts, daysOf(parameters, "key-rotation"));
  });
  jobs.schedule(rotation, "41 3 * * *", {});
}
