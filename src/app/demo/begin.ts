import { sql } from "kysely";
import { inTransaction } from "../../platform/db/index.ts";
import { createAccount } from "../../platform/identity/index.ts";
import { demoCity } from "../city/load.ts";
import { demoPassword } from "../demo-password.ts";
import type { Platform } from "../platform.ts";
import { seedCity } from "./seed.ts";

/** At the first start of a demonstration home: its parties, persons and their accounts, all or nothing. */
export async function beginDemonstration(platform: Platform): Promise<void> {
  if (platform.home.kind !== "demonstration") return;
  const city = demoCity(platform.city);
  const { password } = await demoPassword(platform);
  await inTransaction(platform.database.kysely, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('demonstration', 3))`.execute(tx);
    const begun = await tx.selectFrom("platform.account").select("id").limit(1).executeTakeFirst();
    if (begun !== undefined) return;
    const { persons } = await seedCity(tx, city);
    for (const [username, personId] of persons) await createAccount(tx, { username, password, personId });
  });
}
