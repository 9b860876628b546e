import { z } from "zod";
import { party } from "../ch2-parties/index.ts";
import type { JsonObject } from "../contract/json.ts";
import {
  entryTitle,
  labelOf,
  openingClassLabel,
  projectKindLabel,
  sharingClassLabel,
} from "../contract/labels.zh.ts";
import { type projectAcceptance, projectApproval } from "../contract/project-forms.ts";
import { refuse } from "../law/refusal.ts";
import {
  type BoundProcedure,
  bind,
  type Context,
  type Fact,
  type Facts,
  type Guard,
} from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { projectAcceptanceProcedure, projectApprovalProcedure } from "./article-14-project.ts";
import { issuesIn, placeOf } from "./checks-in-place.ts";
import { keep, recordOfMatter } from "./records.ts";
import { type EntryRow, findEntry, type ResourceRef, resourcesOf } from "./store.ts";

type Approval = z.infer<typeof projectApproval>;
type Acceptance = z.infer<typeof projectAcceptance>;
/** Whether what is mounted can be shared: rows of a table have come, an interface was tried with success. */
type IsDelivered = (tx: Tx, resource: ResourceRef) => Promise<boolean>;

/** Art. 14, 69 at the approval of a project. */
export function bindProjectApproval(): BoundProcedure {
  return bind(projectApprovalProcedure, {
    title: async ({ form }) => `“${form.projectName}”立项数据目录审核`,
    guards: { entriesAreOwn, entriesAreComplete, purchaseIsNamed },
    effects: {
      issueCertificate: async (context) => {
        const { entries, ...project } = context.matter.form;
        await certify(
          context,
          "approval",
          { ...project, kind: projectKindLabel[project.projectKind] },
          entries,
        );
      },
    },
    facts: certificateFacts,
    names: entryNames,
  });
}

/** Art. 14, 69 at its acceptance: catalogue published, data mounted and on the platform. */
export function bindProjectAcceptance(isDelivered: IsDelivered): BoundProcedure {
  const entriesAreDelivered: Guard<Acceptance> = async ({ tx, matter }) => {
    const errors = [];
    for (const [index, entry] of (await ownEntries(tx, matter)).entries()) {
      const gap = await gapOf(tx, isDelivered, entry);
      if (gap !== null)
        errors.push({ pointer: `/form/entries/${index}`, detail: `“${entryTitle(entry.draft.name)}”${gap}` });
    }
    if (errors.length > 0)
      return refuse(
        "project_not_delivered",
        "14¶1",
        `有 ${errors.length} 条目录还不具备验收条件：${errors.map(({ detail }) => detail).join("；")}`,
        errors,
      );
  };
  return bind(projectAcceptanceProcedure, {
    title: async ({ tx, form }) =>
      `“${(await approvalOf(tx, form))?.form.projectName ?? "项目"}”验收数据归集审核`,
    guards: { projectWasApproved, entriesAreOwn, nothingLeftOut, entriesAreDelivered },
    effects: {
      issueCertificate: async (context) => {
        const { entries, approvalNumber } = context.matter.form;
        const approval = await approvalOf(context.tx, context.matter.form);
        const projectName = approval?.form.projectName ?? "";
        await certify(context, "acceptance", { projectName, approvalNumber }, entries);
      },
    },
    facts: certificateFacts,
    names: entryNames,
  });
}

interface Named {
  readonly starter: string;
  readonly form: { readonly entries: readonly string[] };
}

/** The entries named that are the builder's own, in the order named. */
async function ownEntries(tx: Tx, { starter, form }: Named): Promise<EntryRow[]> {
  const found = [];
  for (const id of form.entries) {
    const entry = await findEntry(tx, id);
    if (entry?.providerId === starter) found.push(entry);
  }
  return found;
}

const entriesAreOwn: Guard<Named["form"]> = async ({ tx, matter }) => {
  const own = new Set((await ownEntries(tx, matter)).map(({ id }) => id));
  const errors = matter.form.entries.flatMap((id, index) =>
    own.has(id) ? [] : [{ pointer: `/form/entries/${index}`, detail: "不是本单位的数据目录" }],
  );
  if (errors.length > 0)
    return refuse("entry_not_own", "14¶1", "只能提交本单位编制的数据目录，请重新选择", errors);
};

/** A14.1, A69.4: the catalogue and, in it, what will be opened are complete before anything is built. */
const entriesAreComplete: Guard<Approval> = async ({ tx, matter, at }) => {
  const place = await placeOf(tx, at);
  const errors = (await ownEntries(tx, matter)).flatMap((entry, index) => {
    const gaps = issuesIn(place, entry.draft).length + (entry.draft.sharingClass === null ? 1 : 0);
    if (gaps === 0) return [];
    return [
      { pointer: `/form/entries/${index}`, detail: `“${entryTitle(entry.draft.name)}”还有 ${gaps} 处要填` },
    ];
  });
  if (errors.length > 0)
    return refuse(
      "project_catalogue_incomplete",
      "69¶3",
      `项目的数据目录和开放目录没有编制完整：${errors.map(({ detail }) => detail).join("；")}`,
      errors,
    );
};

