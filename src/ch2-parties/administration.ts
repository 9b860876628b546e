import { roleLabel } from "../contract/labels.zh.ts";
import type { Role } from "../contract/roles.ts";
import type { LedgerPort } from "../matters/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import {
  accountStates,
  type IssuedActivation,
  openAccount,
  resetSecondFactor,
  resumeAccount,
} from "../platform/identity/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { type Departed, depart } from "./departure.ts";
import { party } from "./directory.ts";
import { recordAct } from "./person-acts.ts";
import { assertApart } from "./separation.ts";
import "./tables.ts";

/** Who does it, and where it is put on record. */
export interface Doing {
  readonly caller: Caller;
  readonly ledger: LedgerPort;
}

/** A person with an account and no post: the 系统管理员 opens the door, the 安全管理员 says what is behind it. */
export async function openPerson(
  tx: Tx,
  { caller, ledger }: Doing,
  { name, username }: { name: string; username: string },
): Promise<IssuedActivation & { readonly person: string }> {
  const person = uuid();
  await tx.insertInto("parties.person").values({ id: person, name, suspended_at: null }).execute();
  const issued = await openAccount(tx, { username, personId: person });
  await recordAct(tx, ledger, { person, act: "opened", detail: username, reason: null, caller });
  return { person, ...issued };
}

export interface Leaving {
  readonly reason: string;
  /** Who goes on, by office. */
  readonly successors: Readonly<Record<string, string>>;
}

/**
 * Account, sessions, and client keys the person issued end at once; what lay with them goes to the successor named for
 * each office, else it is the office's again.
 */
export async function suspendPerson(
  tx: Tx,
  doing: Doing,
  id: string,
  { reason, successors }: Leaving,
): Promise<void> {
  const person = await another(tx, doing, id);
  if (await isSuspended(tx, person))
    throw new Problem("person_suspended", `${person.name}已经停用，不必再办。`);
  const by = { id: doing.caller.personId, name: doing.caller.personName };
  const departed = await depart(tx, { person, party: null, successors, reason, by });
  const detail = handedOver(departed);
  await recordAct(tx, doing.ledger, { person: id, act: "suspended", detail, reason, caller: doing.caller });
}

const handedOver = ({ matters, drafts, keys, successors, unmanned }: Departed): string => {
  const to = successors.length === 0 ? "各单位重新分办" : successors.join("、");
  const left = unmanned.length === 0 ? "" : `；还有在办的件而没有人可以办理：${unmanned.join("、")}`;
  return `移交办件 ${matters} 件、送审件 ${drafts} 件（${to}），注销密钥 ${keys} 把${left}`;
};

/** The account is open again, without the posts of before: rights are granted anew. */
export async function restorePerson(tx: Tx, doing: Doing, id: string, reason: string): Promise<void> {
  const person = await another(tx, doing, id);
  if (!(await isSuspended(tx, person)))
    throw new Problem("person_active", `${person.name}没有停用，不必恢复。`);
  await tx
    .updateTable("parties.post")
    .set({ held_until: await lawNow(tx) })
    .where("person_id", "=", id)
    .where("held_until", "is", null)
    .execute();
  await tx.updateTable("parties.person").set({ suspended_at: null }).where("id", "=", id).execute();
  await resumeAccount(tx, id);
  const detail = "原有岗位不随之恢复";
  await recordAct(tx, doing.ledger, { person: id, act: "restored", detail, reason, caller: doing.caller });
}

export interface GrantedPost {
  readonly party: string;
  readonly unit: string | null;
  readonly roles: readonly Role[];
}

