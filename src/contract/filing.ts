import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { civilDate, listQuery, partyRef, uuid } from "./common.ts";
import { sharingMode } from "./entry.ts";
import { commonApproval, filedFacts } from "./filed.ts";
import type { PartyKind, PartyLevel, Role } from "./roles.ts";

/** Existing stock (存量): what the provincial or an old platform approved, taken over by one filing (备案). */

/** Entered into the city's one catalogue by a data officer of its bureau (Art. 12 ¶1): so the desk shows it, so it is asked. */
export const mayFile = ({ party, roles }: Filer): boolean =>
  party.kind === "authority" &&
  party.level === "city" &&
  roles.some((role) => role === "data-officer" || role === "section-head");

interface Filer {
  readonly party: { readonly kind: PartyKind; readonly level: PartyLevel };
  readonly roles: readonly Role[];
}

const action = z.enum(["create", "update", "unchanged"]);

/** A standing grant as the filing makes it one of this platform. */
export const plannedGrant = z.object({
  number: z.string(),
  entryId: uuid,
  oldCode: z.string(),
  entryName: z.string(),
  holder: partyRef,
  scenario: z.string(),
  modes: z.array(sharingMode),
  columns: z.array(z.string()),
  scope: z.string(),
  /** Last day; null where the data are shared without conditions. */
  until: civilDate.nullable(),
  approvedOn: civilDate,
  approver: z.string(),
  document: z.string(),
});
export type PlannedGrant = z.infer<typeof plannedGrant>;

export const filingEntryLine = z.object({
  line: z.int(),
  action,
  id: uuid,
  name: z.string(),
  provider: partyRef,
  items: z.int(),
  filed: filedFacts,
});
export type FilingEntryLine = z.infer<typeof filingEntryLine>;

export const filingGrantLine = z.object({ line: z.int(), action, grant: plannedGrant });
export type FilingGrantLine = z.infer<typeof filingGrantLine>;

/** The opening of a filing: which batch, of which platform. */
export const filingForm = z.object({
  filing: uuid.meta({ title: "备案批次" }),
  source: words("来源平台", 200, "请写明目录从哪个平台来，如“省一体化政务数据平台”"),
  note: z.string().trim().max(1000).default("").meta({ title: "备案说明" }),
});

export const startFiling = z.object({ file: uuid, approval: commonApproval.optional() });
export const filingLineQuery = listQuery;
