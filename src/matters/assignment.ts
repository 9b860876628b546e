import type { z } from "zod";
import type { assign, OfficeRule } from "../contract/office.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { isHead, isOfficial, personsOf, worksInOffice } from "./actors.ts";
import type { Engine } from "./engine.ts";
import { officeRule } from "./office-rule.ts";
import type { Post } from "./ports.ts";
import type { MatterRow } from "./tables.ts";
import { clocks } from "./take.ts";
import { lockVisible } from "./visibility.ts";

/** Who may decide a matter inside the office that holds it: once it is given to somebody, they and the heads. */
export function assertInCharge(caller: Caller, row: MatterRow, { signFirst }: OfficeRule): void {
  if (row.holder_party !== caller.party.id || !isOfficial(caller)) return;
  if (signFirst && row.signed_at === null && row.holder_party !== row.starter_party) {
    throw new Problem("not_signed_for", "本单位规定先签收后办理，请先签收本件。");
  }
  if (isInCharge(caller, row)) return;
  const whose = row.assigned_name ?? row.assigned_unit ?? "";
  throw new Problem(
    "assigned_to_another",
    `本件已分办给${whose}，请由其办理，或者由处室负责人、首席数据官改派。`,
  );
}

/**
 * The matter in the version that the caller has seen, locked and theirs to decide: for what is decided about it beside
 * its steps. Throws Problem `not_found`, `stale_version`, `not_signed_for`, `assigned_to_another`.
 */
export async function lockInCharge(tx: Tx, caller: Caller, id: string, version: number): Promise<void> {
  const row = await lockVisible(tx, caller, id);
  if (row.version !== version)
    throw new Problem("stale_version", "您看到的内容已经变化，本次办理没有生效。请刷新后再办。");
  assertInCharge(caller, row, await officeRule(tx, caller.party.id));
}

type Assigned = Pick<MatterRow, "assigned_person" | "assigned_unit">;

export function isInCharge(caller: Caller, row: Assigned): boolean {
  if (isHead(caller)) return true;
  if (row.assigned_person !== null) return personsOf(caller).includes(row.assigned_person);
  return row.assigned_unit === null || row.assigned_unit === caller.unit;
}

/** Confirms that the office has taken note (签收); the law's clock runs since the arrival in its queue. */
export async function signFor(tx: Tx, caller: Caller, id: string): Promise<void> {
  const row = await lockHeld(tx, caller, id);
  if (row.signed_at !== null) {
    throw new Problem("wrong_state", `本件已由${row.signed_by_name ?? "本单位"}签收，不用再签。`);
  }
  await sign(tx, caller, row);
}

async function sign(tx: Tx, caller: Caller, row: MatterRow): Promise<void> {
  const { at } = await clocks(tx);
  await tx
    .updateTable("matters.matter")
    .set({ signed_by_name: caller.personName, signed_at: at })
    .where("id", "=", row.id)
    .execute();
  await record(tx, caller, row.id, { act: "signed", unit: null, person: null, note: null, at });
}

/** Gives a matter to a person or a unit of the office, or back to nobody's. Signs for it where nobody has. */
export async function assignTo(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof assign>,
): Promise<void> {
  const row = await lockHeld(tx, caller, id);
  if (row.version !== input.version || row.assigned_person !== input.current) {
    throw new Problem("stale_version", "本件已经变化或者已被他人分办，本次没有生效。请刷新后再办。");
  }
  const staff = officialsOf(await engine.parties.staff(tx, caller.party.id));
  const person = staff.find(({ personId }) => personId === input.person);
  assertAmong(staff, input, person);
  if (!mayGive(caller, row, input.person)) {
    throw new Problem(
      "forbidden",
      "经办人只能认领未分办的件，或者把自己手上的件转给同事；其他分办由处室负责人或首席数据官办理。",
    );
  }
  if (row.signed_at === null) await sign(tx, caller, row);
  const { at } = await clocks(tx);
  const unit = person?.unit ?? input.unit;
  await tx
    .updateTable("matters.matter")
    .set({
      assigned_person: input.person,
      assigned_name: person?.personName ?? null,
      assigned_unit: unit,
    })
    .where("id", "=", id)
    .execute();
  const act = input.person === null && unit === null ? "released" : "assigned";
  await record(tx, caller, id, { act, unit, person: person ?? null, note: input.note ?? null, at });
}

/** Posts of an office that do its business, one per person. */
export function officialsOf(staff: readonly Post[]): readonly Post[] {
  const roles = new Set(["data-officer", "section-head", "chief-data-officer", "leader"]);
  const doing = staff.filter((post) => post.roles.some((role) => roles.has(role)));
  return doing.filter((post, at) => doing.findIndex(({ personId }) => personId === post.personId) === at);
}

function assertAmong(staff: readonly Post[], input: z.output<typeof assign>, person: Post | undefined): void {
  if (input.person !== null && person === undefined) {
    throw new Problem("bad_request", "本单位现在没有这个经办人，请重新选择。", {
      errors: [{ pointer: "/person", detail: "不是本单位在岗人员" }],
    });
  }
  if (input.unit !== null && !staff.some(({ unit }) => unit === input.unit)) {
    throw new Problem("bad_request", "本单位现在没有这个处室，请重新选择。", {
      errors: [{ pointer: "/unit", detail: "不是本单位的处室" }],
    });
  }
}

/** Heads give out all; an officer takes what is nobody's (or their unit's), and passes on what is their own. */
export function mayGive(caller: Caller, row: Assigned, to: string | null): boolean {
  if (isHead(caller)) return true;
  const own = row.assigned_person !== null && personsOf(caller).includes(row.assigned_person);
  if (own) return true;
  return row.assigned_person === null && isInCharge(caller, row) && to === caller.personId;
}

async function lockHeld(tx: Tx, caller: Caller, id: string): Promise<MatterRow> {
  const row = await lockVisible(tx, caller, id);
  if (!worksInOffice(caller) || row.holder_party !== caller.party.id) {
    throw new Problem("not_the_holder", "本件不在本单位办理，不能签收或者分办。");
  }
  return row;
}

interface Act {
  readonly act: "signed" | "assigned" | "released" | "handed-over";
  readonly unit: string | null;
  readonly person: Post | null;
  readonly note: string | null;
  readonly at: Date;
}

async function record(tx: Tx, caller: Caller, id: string, given: Act): Promise<void> {
  await tx
    .insertInto("matters.assignment")
    .values({
      id: uuid(),
      matter_id: id,
      party_id: caller.party.id,
      act: given.act,
      unit: given.unit,
      person_id: given.person?.personId ?? null,
      person_name: given.person?.personName ?? null,
      note: given.note,
      by_person: caller.personId,
      by_name: caller.personName,
      by_post: caller.postId,
      by_unit: caller.unit,
      on_behalf_of: caller.actingFor?.id ?? null,
      on_behalf_of_name: caller.actingFor?.name ?? null,
      at: given.at,
    })
    .execute();
}
