import { sql } from "kysely";
import type { z } from "zod";
import { inScope, type Scope } from "../ch3-catalogue/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import type { openingRequest } from "../contract/forms.ts";
import { labelOf, updateFrequencyLabel } from "../contract/labels.zh.ts";
import type { OpenCatalogueRow, OpeningPriority } from "../contract/open-catalogue.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Whose part of the open catalogue: one unit's, a county's, or the whole city's. */
export interface Part extends Scope {
  readonly standing: "included" | "planned";
}

interface Found {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string;
  readonly name: string;
  readonly unit: string;
  readonly unitName: string;
  readonly region: string;
  readonly content: EntryContent;
  readonly form: z.infer<typeof openingRequest> | null;
  readonly state: "open" | "suspended" | null;
  readonly priority: OpeningPriority | null;
  readonly demand: number;
}

/**
 * The open catalogue as it is now (Art. 36): what passed its reviews, and apart from it what is classed as open and
 * still to come. Nothing is typed anew; what is to be opened first stands first.
 */
export async function openCatalogue(
  db: Db | Tx,
  { standing, ...scope }: Part,
  { limit, from = 0 }: { limit: number | null; from?: number },
): Promise<OpenCatalogueRow[]> {
  const { rows } = await sql<Found>`
    select entry.id, entry.code, entry.catalogue_code as "catalogueCode", entry.published_name as name,
      party.id as unit, party.name as "unitName", region.name as region, version.content,
      dataset.form, dataset.state, priority.ground as priority,
      (select count(*)::int from matters.matter asked where asked.subject_id = entry.id
        and asked.kind = 'sharing-application' and asked.outcome is distinct from 'withdrawn') as demand
    from catalogue.entry
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    join catalogue.search found on found.entry_id = entry.id and not found.of_draft
    join parties.party on party.id = entry.provider_id
    join parties.region on region.code = party.region
    left join opening.dataset on dataset.entry_id = entry.id and dataset.state <> 'withdrawn'
    left join opening.priority on priority.entry_id = entry.id
    where entry.status <> 'withdrawn' and found.opening_class in ('unconditional', 'conditional')
      and (dataset.entry_id is null) = ${standing === "planned"}
      and ${inScope(scope, "party.id", "party.region")}
    order by priority.ground is null, entry.catalogue_code limit ${limit} offset ${from}`.execute(db);
  return rows.map(rowOf);
}

/** The six fields: as reviewed, or what the entry says so far. */
function rowOf({ unit, unitName, content, form, state, ...found }: Found): OpenCatalogueRow {
  const items =
    form === null ? content.items : content.items.filter(({ column }) => form.columns.includes(column));
  return {
    ...found,
    unit: { id: unit, name: unitName },
    scope: form?.scope ?? "",
    content: items.map(({ name }) => name),
    openingClass: (form?.class ?? content.openingClass) === "conditional" ? "conditional" : "unconditional",
    conditions: form?.conditions ?? content.openingConditions,
    forms: form?.forms ?? [],
    updateFrequency: form?.updateFrequency ?? labelOf(updateFrequencyLabel, content.updateFrequency),
    state: state ?? "planned",
  };
}

/** All that is in the open catalogue of an area: the city's takes in every county's. */
export const everythingOpen = (db: Db | Tx, region: string | undefined): Promise<OpenCatalogueRow[]> =>
  openCatalogue(db, { region, standing: "included" }, { limit: null });
