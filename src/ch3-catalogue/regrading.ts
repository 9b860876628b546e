import type { z } from "zod";
import type { EntryContent } from "../contract/entry.ts";
import type { Regrade, regrading } from "../contract/grading.ts";
import { openingClassLabel } from "../contract/labels.zh.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Fact, type Guard } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { regradingProcedure } from "./article-11-regrading.ts";
import { type ComesIntoForce, entryNamed, inForce, nameInForce, openMatter, subject } from "./chain.ts";
import { issuesOf } from "./checks.ts";
import { publishChange } from "./class-store.ts";
import { floorIssues } from "./grading-floors.ts";
import { idleRegrades, raisesAny, withEarlier, withRaises, withRegrades } from "./regrades.ts";
import { type PublishedEntry, publishedEntry } from "./store.ts";

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
      nothingWasRaised,
    },
    effects: {
      protectRaised: async (context) => {
        const { columns } = context.matter.form;
        if (raisesAny((await versionInForce(context)).content, columns))
          await put(context, withRaises(columns), protects);
      },
      applyGrades: (context) => put(context, withRegrades(context.matter.form.columns), comesIntoForce),
      restoreGrades: async (context) => {
        const earlier = await versionBefore(context.tx, context.matter.id);
        if (earlier === undefined) return;
        const columns = context.matter.form.columns.map(({ column }) => column);
        await put(context, withEarlier(earlier, columns), comesIntoForce);
      },
    },
    facts: async (db, matter) => {
      const entry = matter.subject && (await publishedEntry(db, matter.subject.id));
      if (!entry) return [];
      const before = (await versionBefore(db, matter.id)) ?? entry.content;
      return [...changesInWords(before, entry.content, matter.form.columns), openingFact(entry.content)];
    },
  });
}

async function put(context: Context<Form>, change: Change, then: ComesIntoForce): Promise<void> {
  const { tx, matter, at } = context;
  const published = await publishChange(tx, await subject(context), change, { matterId: matter.id, at });
  await inForce(context, published, then);
}

/** What was in force before the matter raised anything; undefined where it raised nothing. */
async function versionBefore(db: Db | Tx, matterId: string): Promise<EntryContent | undefined> {
  const row = await db
    .selectFrom("catalogue.entry_version as raised")
    .innerJoin("catalogue.entry_version as earlier", (join) =>
      join
        .onRef("earlier.entry_id", "=", "raised.entry_id")
        .on((eb) => eb("earlier.version", "=", eb("raised.version", "-", 1))),
    )
    .select("earlier.content")
    .where("raised.matter_id", "=", matterId)
    .orderBy("raised.version")
    .executeTakeFirst();
  return row?.content;
}

function changesInWords(before: EntryContent, now: EntryContent, changes: readonly Regrade[]): Fact[] {
  return changes.flatMap(({ column, grade }) => {
    const item = before.items.find((candidate) => candidate.column === column);
    if (item === undefined) return [];
    const standing = now.items.find((candidate) => candidate.column === column)?.grade === grade;
    const value = `${item.grade}级 → ${grade}级（${standing ? "已生效" : "审核同意后生效"}）`;
    return [{ label: item.name, value, article: "11¶4" }];
  });
}

const openingFact = ({ openingClass }: EntryContent): Fact => ({
  label: "现行开放类型",
  value: `${openingClass === null ? "未填" : openingClassLabel[openingClass]}，审核前不变`,
  article: "37¶1",
});

async function versionInForce({ tx, matter }: Context<Form>): Promise<PublishedEntry> {
  const entry = matter.subject && (await publishedEntry(tx, matter.subject.id));
  if (!entry) throw new Error(`matter ${matter.number} has lost its entry`);
  return entry;
}

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
    const [, index, field] = /^\/items\/(\d+)\/(category|grade|masking|storage)$/.exec(pointer) ?? [];
    const at = columns.findIndex(({ column }) => column === after.items[Number(index)]?.column);
    return index === undefined || at === -1
      ? []
      : [{ pointer: `/form/columns/${at}/${field}`, detail, article }];
  });
  const [first] = faults;
  if (first !== undefined) return refuse("grading_unsound", first.article, first.detail, faults);
};

/** What already protects is not taken back without review. */
const nothingWasRaised: Guard<Form> = async ({ tx, matter }) => {
  if ((await versionBefore(tx, matter.id)) !== undefined)
    return refuse(
      "grade_in_force",
      "11¶1",
      "提高的级别自提交起已经生效，不能撤回；确有错误的，请数据局不同意调整，目录即恢复原级别",
    );
};
