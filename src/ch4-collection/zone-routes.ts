import { partyNames } from "../ch2-parties/index.ts";
import { type Zone, type ZoneResource, zone } from "../contract/zone.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Http } from "../platform/http/index.ts";

/** Moves shown at most. */
const latest = 200;

/** The zone of important and core data, for the security administrator and the auditor (Art. 11 ¶3). */
export function zoneRoutes(http: Http, { db }: { readonly db: Database }): void {
  http.get(
    "/api/v1/zone",
    {
      config: { access: ["security-admin", "auditor"], audit: "zone.listed" },
      schema: { summary: "重要数据专区：存放的资源和移入、移出记录", response: { 200: zone } },
    },
    async () => viewZone(db.kysely),
  );
}

async function viewZone(db: Db): Promise<Zone> {
  const [resources, moves] = [await inZone(db), await movesOf(db)];
  const names = await partyNames(
    db,
    [...resources, ...moves].map(({ providerId }) => providerId),
  );
  const about = (row: {
    entryId: string;
    entryCode: string;
    entryName: string | null;
    providerId: string;
  }) => ({
    entry: { id: row.entryId, code: row.entryCode, name: row.entryName ?? "" },
    unit: { id: row.providerId, name: names.get(row.providerId) ?? "" },
  });
  return {
    resources: resources.map((row) => ({
      code: row.code,
      ...about(row),
      ...heldBy(row.items),
      kind: row.kind,
      rows: row.rows,
      place: row.place,
      moving: row.waiting !== null,
    })),
    moves: moves.map((row) => ({
      id: row.id,
      code: row.code,
      ...about(row),
      from: row.from,
      to: row.to,
      version: row.version,
      plannedAt: toInstant(row.plannedAt),
      finishedAt: row.finishedAt === null ? null : toInstant(row.finishedAt),
      receipt: row.receipt,
    })),
  };
}

type Items = Awaited<ReturnType<typeof inZone>>[number]["items"];

function heldBy(items: Items): Pick<ZoneResource, "importance" | "items"> {
  const held = items.filter(({ importance }) => importance !== undefined);
  const core = held.some(({ importance }) => importance === "core");
  return {
    importance: core ? "core" : held.length > 0 ? "important" : null,
    items: held.map(({ name }) => name),
  };
}

/** What lies in the zone, or is on its way into it. */
const inZone = (db: Db) =>
  db
    .selectFrom("vault.resource as resource")
    .innerJoin("catalogue.entry as entry", "entry.id", "resource.entry_id")
    .leftJoin("vault.reseal as reseal", (join) =>
      join.onRef("reseal.resource_id", "=", "resource.id").on("reseal.finished_at", "is", null),
    )
    .select([
      "resource.code",
      "resource.kind",
      "resource.items",
      "resource.rows",
      "resource.place",
      "reseal.id as waiting",
    ])
    .select(["entry.id as entryId", "entry.code as entryCode", "entry.published_name as entryName"])
    .select("entry.provider_id as providerId")
    .where((eb) => eb.or([eb("resource.place", "=", "zone"), eb("reseal.to_place", "=", "zone")]))
    .orderBy("resource.number")
    .execute();

const movesOf = (db: Db) =>
  db
    .selectFrom("vault.reseal as reseal")
    .innerJoin("vault.resource as resource", "resource.id", "reseal.resource_id")
    .innerJoin("catalogue.entry as entry", "entry.id", "resource.entry_id")
    .select(["reseal.id", "reseal.from_place as from", "reseal.to_place as to"])
    .select(["reseal.entry_version as version", "reseal.planned_at as plannedAt"])
    .select(["reseal.finished_at as finishedAt", "reseal.receipt", "resource.code"])
    .select(["entry.id as entryId", "entry.code as entryCode", "entry.published_name as entryName"])
    .select("entry.provider_id as providerId")
    .orderBy("reseal.planned_at", "desc")
    .orderBy("reseal.id", "desc")
    .limit(latest)
    .execute();
