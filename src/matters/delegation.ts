import type { z } from "zod";
import type { Delegation, recordDelegation } from "../contract/office.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { isHead, worksInOffice } from "./actors.ts";
import { officialsOf } from "./assignment.ts";
import type { DelegationRow } from "./office-tables.ts";
import type { PartiesPort } from "./ports.ts";

/**
 * Lends the post of an absent colleague to another of the office between two days, both included. The absent one
 * lends their own; the chief data officer lends another's, but never to themselves, and no lent post is lent on.
 */
export async function delegate(
  parties: PartiesPort,
  tx: Tx,
  caller: Caller,
  input: z.output<typeof recordDelegation>,
): Promise<void> {
  if (!worksInOffice(caller)) throw new Problem("forbidden", "您的岗位不办理业务，不能登记代办。");
  if (caller.actingFor !== undefined) {
    throw new Problem("forbidden", `您正在代${caller.actingFor.name}办理，代办的岗位不能再转托他人。`);
  }
  const at = await lawNow(tx);
  const today = civilDate(at);
  if (input.endsOn < input.startsOn || input.endsOn < today) {
    throw new Problem("bad_request", "代办的止日不能早于起日，也不能早于今天。请改正日期。", {
      errors: [{ pointer: "/endsOn", detail: "不能早于起日和今天" }],
    });
  }
  const staff = await parties.staff(tx, caller.party.id);
  const lent = staff.find(({ postId }) => postId === input.post);
  const to = officialsOf(staff).find(({ personId }) => personId === input.to);
  if (lent === undefined || to === undefined || officialsOf([lent]).length === 0) {
    throw new Problem("bad_request", "只能在本单位办理业务的在岗人员之间代办，请重新选择。");
  }
  if (to.personId === lent.personId) {
    throw new Problem("bad_request", "不能由本人代本人办理，请选择另一人。");
  }
  const own = lent.personId === caller.personId;
  const forAnother = caller.roles.includes("chief-data-officer") && to.personId !== caller.personId;
  if (!own && !forAnother) {
    throw new Problem("forbidden", "代办由被代人本人登记；本人不在岗的，由首席数据官为他人登记。");
  }
  await tx
    .insertInto("matters.delegation")
    .values({
      id: uuid(),
      party_id: caller.party.id,
      from_person: lent.personId,
      from_name: lent.personName,
      from_post: lent.postId,
      to_person: to.personId,
      to_name: to.personName,
      starts_on: input.startsOn,
      ends_on: input.endsOn,
      recorded_by: caller.personId,
      recorded_by_name: caller.personName,
      recorded_at: at,
      revoked_at: null,
      revoked_by: null,
      revoked_by_name: null,
    })
    .execute();
}

/** Ends a delegation at once: the next request of whoever acted under it is nobody's any more. */
export async function revokeDelegation(tx: Tx, caller: Caller, id: string): Promise<void> {
  const row = await tx
    .selectFrom("matters.delegation")
    .selectAll()
    .where("id", "=", id)
    .where("party_id", "=", caller.party.id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || !worksInOffice(caller))
    throw new Problem("not_found", "没有找到这项代办，或者您无权查看。");
  if (row.revoked_at !== null) throw new Problem("wrong_state", "这项代办已经撤销，不用再撤。");
  if (!mayRevoke(caller, row)) {
    throw new Problem("forbidden", "代办由被代人、代办人或者本单位负责人撤销，请由他们办理。");
  }
  await tx
    .updateTable("matters.delegation")
    .set({
      revoked_at: await lawNow(tx),
      revoked_by: caller.personId,
      revoked_by_name: caller.personName,
    })
    .where("id", "=", id)
    .execute();
}

const mayRevoke = (caller: Caller, row: DelegationRow): boolean =>
  isHead(caller) || row.from_person === caller.personId || row.to_person === caller.personId;

/** Delegations of the caller's office, newest first. */
export async function listDelegations(db: Db | Tx, caller: Caller): Promise<Delegation[]> {
  const today = civilDate(await lawNow(db));
  const rows = await db
    .selectFrom("matters.delegation")
    .selectAll()
    .where("party_id", "=", caller.party.id)
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => {
    const state = stateOn(row, today);
    return {
      id: row.id,
      from: { id: row.from_person, name: row.from_name },
      to: { id: row.to_person, name: row.to_name },
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      recordedBy: { id: row.recorded_by, name: row.recorded_by_name },
      revokedAt: row.revoked_at === null ? null : toInstant(row.revoked_at),
      state,
      mayRevoke: (state === "running" || state === "coming") && mayRevoke(caller, row),
    };
  });
}

function stateOn(row: DelegationRow, today: string): Delegation["state"] {
  if (row.revoked_at !== null) return "revoked";
  if (row.ends_on < today) return "over";
  return row.starts_on > today ? "coming" : "running";
}

/** Posts lent to a person today (law clock), each by the colleague it belongs to. */
export async function postsLentTo(
  db: Db | Tx,
  personId: string,
): Promise<readonly { readonly postId: string; readonly fromPerson: string }[]> {
  const today = civilDate(await lawNow(db));
  const rows = await db
    .selectFrom("matters.delegation")
    .select(["from_post as postId", "from_person as fromPerson"])
    .distinct()
    .where("to_person", "=", personId)
    .where("revoked_at", "is", null)
    .where("starts_on", "<=", today)
    .where("ends_on", ">=", today)
    .execute();
  return rows;
}
