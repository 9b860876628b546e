import type { z } from "zod";
import { resolveActor } from "../ch2-parties/index.ts";
import type { changeNotice } from "../contract/catalogue-forms.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Guard } from "../matters/index.ts";
import { catalogueUpdate } from "./article-13-catalogue-update.ts";
import {
  type ComesIntoForce,
  draftFacts,
  entryNamed,
  heldBy,
  nameInForce,
  openMatter,
  publishEntry,
  subject,
} from "./chain.ts";
import { closedClassesStay } from "./class-guards.ts";
import { recordMoves } from "./class-store.ts";
import { draftInReview } from "./draft-in-review.ts";
import type { OtherSources } from "./duplicates.ts";
import { publishedEntry } from "./store.ts";

type Form = z.infer<typeof changeNotice>;

/** Art. 13 running: the change is declared by the department or, as a reminder, by its bureau or the city's. */
export function bindUpdate(comesIntoForce: ComesIntoForce, otherSources: OtherSources): BoundProcedure {
  const { guards, effects, ...review } = draftInReview(otherSources);
  return bind(catalogueUpdate, {
    title: async (opening) => `“${await nameInForce(opening)}”目录变更更新`,
    provider: async (opening) => (await entryNamed(opening))?.providerId ?? null,
    // A draft is nobody else's business: what is not published cannot be named from outside.
    subjectTitle: nameInForce,
    guards: {
      ...guards,
      starterMayDeclare,
      entryIsPublished,
      changeHasHappened,
      noOtherUpdate,
      draftIsFree,
      entryIsUpdated,
      closedClassesStay,
    },
    effects: {
      ...effects,
      publishEntry: async (context) => {
        const before = await publishedEntry(context.tx, (await subject(context)).id);
        const after = await publishEntry(context, comesIntoForce);
        if (before === undefined) return;
        const by = { basis: context.matter.form.basis, matterId: context.matter.id, at: context.at };
        const change = { entryId: after.id, before: before.content, after: after.content };
        await recordMoves(context.tx, change, by);
      },
    },
    ...review,
    facts: async (db, matter, caller) => (matter.state === "updating" ? [] : draftFacts(db, matter, caller)),
  });
}

const starterMayDeclare: Guard<Form> = async ({ tx, matter }) => {
  const { starter, provider } = matter;
  if (starter === provider) return undefined;
  for (const bureau of ["same-level-authority", "municipal-authority"] as const)
    if ((await resolveActor(tx, bureau, { starter, provider })) === starter) return undefined;
  return refuse("entry_not_own", "13¶1", "变化由目录的提供单位申报，或者由其同级数据局、市数据局提醒");
};

const entryIsPublished: Guard<Form> = async (context) => {
  if ((await subject(context)).publishedVersion === null)
    return refuse("entry_not_published", "13¶1", "目录还没有发布，直接修改草稿后报送即可");
};

export const changeHasHappened: Guard<{ changedOn: string }> = async ({ matter, at }) => {
  if (matter.form.changedOn > civilDate(at))
    return refuse("change_in_future", "13¶1", "变化还没有发生；请在变化发生之日起申报，期限自该日起算", [
      { pointer: "/form/changedOn", detail: "不能晚于今天" },
    ]);
};

const noOtherUpdate: Guard<Form> = async ({ tx, matter }) => {
  const other = matter.subject && (await openMatter(tx, matter.kind, matter.subject.id, matter.id));
  if (other)
    return refuse("entry_update_due", "13¶1", `本目录已有待办的更新（${other}），请在该件中一并更新`);
};

const draftIsFree: Guard<Form> = async (context) => {
  const held = await heldBy(context.tx, await subject(context), context.matter.id);
  if (held !== undefined)
    return refuse("entry_not_editable", "13¶1", `本目录正在另一件中办理（${held}），请先撤回该件再报送更新`);
};

/** A13.1: what is submitted as an update differs from what is in force. */
const entryIsUpdated: Guard<Form> = async (context) => {
  const entry = await subject(context);
  const inForce = await publishedEntry(context.tx, entry.id);
  if (JSON.stringify(inForce?.content) === JSON.stringify(entry.draft))
    return refuse(
      "entry_not_updated",
      "13¶1",
      "目录还没有修改。请按变化后的依据或者职能修改目录再报送；经核实不涉及的，请同级数据局核销",
    );
};
