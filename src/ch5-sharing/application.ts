import { z } from "zod";
import { type AppendLeaf, columnIssues, createGrant, isTried } from "../access/index.ts";
import {
  columnNames,
  entryStays,
  heldInForce,
  type PublishedEntry,
  publishedEntry,
  resourcesOf,
} from "../ch3-catalogue/index.ts";
import { columnDecisions, type sharingRequest } from "../contract/forms.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { highestLevel } from "../contract/level.ts";
import { leastTreatment } from "../contract/treatment.ts";
import { addMonths } from "../law/calendar.ts";
import { civilDate, startOf } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Opening } from "../matters/index.ts";
import { sharingApplication } from "./article-27-sharing-application.ts";
import { assessmentOf, personalItems } from "./impact-assessment.ts";
import { stricterDecisions } from "./stricter-decisions.ts";
import { applicationRefusal, modeRefusal, undecidedWhole } from "./whole-file.ts";

type Form = z.infer<typeof sharingRequest>;
type Step = Context<Form>;

/** Art. 27 running: at the end stands a grant that says column by column what the applicant may have. */
export function bindApplication(append: AppendLeaf): BoundProcedure {
  return bind(sharingApplication, {
    title: async (opening) =>
      `${opening.caller.party.name}申请共享“${(await subjectOf(opening))?.content.name ?? ""}”`,
    provider: async (opening) => (await subjectOf(opening))?.providerId ?? null,
    subjectTitle: async (opening) => (await subjectOf(opening))?.content.name ?? null,
    guards: {
      entryIsShareable,
      entryStays,
      modeIsOffered,
      columnsExist,
      fileIsWhole,
      fileIsDecidedWhole,
      notOwnData,
      dataIsMounted,
      interfaceIsTried,
      entryIsUnconditional,
      entryIsConditional,
      everyColumnDecided,
      asStrictAsTheEntry,
      refusedColumnsHaveReasons,
      impactIsAssessed,
    },
    effects: {
      grantAll: async (step) => grant(append, step, await withoutConditions(step)),
      grantDecided: async (step) => grant(append, step, decisionsOf(step)),
    },
    names: async (db, subject) => columnNames(await publishedEntry(db, subject)),
    facts: async (db, matter) => {
      const entry = matter.subject && (await publishedEntry(db, matter.subject.id));
      if (!entry) return [];
      const { sharingScope, sharingPurpose, sharingBasis } = entry.content;
      const stricter = await stricterDecisions(db, matter, entry.content.items);
      const assessment = await assessmentOf(db, matter.id);
      const isPersonal = personalItems(entry.content, matter.form.columns).length > 0;
      // Where nothing was given in the end, none is missing.
      const owesNone = assessment === undefined && ["refused", "withdrawn"].includes(matter.state);
      return [
        { label: "目录共享范围", value: sharingScope || "不限", article: "25¶3" },
        { label: "目录使用用途", value: sharingPurpose || "不限", article: "25¶3" },
        { label: "共享依据", value: sharingBasis || "—", article: "25¶3" },
        { label: "数据分级", value: highestLevel(entry.content.items), article: "11¶4" },
        ...(stricter === "" ? [] : [{ label: "严于目录的决定", value: stricter, article: "63" }]),
        ...(isPersonal && !owesNone
          ? [{ label: "个人信息保护影响评估", value: assessment ?? notAssessed, article: null }]
          : []),
      ];
    },
  });
}

const notAssessed = "没有有效的评估报告：由提供部门在“文书与附件”里填写并制发，然后才能同意";

/** Only a published entry can be applied for; whoever names another learns nothing of it. */
const subjectOf = async (opening: Opening<unknown>): Promise<PublishedEntry | undefined> =>
  opening.subject === null ? undefined : publishedEntry(opening.tx, opening.subject);

const entryOf = ({ tx, matter }: Step): Promise<PublishedEntry> => heldInForce(tx, matter.subject?.id ?? "");

