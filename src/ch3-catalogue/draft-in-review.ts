import type { Effect } from "../matters/index.ts";
import { entryIsComplete, noDuplicateName, subject } from "./chain.ts";
import { likenessesAreDecided, type OtherSources, weighing } from "./duplicates.ts";
import {
  keepInternalRemarks,
  keepRemarks,
  placeNames,
  remarksAreAnswered,
  remarksAreInPlace,
  settleRemarks,
} from "./remarks.ts";
import { thawDraft } from "./store.ts";
import { sendIn } from "./submissions.ts";

const thaw: Effect<unknown> = async (context) => thawDraft(context.tx, await subject(context));

/** What the chain weighs and keeps of every draft that passes it, of a first compilation and of an update (Art. 12, 13). */
export function draftInReview(otherSources: OtherSources) {
  const { duplicateIsAlike, keepDuplicate } = weighing(otherSources);
  return {
    guards: {
      entryIsComplete,
      noDuplicateName,
      likenessesAreDecided,
      duplicateIsAlike,
      remarksAreInPlace,
      remarksAreAnswered,
    },
    effects: { freezeDraft: sendIn, thawDraft: thaw, keepRemarks, keepDuplicate, settleRemarks },
    names: placeNames,
    remarked: keepInternalRemarks,
  };
}
