import type { z } from "zod";
import type { EntryContent } from "../contract/entry.ts";
import type { Regrade, regrading } from "../contract/grading.ts";
import { openingClassLabel } from "../contract/labels.zh.ts";
import { levelText } from "../contract/level.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Fact, type Guard } from "../matters/index.ts";
import { regradingProcedure } from "./article-11-regrading.ts";
import { type ComesIntoForce, entryNamed, inForce, nameInForce, openMatter, subject } from "./chain.ts";
import { issuesOf } from "./checks.ts";
import { publishChange } from "./class-store.ts";
import { floorIssues } from "./grading-floors.ts";
import {
  idleRegrades,
  raisesAny,
  regraded,
  regradedSince,
  withEarlier,
  withRaises,
  withRegrades,
  withRegradesSince,
} from "./regrades.ts";
import { keepOpening, type Opened, openedOn } from "./regrading-store.ts";
import { entryInForce, type PublishedEntry, publishedEntry } from "./store.ts";

type Form = z.infer<typeof regrading>;
type Change = (content: EntryContent) => EntryContent;

/**
 * Art. 11 ¶4 running. `protects` is what a raised grade does before anybody has reviewed it, `comesIntoForce` what a
 * reviewed version does.
 */
export function bindRegrading(protects: ComesIntoForce, comesIntoForce: ComesIntoForce): BoundProcedure {
  return bind(regradingProcedure, {
    title: async (opening) => `“${await nameInForce(opening)}”重新定级`,
    provider: async (opening) => (await entryNamed(opening))?.providerId ?? null,
    subjectTitle: nameInForce,
    guards: {
      noOtherRegrading,
      changeHasHappened,
      gradesChange,
      gradesAreSound,
      gradesStand,
      nothingWasRaised,
    },
    effects: {
      protectRaised: async (context) => {
        const { columns } = context.matter.form;
        const inForce = await versionInForce(context);
        await keepOpening(context.tx, context.matter.id, inForce);
        if (raisesAny(inForce.content, columns)) await put(context, withRaises(columns), protects);
      },
      applyGrades: async (context) => {
        const { after } = await opening(context);
        await put(context, withRegradesSince(after, context.matter.form.columns), comesIntoForce, true);
      },
      restoreGrades: async (context) => {
        const opened = await opening(context);
        if (!opened.raised) return;
        const columns = context.matter.form.columns.map(({ column }) => column);
        await put(context, withEarlier(opened, columns), comesIntoForce);
      },
    },
    facts: async (db, matter) => {
      const entry = matter.subject && (await publishedEntry(db, matter.subject.id));
      if (!entry) return [];
      const before = (await openedOn(db, matter.id))?.before ?? entry.content;
      return [...changesInWords(before, entry.content, matter.form.columns), openingFact(entry.content)];
    },
  });
}

async function put(
  context: Context<Form>,
  change: Change,
  then: ComesIntoForce,
  graded = false,
): Promise<void> {
  const { tx, matter, at } = context;
  const by = { matterId: matter.id, at, graded };
  const published = await publishChange(tx, await subject(context), change, by);
  await inForce(context, published, then);
}

async function opening({ tx, matter }: Context<Form>): Promise<Opened> {
  const opened = await openedOn(tx, matter.id);
  if (opened === undefined) throw new Error(`matter ${matter.number} has lost what it was opened on`);
  return opened;
}

function changesInWords(before: EntryContent, now: EntryContent, changes: readonly Regrade[]): Fact[] {
  return changes.flatMap((change) => {
    const item = before.items.find(({ column }) => column === change.column);
    if (item === undefined) return [];
    const wanted = levelText(regraded(item, change));
    const current = now.items.find(({ column }) => column === change.column);
    const standing = current !== undefined && levelText(current) === wanted;
    const value = `${levelText(item)} → ${wanted}（${standing ? "已生效" : "审核同意后生效"}）`;
    return [{ label: item.name, value, article: "11¶4" }];
  });
}

const openingFact = ({ openingClass }: EntryContent): Fact => ({
  label: "现行开放类型",
  value: `${openingClass === null ? "未填" : openingClassLabel[openingClass]}，审核前不变`,
  article: "37¶1",
});

const versionInForce = ({ tx, matter }: Context<Form>): Promise<PublishedEntry> =>
  entryInForce(tx, matter.subject?.id ?? "");

const noOtherRegrading: Guard<Form> = async ({ tx, matter }) => {
  const other = matter.subject && (await openMatter(tx, matter.kind, matter.subject.id, matter.id));
  if (other)
    return refuse("regrading_under_way", "11¶4", `本目录正在重新定级（${other}），请等该件办结后再调整`);
};

const changeHasHappened: Guard<Form> = async ({ matter, at }) => {
  if (matter.form.changedOn > civilDate(at))
    return refuse("change_in_future", "11¶4", "变化还没有发生；请在变化发生之日起调整", [
      { pointer: "/form/changedOn", detail: "不能晚于今天" },
    ]);
};

const gradesChange: Guard<Form> = async (context) => {
  const { content } = await versionInForce(context);
  const idle = idleRegrades(content, context.matter.form.columns);
  if (idle.length === 0) return undefined;
  return refuse(
    "grading_unchanged",
    "11¶4",
    "有的数据项没有调整，请去掉或者改正",
    idle.map(({ index, detail }) => ({ pointer: `/form/columns/${index}`, detail })),
  );
};

/** The items as they would be hold what a submission demands of class, grade, masking and storage. */
const gradesAreSound: Guard<Form> = async (context) => {
  const { columns } = context.matter.form;
  const { content, providerId } = await versionInForce(context);
  const after = withRegrades(columns)(content);
  const issues = [...issuesOf(after), ...(await floorIssues(context.tx, providerId, after, context.at))];
  const faults = issues.flatMap(({ pointer, detail, article }) => {
    const [, index, field] =
      /^\/items\/(\d+)\/(category|grade|importance|masking|storage)$/.exec(pointer) ?? [];
    const at = columns.findIndex(({ column }) => column === after.items[Number(index)]?.column);
    return index === undefined || at === -1
      ? []
      : [{ pointer: `/form/columns/${at}/${field}`, detail, article }];
  });
  const [first] = faults;
  if (first !== undefined) return refuse("grading_unsound", first.article, first.detail, faults);
};

/** What was asked is not forced on an item that another version has graded otherwise meanwhile. */
const gradesStand: Guard<Form> = async (context) => {
  const { columns } = context.matter.form;
  const { content } = await versionInForce(context);
  const moved = regradedSince((await opening(context)).after, content, columns);
  if (moved.length === 0) return undefined;
  return refuse(
    "grade_moved",
    "11¶4",
    `${moved.map(({ detail }) => detail).join("；")}，与提交时不同，不能再按本件调整；请不同意本件，由单位按现行级别重新提交`,
    moved.map(({ index, detail }) => ({ pointer: `/form/columns/${index}`, detail })),
  );
};

/** What already protects is not taken back without review. */
const nothingWasRaised: Guard<Form> = async ({ tx, matter }) => {
  if ((await openedOn(tx, matter.id))?.raised === true)
    return refuse(
      "grade_in_force",
      "11¶1",
      "提高的级别自提交起已经生效，不能撤回；确有错误的，请数据局不同意调整，目录即恢复原级别",
    );
};
