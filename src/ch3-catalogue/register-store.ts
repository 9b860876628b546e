import { type RawBuilder, sql } from "kysely";
import type { DataFormat } from "../contract/entry.ts";
import type { RegisteredResource, RegistrationProgress } from "../contract/registration.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { inScope, type Scope } from "./lists.ts";

interface Found {
  readonly id: string;
  readonly resource: string;
  readonly kind: DataFormat;
  readonly entry: string;
  readonly name: string;
  readonly catalogueCode: string;
  readonly unit: string;
  readonly unitName: string;
  readonly mountedAt: Date;
  readonly number: string | null;
  readonly registeredAt: Date | null;
  readonly matterId: string | null;
  readonly outdated: boolean;
}

/** Everything that is mounted, with its line of the register if it has one. */
const mounted: RawBuilder<unknown> = sql`
  select resource.id, resource.kind, resource.code as resource, entry.id as entry, entry.published_name as name,
    entry.catalogue_code as "catalogueCode", unit.id as unit, unit.name as "unitName", unit.region,
    resource.mounted_at as "mountedAt", registration.number, registration.at as "registeredAt",
    registration.matter_id as "matterId",
    coalesce(registration.entry_version <> entry.published_version, false) as outdated,
    exists (select from matters.matter where subject_id = entry.id
      and kind = 'resource-registration' and outcome is null) as under_way
  from catalogue.resource
  join catalogue.entry on entry.id = resource.entry_id
  join parties.party unit on unit.id = entry.provider_id
  left join catalogue.registration on registration.resource_id = resource.id
  where entry.status <> 'withdrawn' and entry.published_version is not null`;

/** The register, or what is still to be registered, by catalogue code. */
export async function registerLines(
  db: Db,
  scope: Scope,
  standing: "registered" | "due",
  { limit, from }: { limit: number | null; from: number },
): Promise<RegisteredResource[]> {
  const wanted = standing === "due" ? sql`(number is null or outdated)` : sql`number is not null`;
  const { rows } = await sql<Found>`
    select * from (${mounted}) as each where ${wanted} and ${inScope(scope, "unit", "region")}
    order by "catalogueCode", resource limit ${limit} offset ${from}`.execute(db);
  return rows.map(({ entry, name, catalogueCode, unit, unitName, mountedAt, registeredAt, ...row }) => ({
    id: row.id,
    resource: row.resource,
    entry: { id: entry, name, catalogueCode },
    unit: { id: unit, name: unitName },
    kind: row.kind,
    mountedAt: toInstant(mountedAt),
    number: row.number,
    registeredAt: registeredAt && toInstant(registeredAt),
    matterId: row.matterId,
    outdated: row.outdated,
  }));
}

/** Art. 68 ¶1: how far every unit is with registering. */
export async function registrationProgress(db: Db, scope: Scope): Promise<RegistrationProgress[]> {
  const { rows } = await sql<Omit<RegistrationProgress, "unit"> & { id: string; name: string }>`
    select unit as id, "unitName" as name, count(*)::int as mounted,
      (count(number))::int as registered, (count(*) filter (where outdated))::int as outdated,
      (count(*) filter (where under_way))::int as "underWay"
    from (${mounted}) as each where ${inScope(scope, "unit", "region")}
    group by unit, "unitName" order by mounted desc, name`.execute(db);
  return rows.map(({ id, name, ...figures }) => ({ unit: { id, name }, ...figures }));
}
