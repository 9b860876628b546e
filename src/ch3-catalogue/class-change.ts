import type { z } from "zod";
import type { classChange, classEvaluation } from "../contract/catalogue-forms.ts";
import type { EntryContent } from "../contract/entry.ts";
import { labelOf, openingClassLabel, sharingClassLabel } from "../contract/labels.zh.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Fact, type Guard } from "../matters/index.ts";
import { classChangeProcedure, classEvaluationProcedure } from "./article-26-class-change.ts";
import { type ComesIntoForce, entryNamed, heldBy, inForce, nameInForce, subject } from "./chain.ts";
import { issuesOf } from "./checks.ts";
import { publishChange, recordClass, recordMoves } from "./class-store.ts";
import {
  classOf,
  mayBeDeemed,
  moveOf,
  type Side,
  unconditionalOpening,
  unconditionalSharing,
} from "./classes.ts";
import { entryInForce, type PublishedEntry, publishedEntry } from "./store.ts";
import { contentAt } from "./versions.ts";

type Form = z.infer<typeof classChange>;
type Evaluation = z.infer<typeof classEvaluation>;

/** Art. 26 running: the classes in force change when the bureau agrees, as a version of the entry of its own. */
export function bindClassChange(comesIntoForce: ComesIntoForce): BoundProcedure {
  return bind(classChangeProcedure, {
    title: async (opening) => `“${await nameInForce(opening)}”共享、开放属性变更`,
    provider: async (opening) => (await entryNamed(opening))?.providerId ?? null,
    subjectTitle: nameInForce,
    guards: { entryIsPublished, draftIsFree, classesChange, classesAreComplete, conversionIsProven },
    effects: {
      applyClasses: async (context) => {
        const { tx, matter, at } = context;
        const entry = await subject(context);
        const before = (await versionInForce(context)).content;
        const change = changedFields(before, matter.form);
        const published = await publishChange(tx, entry, (content) => ({ ...content, ...change }), {
          matterId: matter.id,
          at,
        });
        const by = { basis: matter.form.changeReason, matterId: matter.id, at };
        await recordMoves(tx, { entryId: entry.id, before, after: published.content }, by);
        await inForce(context, published, comesIntoForce);
      },
    },
    facts: async (db, { subject: of, state, receivedAt, form }) => {
      if (of === null) return [];
      // Once it is over it is shown from what it was applied on, whatever came into force since.
      const content =
        state === "review"
          ? (await publishedEntry(db, of.id))?.content
          : await contentAt(db, of.id, receivedAt);
      if (content === undefined) return [];
      return (["sharing", "opening"] as const).map((side) => moveFact(content, form, side));
    },
  });
}

const sides = {
  sharing: { title: "共享类型", article: "24", labels: sharingClassLabel },
  opening: { title: "开放类型", article: "37¶1", labels: openingClassLabel },
} as const;
const moves = {
  same: "不变",
  tightened: "收紧",
  relaxed: "放宽",
  converted: "脱密、脱敏或者经同意后转换",
} as const;

/** One side of the change in words: from what to what. */
function moveFact(before: EntryContent, form: Form, side: Side): Fact {
  const { title, article, labels } = sides[side];
  const field = `${side}Class` as const;
  const after = { ...before, [field]: form[field] ?? before[field] };
  const named = (of: EntryContent) => (of[field] === null ? "未明确" : labelOf(labels, of[field]));
  const move = moveOf(before, after, side);
  const value =
    move === "same" ? `${named(before)}，不变` : `${named(before)} → ${named(after)}（${moves[move]}）`;
  return { label: `${title}变更`, value, article };
}

/** Art. 25 ¶3, 37 ¶3 running. */
export function bindClassEvaluation(comesIntoForce: ComesIntoForce): BoundProcedure {
  return bind(classEvaluationProcedure, {
    title: async (opening) => `“${await nameInForce(opening)}”有条件属性评估`,
    provider: async (opening) => (await entryNamed(opening))?.providerId ?? null,
    subjectTitle: nameInForce,
    guards: { entryIsPublished, classIsConditional, mayBeUnconditional },
    effects: { recordEvaluation: async (context) => evaluated(context, comesIntoForce) },
  });
}

async function evaluated(context: Context<Evaluation>, comesIntoForce: ComesIntoForce): Promise<void> {
  const { tx, matter, at } = context;
  const { side, result, finding } = matter.form;
  const entry = await subject(context);
  const by = { basis: finding, matterId: matter.id, at };
  await recordClass(tx, {
    entryId: entry.id,
    side,
    before: "conditional",
    how: "evaluated",
    after: result === "keep" ? "conditional" : "unconditional",
    ...by,
  });
  if (result === "keep") return;
  const change = side === "sharing" ? unconditionalSharing : unconditionalOpening;
  const published = await publishChange(tx, entry, (content) => ({ ...content, ...change }), {
    matterId: matter.id,
    at,
  });
  await inForce(context, published, comesIntoForce);
}

