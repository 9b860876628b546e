import { type PartyKind, type Role, unitKinds } from "../contract/roles.ts";
import type { Actor, Opening, Procedure, Step } from "../law/language.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { MatterView } from "./context.ts";
import type { PartiesPort } from "./ports.ts";

/** Posts that do statutory business. Administrators and auditors never act (三员分立). */
const officials: ReadonlySet<Role> = new Set(["data-officer", "section-head", "chief-data-officer"]);
const bystanders: ReadonlySet<Role> = new Set(["system-admin", "security-admin", "auditor"]);
const members: ReadonlySet<PartyKind> = new Set(["citizen", "company"]);
const departments: ReadonlySet<PartyKind> = new Set(unitKinds);

const is = (caller: Caller, roles: ReadonlySet<Role>): boolean =>
  caller.roles.some((role) => roles.has(role));

/** Acts for a department: an official post in a party that manages or serves the public. */
export const isOfficial = (caller: Caller): boolean =>
  departments.has(caller.party.kind) && is(caller, officials) && !is(caller, bystanders);

/** Acts for itself: a citizen, or a person of a company. */
const isMemberOfPublic = (caller: Caller): boolean =>
  members.has(caller.party.kind) && caller.roles.includes("member-of-public");

/** Decides for a government, which stands in for a bureau that is itself the provider. */
const leadsGovernment = (caller: Caller): boolean =>
  caller.party.kind === "government" && caller.roles.includes("leader") && !is(caller, bystanders);

/** Whether a post with these roles lets anybody act for a party of this kind. */
export const mayActIn = (kind: PartyKind, roles: readonly Role[]): boolean =>
  (departments.has(kind) && roles.some((role) => officials.has(role))) ||
  (kind === "government" && roles.includes("leader")) ||
  (members.has(kind) && roles.includes("member-of-public"));

/** Whether the caller's post may take any step at all, for its party. */
export const mayAct = (caller: Caller): boolean =>
  isOfficial(caller) || isMemberOfPublic(caller) || leadsGovernment(caller);

export const mayReadAll = (caller: Caller): boolean => caller.roles.includes("auditor");

/** Whether the caller's kind of party and post may open this; that a provider opens its own is told later. */
export function mayOpen(caller: Caller, opens: Opening<string>): boolean {
  return opens.by === "public" ? isMemberOfPublic(caller) : isOfficial(caller);
}

interface About {
  readonly starter: string;
  readonly provider: string | null;
}

/** The party that an actor is, in a matter between these two; null for the platform, or where there is none. */
export async function partyOf(
  db: Db | Tx,
  parties: PartiesPort,
  actor: Actor,
  about: About,
): Promise<string | null> {
  switch (actor) {
    case "platform":
      return null;
    case "department":
    case "public":
    case "starter":
      return about.starter;
    case "provider":
      return about.provider;
    default:
      return parties.resolve(db, actor, about);
  }
}

/** The party that may take the step: the holder where the step is the holder's, else whoever the actor is now. */
export async function actingParty(
  parties: PartiesPort,
  db: Db | Tx,
  procedure: Procedure,
  step: Step<string>,
  matter: MatterView,
): Promise<string | null> {
  if (procedure.states[matter.state]?.holder === step.by) return matter.holder;
  return partyOf(db, parties, step.by, matter);
}

/** The caller's party and the units that merged into it: for what they issued, it answers. */
export const officesOf = async (
  db: Db | Tx,
  parties: PartiesPort,
  { party }: Caller,
): Promise<ReadonlySet<string>> => new Set([party.id, ...(await parties.mergedInto(db, party.id))]);

/** Belongs to an office and does its business: whoever may see its inside. */
export const worksInOffice = (caller: Caller): boolean => isOfficial(caller) || leadsGovernment(caller);

/** Heads of an office: they set its rules and give out its work. */
export const isHead = (caller: Caller): boolean =>
  isOfficial(caller) && caller.roles.some((role) => role === "section-head" || role === "chief-data-officer");

/** Whom an act counts for: whoever acts and, in a lent post, whoever is acted for. */
export const personsOf = (caller: Caller): readonly string[] =>
  caller.actingFor === undefined ? [caller.personId] : [caller.personId, caller.actingFor.id];

interface TakenStep {
  readonly action: string;
  readonly title: string;
  /** Everybody it counts for. */
  readonly persons: ReadonlySet<string>;
}

/**
 * The step beside which these persons may not take the action, where one of them took part in it. Of a step that a return had taken
 * anew only the last time counts: what was returned decides nothing any more. `steps` in the order taken.
 */
export function takenBeside(
  procedure: Procedure,
  action: string,
  steps: readonly TakenStep[],
  persons: readonly string[],
): TakenStep | undefined {
  return counterparts(procedure, action)
    .map((other) => steps.findLast((step) => step.action === other))
    .find((step) => persons.some((person) => step?.persons.has(person) === true));
}

/** Steps that one person may not take beside this one (`opens` is the opening). */
export function counterparts(procedure: Procedure, action: string): string[] {
  return (procedure.differentPersons ?? []).flatMap(([one, other]) => {
    if (one === action) return [other];
    return other === action ? [one] : [];
  });
}

/** What the screen calls an actor of a procedure before its party is known. */
export const actorTitleIn = (procedure: Procedure, actor: Actor): string =>
  procedure.actors?.[actor] ?? actorTitle[actor];

/** The usual words, where the declaration has none of its own. */
export const actorTitle: Readonly<Record<Actor, string>> = {
  department: "申请部门",
  public: "申请人",
  starter: "申请人",
  provider: "数据提供部门",
  "same-level-authority": "同级公共数据主管部门",
  "municipal-authority": "市公共数据主管部门",
  "service-agency": "市公共数据服务机构",
  "staffing-office": "机构编制部门",
  platform: "平台",
};