/** A14.3: a system that comes of a purchase of services names the purchase. */
const purchaseIsNamed: Guard<Approval> = async ({ matter }) => {
  if (matter.form.projectKind === "purchased" && matter.form.contract === "")
    return refuse("form_invalid", "14¶2", "政府购买服务形成或者运维的系统，须填写采购合同编号", [
      { pointer: "/form/contract", detail: "须填写采购合同编号" },
    ]);
};

/** The approval of the project, from which the acceptance goes on. */
async function approvalOf(tx: Tx, form: Acceptance) {
  const row = await tx
    .selectFrom("matters.matter")
    .select(["starter_party as starter", "form"])
    .where("kind", "=", "project-approval")
    .where("number", "=", form.approvalNumber)
    .where("outcome", "=", "done")
    .executeTakeFirst();
  return row && { starter: row.starter, form: projectApproval.parse(row.form) };
}

const projectWasApproved: Guard<Acceptance> = async ({ tx, matter }) => {
  if ((await approvalOf(tx, matter.form))?.starter !== matter.starter)
    return refuse(
      "project_not_approved",
      "14¶1",
      "没有找到本单位的这个立项证明；没有在立项时提交数据目录的项目，先补办立项数据目录审核",
      [{ pointer: "/form/approvalNumber", detail: "请核对办件编号" }],
    );
};

const nothingLeftOut: Guard<Acceptance> = async ({ tx, matter }) => {
  const delivered = new Set(matter.form.entries);
  const missing = (await approvalOf(tx, matter.form))?.form.entries.filter((id) => !delivered.has(id)) ?? [];
  const names = await Promise.all(
    missing.map(async (id) => {
      const entry = await findEntry(tx, id);
      return entry === undefined ? "已删除的目录" : entryTitle(entry.draft.name);
    }),
  );
  if (names.length > 0)
    return refuse("project_not_delivered", "14¶1", `立项时提交的目录没有列入验收：${names.join("、")}`);
};

/** What keeps an entry from being accepted, or null (A14.2, A69.5). */
async function gapOf(tx: Tx, isDelivered: IsDelivered, entry: EntryRow): Promise<string | null> {
  if (entry.publishedVersion === null) return "还没有发布";
  const [resource] = await resourcesOf(tx, entry.id);
  if (resource === undefined) return "还没有挂载数据";
  if (await isDelivered(tx, resource)) return null;
  return resource.kind === "interface" ? "挂载的接口还没有试调成功" : "还没有归集数据";
}

/** The certificate states what it certifies, so that it can be checked against the ledger without the platform. */
async function certify(
  context: Context<Named["form"]>,
  stage: "approval" | "acceptance",
  project: Record<string, string>,
  ids: readonly string[],
): Promise<void> {
  const { tx, matter } = context;
  const entries = [];
  for (const id of ids) {
    const entry = await findEntry(tx, id);
    if (entry === undefined) continue;
    const { code, catalogueCode, publishedVersion, draft } = entry;
    const { name, sharingClass, openingClass } = draft;
    entries.push({ code, catalogueCode, name, version: publishedVersion, sharingClass, openingClass });
  }
  const builder = (await party(tx, matter.starter)).name;
  await keep(context, `project:${matter.id}`, { stage, builder, project, entries });
}

const certificateFacts: Facts<Named["form"]> = async (db, matter) => {
  const kept = await recordOfMatter(db, matter.id);
  if (kept === undefined)
    return [{ label: "数据目录", value: `${matter.form.entries.length} 条`, article: "14¶1" }];
  return [
    { label: "证明编号", value: kept.id, article: "14¶1" },
    ...certified(kept.body),
    { label: "存证回执", value: kept.receipt, article: null },
  ];
};

const certificateBody = z.object({
  project: z.record(z.string(), z.string()),
  entries: z.array(
    z.object({
      code: z.string(),
      catalogueCode: z.string().nullable(),
      name: z.string(),
      sharingClass: z.string().nullable(),
      openingClass: z.string().nullable(),
    }),
  ),
});

/** What was certified on that day, whatever became of the entries since. */
function certified(body: JsonObject): Fact[] {
  const { project, entries } = certificateBody.parse(body);
  const lines = entries.map(({ code, catalogueCode, name, sharingClass, openingClass }, at) => {
    const classes = [labelOf(sharingClassLabel, sharingClass), labelOf(openingClassLabel, openingClass)];
    return `${at + 1}. ${name}（${catalogueCode ?? code}，${classes.join("，")}）`;
  });
  return [
    { label: "项目", value: project.projectName ?? "", article: null },
    { label: "核定的目录", value: lines.join("\n"), article: "69¶3" },
  ];
}

/** What the entries of the form are called, for the certificate on paper. */
async function entryNames(db: Db | Tx, _subject: string, form: Named["form"]): Promise<Map<string, string>> {
  const found = await Promise.all(form.entries.map((id) => findEntry(db, id)));
  return new Map(
    found.flatMap((entry) => (entry ? [[entry.id, entryTitle(entry.draft.name)] as const] : [])),
  );
}
