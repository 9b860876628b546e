import type { PartyKind, Role } from "../contract/roles.ts";
import type { Actor, Opening, Procedure } from "../law/language.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { PartiesPort } from "./ports.ts";

/** Posts that do statutory business. Administrators and auditors never act (三员分立). */
const officials: ReadonlySet<Role> = new Set(["data-officer", "section-head", "chief-data-officer"]);
const bystanders: ReadonlySet<Role> = new Set(["system-admin", "security-admin", "auditor"]);
const members: ReadonlySet<PartyKind> = new Set(["citizen", "company"]);
const departments: ReadonlySet<PartyKind> = new Set([
  "government",
  "authority",
  "service-agency",
  "department",
  "public-service-enterprise",
  "superior-unit",
]);

const is = (caller: Caller, roles: ReadonlySet<Role>): boolean =>
  caller.roles.some((role) => roles.has(role));

/** Acts for a department: an official post in a party that manages or serves the public. */
const isOfficial = (caller: Caller): boolean =>
  departments.has(caller.party.kind) && is(caller, officials) && !is(caller, bystanders);

/** Acts for itself: a citizen, or a person of a company. */
const isMemberOfPublic = (caller: Caller): boolean =>
  members.has(caller.party.kind) && caller.roles.includes("member-of-public");

/** Whether the caller's post may take any step at all, for its party. */
export const mayAct = (caller: Caller): boolean => isOfficial(caller) || isMemberOfPublic(caller);

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

/** Steps that one person may not take beside this one (`opens` is the opening). */
export function counterparts(procedure: Procedure, action: string): string[] {
  return (procedure.differentPersons ?? []).flatMap(([one, other]) => {
    if (one === action) return [other];
    return other === action ? [one] : [];
  });
}

/** What the screen calls an actor before its party is known. */
export const actorTitle: Readonly<Record<Actor, string>> = {
  department: "申请部门",
  public: "申请人",
  starter: "申请人",
  provider: "数据提供部门",
  "same-level-authority": "同级公共数据主管部门",
  "municipal-authority": "市公共数据主管部门",
  "service-agency": "市公共数据服务机构",
  platform: "平台",
};