export async function grantPost(tx: Tx, doing: Doing, id: string, granted: GrantedPost): Promise<void> {
  const person = await another(tx, doing, id);
  if (await isSuspended(tx, person))
    throw new Problem("person_suspended", `${person.name}已经停用，请系统管理员先恢复账号。`);
  const roles = [...new Set(granted.roles)];
  const present = await presentPosts(tx, id);
  assertApart(
    present.map((post) => post.roles),
    roles,
  );
  const where = await livingParty(tx, granted.party);
  await tx
    .insertInto("parties.post")
    .values({
      id: uuid(),
      person_id: id,
      party_id: granted.party,
      unit: granted.unit,
      roles,
      held_from: await lawNow(tx),
      held_until: null,
    })
    .execute();
  const detail = inWords(where, granted.unit, roles);
  await recordAct(tx, doing.ledger, {
    person: id,
    act: "post-granted",
    detail,
    reason: null,
    caller: doing.caller,
  });
}

/** With the last post in an office the person leaves it: what lay with them is the successor's, else the office's. */
export async function endPost(
  tx: Tx,
  doing: Doing,
  id: string,
  post: string,
  { reason, successors }: Leaving,
): Promise<void> {
  const person = await another(tx, doing, id);
  const present = await presentPosts(tx, id);
  const ended = present.find((one) => one.id === post);
  if (ended === undefined) throw new Problem("not_found", "没有这个岗位，或者已经终止。");
  const { party_id: office, unit, roles } = ended;
  const by = { id: doing.caller.personId, name: doing.caller.personName };
  const leaves = present.filter((one) => one.party_id === office).length === 1;
  const departed = leaves ? await depart(tx, { person, party: office, successors, reason, by }) : null;
  if (departed === null)
    await tx
      .updateTable("parties.post")
      .set({ held_until: await lawNow(tx) })
      .where("id", "=", post)
      .execute();
  const detail = [
    inWords((await party(tx, office)).name, unit, roles),
    ...(departed === null ? [] : [handedOver(departed)]),
  ].join("；");
  await recordAct(tx, doing.ledger, { person: id, act: "post-ended", detail, reason, caller: doing.caller });
}

/** The password is asked for still: whoever resets does not know it. */
export async function dropSecondFactor(tx: Tx, doing: Doing, id: string, reason: string): Promise<void> {
  await another(tx, doing, id);
  await resetSecondFactor(tx, id);
  const detail = "动态码和备用码失效";
  await recordAct(tx, doing.ledger, {
    person: id,
    act: "second-factor-reset",
    detail,
    reason,
    caller: doing.caller,
  });
}

export interface Found {
  readonly id: string;
  readonly name: string;
  readonly suspended_at: Date | null;
}

/** The person, held until the transaction ends. @throws Problem `own_account`, `not_found` */
export async function another(tx: Tx, { caller }: Doing, id: string): Promise<Found> {
  if (caller.personId === id)
    throw new Problem("own_account", "本人的账号、岗位和动态码不能由本人办理，请另一位管理员办理。");
  const person = await tx
    .selectFrom("parties.person")
    .select(["id", "name", "suspended_at"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (person === undefined) throw new Problem("not_found", "没有这个人员。");
  return person;
}

export async function isSuspended(tx: Tx, { id, suspended_at }: Found): Promise<boolean> {
  return suspended_at !== null || (await accountStates(tx, [id])).get(id)?.suspended === true;
}

export function presentPosts(tx: Tx, person: string) {
  return tx
    .selectFrom("parties.post")
    .select(["id", "party_id", "unit", "roles"])
    .where("person_id", "=", person)
    .where("held_until", "is", null)
    .execute();
}

async function livingParty(tx: Tx, id: string): Promise<string> {
  const found = await tx
    .selectFrom("parties.party")
    .select("name")
    .where("id", "=", id)
    .where("active_until", "is", null)
    .executeTakeFirst();
  if (found === undefined)
    throw new Problem("unit_unknown", "没有这个单位，或者单位已经撤销；请从名单中选择。");
  return found.name;
}

const inWords = (office: string, unit: string | null, roles: readonly Role[]): string =>
  [office, unit, roles.map((role) => roleLabel[role]).join("、")].filter((part) => part !== null).join(" ");