/** The fields that the change sets; what belongs to a class that is left goes with it. */
function changedFields(content: EntryContent, form: Form): Partial<EntryContent> {
  const { sharingScope, sharingPurpose, sharingBasis, openingConditions, openingBasis } = form;
  const shared = form.sharingClass !== undefined && form.sharingClass !== "not-shared";
  const sharingModes = shared && form.sharingModes.length > 0 ? form.sharingModes : content.sharingModes;
  const sharing = {
    unconditional: unconditionalSharing,
    conditional: { sharingClass: "conditional", sharingScope, sharingPurpose, sharingBasis },
    "not-shared": { sharingClass: "not-shared", sharingScope: "", sharingPurpose: "", sharingBasis },
  } as const;
  const opening = {
    unconditional: unconditionalOpening,
    conditional: { openingClass: "conditional", openingConditions, openingBasis: "" },
    "not-open": { openingClass: "not-open", openingConditions: "", openingBasis },
  } as const;
  return {
    ...(form.sharingClass === undefined ? {} : { ...sharing[form.sharingClass], sharingModes }),
    ...(form.openingClass === undefined ? {} : opening[form.openingClass]),
  };
}

const versionInForce = ({ tx, matter }: Context<unknown>): Promise<PublishedEntry> =>
  entryInForce(tx, matter.subject?.id ?? "");

const entryIsPublished: Guard<unknown> = async (context) => {
  if ((await subject(context)).publishedVersion === null)
    return refuse("entry_not_published", "26", "目录还没有发布，直接修改草稿即可");
};

const draftIsFree: Guard<unknown> = async (context) => {
  const held = await heldBy(context.tx, await subject(context), context.matter.id);
  if (held !== undefined)
    return refuse("entry_not_editable", "26", `本目录正在办理（${held}），请办结或者撤回后再申请变更属性`);
};

const classesChange: Guard<Form> = async (context) => {
  const { content } = await versionInForce(context);
  const after = { ...content, ...changedFields(content, context.matter.form) };
  const sides = ["sharing", "opening"] as const;
  if (sides.every((side) => moveOf(content, after, side) === "same"))
    return refuse("class_unchanged", "26", "共享、开放类型与现行的相同；只改条件的，请用“更新目录”办理");
};

/** Basis, scope, purpose and conditions are stated with the class that needs them (Art. 25 ¶3, 37 ¶1). */
const classesAreComplete: Guard<Form> = async (context) => {
  const { content } = await versionInForce(context);
  const after = { ...content, ...changedFields(content, context.matter.form) };
  const faults = issuesOf(after).filter(({ pointer }) => /^\/(sharing|opening)/.test(pointer));
  const [first] = faults;
  if (first !== undefined)
    return refuse(
      "class_incomplete",
      first.article,
      `还有 ${faults.length} 处要填，填完才能提交`,
      faults.map(({ pointer, detail, article }) => ({ pointer: `/form${pointer}`, detail, article })),
    );
};

/** Art. 25 ¶4, 37 ¶3: closed data is shared or opened once it was processed or its owners agree, with the evidence. */
const conversionIsProven: Guard<Form> = async (context) => {
  const { content } = await versionInForce(context);
  const { form } = context.matter;
  const after = { ...content, ...changedFields(content, form) };
  const converted = (["sharing", "opening"] as const).find(
    (side) => moveOf(content, after, side) === "converted",
  );
  if (converted === undefined) return undefined;
  const missing = [
    ...(form.conversion === undefined
      ? [{ pointer: "/form/conversion", detail: "请选择转换的依据：脱密、脱敏或者权利人同意" }]
      : []),
    ...(context.attachments.length === 0
      ? [{ pointer: "/attachments", detail: "请附上处理记录或者权利人同意的材料" }]
      : []),
  ];
  if (missing.length === 0) return undefined;
  return refuse(
    "conversion_unproven",
    converted === "sharing" ? "25¶4" : "37¶3",
    "不予共享、不予开放的数据放宽的，须选择依据（脱密、脱敏或者权利人同意），并附处理记录或者同意材料",
    missing,
  );
};

const classIsConditional: Guard<Evaluation> = async (context) => {
  const { content } = await versionInForce(context);
  if (classOf(content, context.matter.form.side) !== "conditional")
    return refuse("class_not_conditional", "25¶3", "这种属性现在不是“有条件”，不需要评估");
};

/** What is about persons, or of grade 3, loses its conditions only in a reviewed change. */
const mayBeUnconditional: Guard<Evaluation> = async (context) => {
  if (context.matter.form.result === "keep") return undefined;
  if (!mayBeDeemed((await versionInForce(context)).content))
    return refuse(
      "class_needs_review",
      "11¶4",
      "含个人信息或者3级以上数据项，不能由评估直接转为无条件；请办理“共享、开放属性变更”，由数据局审核",
    );
};
