import { sql } from "kysely";
import { publishedBy } from "../ch3-catalogue/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { OpeningPorts } from "./opening.ts";
import { publish } from "./publication.ts";
import "./tables.ts";

/**
 * After units were renamed, merged or split: whatever these units have open names them on the portal at the next read.
 * The public zone knows only the log, so it is told by a signed message in the transaction of the change; what was
 * published before keeps the name of its time.
 */
export async function nameProviders(
  tx: Tx,
  { seal, partyName }: Pick<OpeningPorts, "seal" | "partyName">,
  units: readonly string[],
  at: Date,
): Promise<void> {
  const providers = new Map((await publishedBy(tx, units)).map(({ id, providerId }) => [id, providerId]));
  if (providers.size === 0) return;
  const open = await tx
    .selectFrom("opening.dataset")
    .select(["entry_id", "code"])
    .where("state", "!=", "withdrawn")
    .where("entry_id", "in", [...providers.keys()])
    .orderBy("code")
    .forUpdate()
    .execute();
  for (const { entry_id, code } of open) {
    const provider = providers.get(entry_id);
    if (provider === undefined) continue;
    const providerName = await partyName(tx, provider);
    if (providerName === (await nameOnTheLog(tx, code))) continue;
    const body = { providerName, since: toInstant(at) };
    await publish(tx, seal, { kind: "provider", code, body }, at);
  }
}

async function nameOnTheLog(tx: Tx, code: string): Promise<string | undefined> {
  const last = await tx
    .selectFrom("opening.publication_log")
    .select(sql<string>`body ->> 'providerName'`.as("name"))
    .where("code", "=", code)
    .where("kind", "in", ["publish", "provider"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last?.name;
}