const entryIsShareable: Guard<Form> = async (step) => {
  const { content } = await entryOf(step);
  if (content.sharingClass === "not-shared")
    return refuse("entry_not_shared", "24(3)", `本数据属于不予共享，依据：${content.sharingBasis}`);
};

const modeIsOffered: Guard<Form> = async (step) =>
  modeRefusal((await entryOf(step)).content, step.matter.form.mode);

/** Art. 11 ¶3: what leaves whole is asked for whole, and only where none of it is to be kept back. */
const fileIsWhole: Guard<Form> = async (step) => {
  const { mode, columns } = step.matter.form;
  return mode === "file" ? applicationRefusal((await entryOf(step)).content, columns) : undefined;
};

const fileIsDecidedWhole: Guard<Form> = async (step) =>
  step.matter.form.mode === "file" ? undecidedWhole(decisionsOf(step)) : undefined;

const columnsExist: Guard<Form> = async (step) => {
  const { content } = await entryOf(step);
  const known = new Set(content.items.map((item) => item.column));
  const { columns } = step.matter.form;
  const errors = columns.flatMap((column, index) => {
    const pointer = `/form/columns/${index}`;
    if (!known.has(column)) return [{ pointer, detail: `目录里没有数据项 ${column}` }];
    return columns.indexOf(column) < index ? [{ pointer, detail: `数据项 ${column} 重复` }] : [];
  });
  if (errors.length > 0)
    return refuse("column_unknown", "27¶1", "申请了目录里没有的数据项，或者重复申请，请重新选择", errors);
};

const notOwnData: Guard<Form> = async (step) => {
  if ((await entryOf(step)).providerId === step.matter.starter)
    return refuse("own_data", "27¶1", "这是本单位提供的数据，不需要申请共享");
};

const dataIsMounted: Guard<Form> = async (step) => {
  const entry = await entryOf(step);
  if ((await resourcesOf(step.tx, entry.id)).length === 0)
    return refuse("entry_not_mounted", "12¶3", "提供部门还没有在本目录上挂载数据，暂不能生成使用权限");
};

/** Art. 7 ¶3: who is given a grant is served; an interface that never answered as set now would serve nobody. */
const interfaceIsTried: Guard<Form> = async (step) => {
  const [resource] = await resourcesOf(step.tx, (await entryOf(step)).id);
  if (resource?.kind === "interface" && !(await isTried(step.tx, resource.code)))
    return refuse(
      "interface_not_tried",
      "7¶3",
      "本目录挂载的接口按现在的设置还没有试调成功，同意了也取不到数据。请提供部门在目录页面上试调成功后，再办理同意",
    );
};

/** Art. 27 ¶2(1): unconditional data are had after the bureau's review; an unstated class is unconditional (Art. 25). */
const entryIsUnconditional: Guard<Form> = async (step) => {
  if ((await entryOf(step)).content.sharingClass === "conditional")
    return refuse("entry_is_conditional", "27¶2(2)", "本数据属于有条件共享，须转提供部门审核");
};

/** Art. 63: what is unconditional is not sent round to its provider as a hidden condition. */
const entryIsConditional: Guard<Form> = async (step) => {
  if ((await entryOf(step)).content.sharingClass !== "conditional")
    return refuse(
      "entry_is_unconditional",
      "27¶2(1)",
      "本数据属于无条件共享，审核通过后直接使用，不再转提供部门",
    );
};

const decisionsOf = (step: Step): ColumnDecision[] => z.parse(columnDecisions, step.form).columns;

const everyColumnDecided: Guard<Form> = async (step) => {
  const decided = new Set(decisionsOf(step).map(({ column }) => column));
  const asked = new Set(step.matter.form.columns);
  const missing = [...asked].filter((column) => !decided.has(column));
  const beyond = [...decided].filter((column) => !asked.has(column));
  if (missing.length > 0)
    return refuse("columns_undecided", "27¶2(2)", `还有数据项没有决定：${missing.join("、")}`);
  if (beyond.length > 0)
    return refuse("columns_undecided", "27¶2(2)", `不能决定没有申请的数据项：${beyond.join("、")}`);
};

