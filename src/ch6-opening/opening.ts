import type { z } from "zod";
import {
  columnNames,
  entryStays,
  heldInForce,
  type PublishedEntry,
  publishedEntry,
  resourcesOf,
} from "../ch3-catalogue/index.ts";
import { countsOf } from "../ch4-collection/index.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { openingRequest } from "../contract/forms.ts";
import { dataFormatLabel } from "../contract/labels.zh.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Opening } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/index.ts";
import { Problem } from "../platform/http/problem.ts";
import { type ResourceReader, resourceByCode } from "../vault/index.ts";
import { openingPublication } from "./article-36-opening-publication.ts";
import { holdOpening, priorityOf } from "./priority-store.ts";
import { type LogSeal, type PublishedDataset, publish, type RowSource } from "./publication.ts";

/** What opening needs of the folders around it; `app` fills it. */
export interface OpeningPorts {
  readonly seal: LogSeal;
  partyName(db: Db | Tx, id: string): Promise<string>;
  /** Of codes of GB/T 2260; a code that is not known stands for itself. */
  areaNames(db: Db | Tx, codes: readonly string[]): Promise<string[]>;
  reader(tx: Tx, resourceCode: string): Promise<ResourceReader>;
}

type Form = z.infer<typeof openingRequest>;

/** Art. 36, 38 running: at the end of the chain a copy of the chosen columns is published. */
export function bindOpening(ports: OpeningPorts): BoundProcedure {
  return bind(openingPublication, {
    title: async (opening) => `向社会开放“${(await ownEntry(opening))?.content.name ?? ""}”`,
    provider: async (opening) => (await ownEntry(opening))?.providerId ?? null,
    subjectTitle: async (opening) => (await ownEntry(opening))?.content.name ?? null,
    guards: { entryIsPublished, entryStays, entryMayOpen, columnsMayOpen, hasData, notOpenYet },
    effects: { openDataset: (context) => openDataset(ports, context) },
    names: async (db, subject) => columnNames(await publishedEntry(db, subject)),
  });
}

export async function ownEntry(opening: Opening<unknown>): Promise<PublishedEntry | undefined> {
  const entry = opening.subject === null ? undefined : await publishedEntry(opening.tx, opening.subject);
  return entry?.providerId === opening.caller.party.id ? entry : undefined;
}

export const entryOf = ({ tx, matter }: Pick<Context<unknown>, "tx" | "matter">): Promise<PublishedEntry> =>
  heldInForce(tx, matter.subject?.id ?? "");

const entryIsPublished: Guard<Form> = async (context) => {
  await entryOf(context);
  return undefined;
};

/** Art. 37: the class of the catalogue in force decides; what is not to be opened must be reclassed first. */
const entryMayOpen: Guard<Form> = async (context) => {
  const { content } = await entryOf(context);
  const { class: wanted, conditions } = context.matter.form;
  if (content.openingClass === "not-open" || content.openingClass === null)
    return refuse(
      "entry_not_open",
      "37¶1(1)",
      "目录中本数据属于不予开放，须先依法脱敏或者取得同意并变更开放属性",
    );
  if (wanted !== content.openingClass)
    return refuse("entry_not_open", "37¶2", "申请的开放类型与目录不一致，请先变更目录的开放属性");
  if (wanted === "conditional" && conditions === "")
    return refuse("entry_not_open", "37¶1(2)", "有条件开放须写明对象、用途和使用范围", [
      { pointer: "/form/conditions", detail: "请写明开放条件" },
    ]);
};

/**
 * Art. 38: what is graded 3 and above, stored sealed or masked by its entry is not opened; it must be desensitised into
 * other items. Judged by the entry in force and by the table as it lies.
 */
const columnsMayOpen: Guard<Form> = async (context): Promise<Refusal | undefined> => {
  const { id, content } = await entryOf(context);
  const [mounted] = await resourcesOf(context.tx, id);
  const stored = mounted && (await resourceByCode(context.tx, mounted.code)).items;
  const { columns } = context.matter.form;
  const errors = columns.flatMap((column, index) => {
    const detail = columnIssue(column, content.items, stored);
    if (detail !== undefined) return [{ pointer: `/form/columns/${index}`, detail }];
    return columns.indexOf(column) < index
      ? [{ pointer: `/form/columns/${index}`, detail: `数据项 ${column} 重复` }]
      : [];
  });
  if (errors.length > 0)
    return refuse("column_not_open", "38", `有 ${errors.length} 个数据项不能开放，请去掉后再报`, errors);
};

/** Why a column cannot be open by the entry in force; `stored` are the items as the table has them. */
export function columnIssue(
  column: string,
  inForce: readonly EntryItem[],
  stored: readonly EntryItem[] = inForce,
): string | undefined {
  const item = inForce.find((one) => one.column === column);
  if (item === undefined) return `目录中没有数据项 ${column}`;
  if (item.grade >= 3 || item.storage !== "plain" || item.masking !== "none")
    return `“${item.name}”为${item.grade}级或者须脱敏提供，须脱敏脱密后才能开放`;
  const lying = stored.find((one) => one.column === column);
  return lying?.storage === "plain" ? undefined : `数据表是按旧版目录建的，其中没有可以开放的“${item.name}”`;
}

