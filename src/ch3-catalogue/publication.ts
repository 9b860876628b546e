import { statedClass } from "../contract/catalogue-forms.ts";
import { entryTitle } from "../contract/labels.zh.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Guard } from "../matters/index.ts";
import { cataloguePublication } from "./article-12-catalogue-publication.ts";
import {
  type ComesIntoForce,
  draftFacts,
  heldBy,
  openMatter,
  ownEntry,
  publishEntry,
  subject,
} from "./chain.ts";
import { classesKeepTheirWay } from "./class-guards.ts";
import { unconditionalSharing } from "./classes.ts";
import { draftInReview } from "./draft-in-review.ts";
import type { OtherSources } from "./duplicates.ts";
import { classIsStated, classIsUnstated, settleClass, statedClassIsComplete } from "./unstated-class.ts";

/** Art. 12 running: the draft is frozen while it is reviewed and becomes the version in force at the end. */
export function bindPublication(comesIntoForce: ComesIntoForce, otherSources: OtherSources): BoundProcedure {
  const { guards, effects, ...review } = draftInReview(otherSources);
  return bind(cataloguePublication, {
    title: async (opening) => `“${entryTitle((await ownEntry(opening))?.draft.name ?? "")}”目录编制发布`,
    provider: async (opening) => opening.caller.party.id,
    subjectTitle: async (opening) => {
      const entry = await ownEntry(opening);
      return entry === undefined ? null : entryTitle(entry.draft.name);
    },
    guards: {
      ...guards,
      entryIsOwn,
      entryIsDraft,
      noUpdateIsDue,
      classesKeepTheirWay,
      classIsStated,
      classIsUnstated,
      statedClassIsComplete,
    },
    effects: {
      ...effects,
      stateClass: async (context) => settleClass(context, "stated", statedClass.parse(context.form)),
      deemUnconditional: async (context) => settleClass(context, "deemed", unconditionalSharing),
      publishEntry: async (context) => {
        await publishEntry(context, comesIntoForce);
      },
    },
    ...review,
    facts: draftFacts,
  });
}

const entryIsOwn: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  if (entry.providerId !== context.matter.starter)
    return refuse("entry_not_own", "12¶3", "只能报送本单位的数据目录");
};

/** One matter at a time: also one that was returned holds its entry until it is resubmitted or withdrawn. */
const entryIsDraft: Guard<unknown> = async (context) => {
  const held = await heldBy(context.tx, await subject(context), context.matter.id);
  if (held !== undefined)
    return refuse(
      "entry_not_editable",
      "12¶3",
      `本目录正在办理（${held}），不能重复报送；请在该件中修改后重新报送，或者先撤回`,
    );
};

/** What Art. 13 gives ten days and two is not sent round by the way without days. */
const noUpdateIsDue: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const due = await openMatter(context.tx, "catalogue-update", entry.id, context.matter.id);
  if (due !== undefined)
    return refuse(
      "entry_update_due",
      "13¶1",
      `本目录因依据或者职能变化正待更新（${due}），请在该件中报送更新`,
    );
};
