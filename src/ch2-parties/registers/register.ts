import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { JsonObject } from "../../contract/json.ts";
import type { RegisterName } from "../../contract/record.ts";
import type { Role } from "../../contract/roles.ts";
import type { Citation } from "../../law/language.ts";
import type { Refusal } from "../../law/refusal.ts";
import type { Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import "../tables.ts";

/** What is being entered: a new record, or a new version of one. */
export interface Entry<Content> {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly content: Content;
  /** Null for a new record. */
  readonly record: string | null;
  /** Law clock. */
  readonly at: Date;
}

/** A condition on `record`, its `current` version and its `keeper`. */
export type Where = RawBuilder<boolean>;

/** A register as data: what it states, who keeps it, who reads it. */
interface Declared<Form extends z.ZodObject> {
  readonly name: RegisterName;
  readonly title: string;
  readonly article: Citation;
  readonly summary: string;
  readonly form: Form;
  /** Fields that the list shows, in order. */
  readonly columns: readonly (keyof z.infer<Form> & string)[];
  readonly titleOf: (content: z.infer<Form>) => string;
  readonly mayKeep: (caller: Caller) => boolean;
  readonly mayRead: (caller: Caller) => Where;
  readonly check?: (entry: Entry<z.infer<Form>>) => Promise<Refusal | undefined>;
}

export interface Register extends Omit<Declared<z.ZodObject>, "titleOf" | "check" | "columns"> {
  readonly columns: readonly string[];
  readonly titleOf: (content: JsonObject) => string;
  readonly check: (entry: Entry<JsonObject>) => Promise<Refusal | undefined>;
}

/** Declares a register; its functions see what they state typed by its form. */
export function register<Form extends z.ZodObject>(declared: Declared<Form>): Register {
  const typed = (content: JsonObject): z.infer<Form> => z.parse(declared.form, content);
  return {
    ...declared,
    titleOf: (content) => declared.titleOf(typed(content)),
    check: async (entry) => declared.check?.({ ...entry, content: typed(entry.content) }),
  };
}

const working: readonly Role[] = ["data-officer", "section-head", "chief-data-officer", "leader"];

/** Does business in a post; administrators and auditors keep no register (三员分立). */
export const works = (caller: Caller): boolean => caller.roles.some((role) => working.includes(role));

export const isAuthority = ({ party }: Caller): boolean => party.kind === "authority";
export const isServiceAgency = ({ party }: Caller): boolean => party.kind === "service-agency";

export const everybody: Where = sql`true`;
export const nobody: Where = sql`false`;

export const keptBy = ({ party }: Caller): Where => sql`record.keeper_id = ${party.id}`;

/** Kept by a unit of the bureau's or government's area: the city's all, a county's its own. */
export const keptInArea = ({ party }: Caller): Where =>
  party.level === "city" ? everybody : sql`keeper.region = ${party.region}`;

/**
 * The present version names the caller's unit in this field, alone or in a list: by its name of today, by one it had
 * before, or by that of a unit that merged into it.
 */
export const namesUnit = ({ party }: Caller, field: string): Where => sql`exists (
  select from (
    select ${party.name}::text as name
    union all select name from parties.former_name where party_id = ${party.id}
    union all select merged.name from parties.succession
      join parties.party merged on merged.id = succession.predecessor_id
      where succession.successor_id = ${party.id} and succession.kind = 'merger') called
  where jsonb_exists(current.content -> ${field}, called.name))`;

/** It speaks of a matter in which the caller's unit takes part. */
export const aboutOwnMatter = ({ party }: Caller): Where => sql`exists (
  select from parties.record_matter spoken
  join matters.participant on participant.matter_id = spoken.matter_id
  where spoken.record_id = record.id and participant.party_id = ${party.id})`;

export const either = (...conditions: readonly Where[]): Where => sql`(${sql.join(conditions, sql` or `)})`;