const hasData: Guard<Form> = async (context) => {
  const entry = await entryOf(context);
  const [resource] = await resourcesOf(context.tx, entry.id);
  const format = entry.content.format ?? "table";
  if (format !== "table")
    return refuse(
      "format_not_open",
      "36¶5",
      `本目录的数据格式是${dataFormatLabel[format]}，目前只有库表可以作为数据集开放；请把可以开放的内容另编库表目录、上传后再申请`,
    );
  const counts = resource && (await countsOf(context.tx, resource.code));
  if (counts === undefined || counts.accepted === "0")
    return refuse("no_data_to_open", "35¶3", "目录还没有挂载数据，请先上传数据");
};

/** Asked at the start and again at publication, entry by entry in turn: of two matters on one entry one is published. */
const notOpenYet: Guard<Form> = async (context) => {
  const entry = await entryOf(context);
  await holdOpening(context.tx, entry.id);
  const open = await context.tx
    .selectFrom("opening.dataset")
    .select("state")
    .where("entry_id", "=", entry.id)
    .where("state", "!=", "withdrawn")
    .executeTakeFirst();
  if (open !== undefined) return refuse("already_open", "36¶1", "本数据已经开放，更新数据请直接上传新批次");
  const objection = await context.tx
    .selectFrom("opening.suspension")
    .select("matter_id")
    .where("entry_id", "=", entry.id)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  if (objection !== undefined)
    return refuse("opening_suspended", "40", "对本数据的异议正在核实，核实办结后才能再开放");
};

async function openDataset(ports: OpeningPorts, context: Context<Form>): Promise<void> {
  const { tx, matter, at } = context;
  const entry = await entryOf(context);
  const before = await tx
    .selectFrom("opening.dataset")
    .select("version")
    .where("entry_id", "=", entry.id)
    .executeTakeFirst();
  const columns = {
    matter_id: matter.id,
    version: (before?.version ?? 0) + 1,
    state: "open" as const,
    form: JSON.stringify(matter.form),
    opened_at: at,
  };
  await tx
    .insertInto("opening.dataset")
    .values({ entry_id: entry.id, code: entry.code, ...columns })
    .onConflict((conflict) => conflict.column("entry_id").doUpdateSet(columns))
    .execute();
  await publishCopy(ports, context, entry, matter.form, columns.version);
}

/**
 * Publishes the copy of the chosen columns as a version of the dataset. Of conditional data the copy has no rows: they
 * are had on application only (Art. 39 ¶2).
 */
export async function publishCopy(
  ports: OpeningPorts,
  { tx, at, emit }: Pick<Context<unknown>, "tx" | "at" | "emit">,
  entry: PublishedEntry,
  form: Form,
  version: number,
): Promise<void> {
  await holdOpening(tx, entry.id);
  const [resource] = await resourcesOf(tx, entry.id);
  if (resource === undefined) throw new Problem("no_data_to_open", "目录还没有挂载数据", { article: "35¶3" });
  const body = await heading(ports, tx, entry, form, version, resource.code, at);
  const reader = await ports.reader(tx, resource.code);
  const rows: RowSource = (write) =>
    reader.copy(tx, form.columns, (page) =>
      write(
        page.map(({ values }) =>
          Object.fromEntries(form.columns.map((column, n) => [column, values[n] ?? null])),
        ),
      ),
    );
  const message = { kind: "publish", code: entry.code, body } as const;
  await publish(tx, ports.seal, message, at, form.class === "unconditional" ? rows : undefined);
  await emit(tx, {
    type: "opening.dataset.published",
    version: 1,
    aggregate: `dataset:${entry.id}`,
    body: { entryId: entry.id, code: entry.code, version },
  });
}

async function heading(
  ports: OpeningPorts,
  tx: Tx,
  entry: PublishedEntry,
  form: Form,
  version: number,
  resourceCode: string,
  at: Date,
): Promise<PublishedDataset> {
  const { content } = entry;
  return {
    id: entry.id,
    code: entry.code,
    catalogueCode: entry.catalogueCode,
    name: content.name,
    abstract: content.abstract,
    providerName: await ports.partyName(tx, entry.providerId),
    industry: content.industry ?? "",
    version,
    grade: entry.grade,
    openingClass: form.class,
    openScope: form.scope,
    openConditions: form.conditions,
    timeFrom: content.timeFrom,
    timeTo: content.timeTo,
    area: await ports.areaNames(tx, content.area),
    updateFrequency: content.updateFrequency ?? "irregular",
    items: form.columns.flatMap((column) => content.items.filter((item) => item.column === column)),
    quality: await countsOf(tx, resourceCode),
    publishedAt: toInstant(at),
    region: await regionOf(tx, entry.providerId),
    forms: form.forms,
    openFrequency: form.updateFrequency,
    priority: await priorityOf(tx, entry.id),
  };
}

/** What the provider's area is called. */
async function regionOf(tx: Tx, provider: string): Promise<string> {
  const { name } = await tx
    .selectFrom("parties.party as party")
    .innerJoin("parties.region as region", "region.code", "party.region")
    .select("region.name")
    .where("party.id", "=", provider)
    .executeTakeFirstOrThrow();
  return name;
}
