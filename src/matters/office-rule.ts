import { stageLabel } from "../contract/labels.zh.ts";
import type { OfficeRule, Stage } from "../contract/office.ts";
import type { Actor } from "../law/language.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { isHead } from "./actors.ts";
import type { PartiesPort } from "./ports.ts";
import "./office-tables.ts";

const stages: readonly Stage[] = ["section-head", "chief-data-officer"];

/** What an office has set itself; nothing where it never did. */
export async function officeRule(db: Db | Tx, partyId: string): Promise<OfficeRule> {
  const row = await db
    .selectFrom("matters.office_rule")
    .select(["outgoing", "incoming", "sign_first"])
    .where("party_id", "=", partyId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { outgoing: [], incoming: [], signFirst: false };
  return { outgoing: row.outgoing, incoming: row.incoming, signFirst: row.sign_first };
}

/** Whether a step goes out of an office that asks, or answers in an office that was asked. */
export const directionOf = (actor: Actor): "outgoing" | "incoming" =>
  actor === "starter" || actor === "department" || actor === "public" ? "outgoing" : "incoming";

/** The stages an act of this caller has before it: those above their own post. */
export function stagesAbove(
  caller: Caller,
  rule: OfficeRule,
  direction: "outgoing" | "incoming",
): readonly Stage[] {
  if (caller.roles.includes("leader")) return [];
  const own = stages.findLastIndex((stage) => caller.roles.includes(stage));
  return stages.filter((stage, rank) => rank > own && rule[direction].includes(stage));
}

/** Sets the rule of the caller's own office, on record. Drafts under way keep the stages they began with. */
export async function setOfficeRule(
  parties: PartiesPort,
  tx: Tx,
  caller: Caller,
  rule: OfficeRule,
): Promise<void> {
  if (!isHead(caller)) {
    throw new Problem("forbidden", "内部审签由本单位处室负责人或首席数据官设定，请由他们办理。");
  }
  const staff = await parties.staff(tx, caller.party.id);
  const wanted = stages.filter((stage) => rule.outgoing.includes(stage) || rule.incoming.includes(stage));
  const unmanned = wanted.find((stage) => !staff.some(({ roles }) => roles.includes(stage)));
  if (unmanned !== undefined) {
    throw new Problem(
      "stage_unmanned",
      `本单位现在没有${stageLabel[unmanned]}，设了这一级送审件就无人可审。请先由管理员设岗。`,
    );
  }
  const inOrder = (chosen: readonly Stage[]) => stages.filter((stage) => chosen.includes(stage));
  await tx
    .insertInto("matters.office_rule")
    .values({
      id: uuid(),
      party_id: caller.party.id,
      outgoing: inOrder(rule.outgoing),
      incoming: inOrder(rule.incoming),
      sign_first: rule.signFirst,
      set_by: caller.personId,
      set_by_name: caller.personName,
      on_behalf_of: caller.actingFor?.id ?? null,
      on_behalf_of_name: caller.actingFor?.name ?? null,
      set_at: await lawNow(tx),
    })
    .execute();
}