const asStrictAsTheEntry: Guard<Form> = async (step) => {
  const { content } = await entryOf(step);
  const filled = decisionsOf(step).map((one) => ({ ...one, reason: one.reason.trim() || "—" }));
  const errors = columnIssues(content.items, filled).map((error) => ({
    ...error,
    pointer: `/form${error.pointer}`,
  }));
  if (errors.length > 0)
    return refuse(
      "grant_too_lax",
      "11¶3",
      `有 ${errors.length} 个数据项的决定宽于目录的保护要求，请改严`,
      errors,
    );
};

/** Art. 27 ¶2(2): whatever is refused has its specific reason. */
const refusedColumnsHaveReasons: Guard<Form> = async (step) => {
  const decisions = decisionsOf(step);
  const errors = decisions.flatMap(({ treatment, reason }, index) =>
    treatment === "refused" && reason.trim() === ""
      ? [{ pointer: `/form/columns/${index}/reason`, detail: "不同意须写明具体原因" }]
      : [],
  );
  if (errors.length > 0) return refuse("reasons_missing", "27¶2(2)", "不同意的数据项须写明具体原因", errors);
  if (decisions.every(({ treatment }) => treatment === "refused"))
    return refuse("columns_undecided", "27¶2(2)", "全部数据项都不同意的，请用“不同意共享”办理");
};

/** Art. 55, 56 PIPL: what is about persons goes to others only after its impact is weighed and on record. */
const impactIsAssessed: Guard<Form> = async (step) => {
  const { content } = await entryOf(step);
  const byProvider = step.step.action === "grant";
  const given = byProvider
    ? decisionsOf(step).flatMap(({ column, treatment }) => (treatment === "refused" ? [] : [column]))
    : step.matter.form.columns;
  const personal = personalItems(content, given).map(({ name }) => name);
  if (personal.length === 0 || (await assessmentOf(step.tx, step.matter.id)) !== undefined) return undefined;
  return refuse(
    "impact_not_assessed",
    byProvider ? "27¶2(2)" : "27¶2(1)",
    `“${personal.join("、")}”是个人信息，提供给其他单位以前须有个人信息保护影响评估（《个人信息保护法》第五十五条、第五十六条）。请${byProvider ? "" : "提供部门"}先在本件“文书与附件”里填写并制发《个人信息保护影响评估报告》，再办理同意。`,
  );
};

/** Unconditional: every column asked for, as openly as its grade allows (Art. 63: no condition is added). */
async function withoutConditions(step: Step): Promise<ColumnDecision[]> {
  const { content } = await entryOf(step);
  return step.matter.form.columns.flatMap((column) => {
    const item = content.items.find((one) => one.column === column);
    return item === undefined ? [] : [{ column, treatment: leastTreatment(item), reason: "" }];
  });
}

async function grant(append: AppendLeaf, step: Step, columns: ColumnDecision[]): Promise<void> {
  const { tx, matter, at } = step;
  const entry = await entryOf(step);
  const [resource] = await resourcesOf(tx, entry.id);
  if (resource === undefined) throw new Error(`matter ${matter.number}: dataIsMounted did not hold`);
  // Unconditional data have no expiry: that would be a hidden condition (Art. 63).
  const conditional = entry.content.sharingClass === "conditional";
  await createGrant(tx, append, {
    holderId: matter.starter,
    providerId: entry.providerId,
    resource: resource.code,
    scenario: matter.form.scenario,
    modes: [matter.form.mode],
    columns,
    validFrom: at,
    validUntil: conditional ? startOf(addMonths(civilDate(at), matter.form.months)) : null,
    matterId: matter.id,
  });
}
