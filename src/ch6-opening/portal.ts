import { sql } from "kysely";
import type { z } from "zod";
import { labelOf, updateFrequencyLabel } from "../contract/labels.zh.ts";
import type { Dataset, DatasetSummary, portalFigures, WithdrawnDataset } from "../contract/portal.ts";
import { shanghaiDate, toInstant, wallNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { tokensOf, wordsOf } from "../platform/search/index.ts";
import type { Line } from "./open-catalogue-sheet.ts";
import type { PortalRow } from "./publication.ts";
import "./tables.ts";

/** Everything here reads the schema `portal` and nothing else: published copies. */
const datasets = (portal: Db) =>
  portal
    .selectFrom("portal.dataset")
    .select(["code", "state", "name", "provider_name as providerName", "industry", "version"])
    .select(["row_count as rows", "body", "suspension", "updated_at as updatedAt"])
    .select(["region", "priority"]);

type DatasetRow = Awaited<ReturnType<ReturnType<typeof datasets>["executeTakeFirstOrThrow"]>>;

const summary = (row: DatasetRow): DatasetSummary => ({
  id: row.body.id,
  code: row.code,
  name: row.name,
  abstract: row.body.abstract,
  providerName: row.providerName,
  industry: row.industry,
  openingClass: row.body.openingClass,
  state: row.state,
  updatedAt: toInstant(row.updatedAt),
  rows: row.rows,
  region: row.region,
  priority: row.body.priority ?? null,
});

export interface Position {
  readonly priority: boolean;
  readonly at: string;
  readonly code: string;
}

/** Open datasets, those to be opened first before the others, or the newest; `q` finds any substring of name, abstract, provider and item names. */
export async function listDatasets(
  portal: Db,
  query: {
    q?: string | undefined;
    provider?: string | undefined;
    industry?: string | undefined;
    region?: string | undefined;
    sort: "priority" | "newest";
    limit: number;
    after: Position | undefined;
  },
): Promise<{ items: DatasetSummary[]; last: Position | null }> {
  const first = query.sort === "priority";
  let select = datasets(portal)
    .where("state", "!=", "withdrawn")
    .$if(first, (all) => all.orderBy("priority", "desc"))
    .orderBy("updated_at", "desc")
    .orderBy("code", "desc");
  for (const word of wordsOf(query.q ?? ""))
    select = select
      .where(sql<boolean>`search @> ${tokensOf(word)}::text[]`)
      .where(sql<boolean>`strpos(searched, ${word}) > 0`);
  if (query.provider) select = select.where("provider_name", "=", query.provider);
  if (query.industry) select = select.where(sql<boolean>`starts_with(industry, ${query.industry})`);
  if (query.region) select = select.where("region", "=", query.region);
  const { after, limit } = query;
  if (after)
    select = select.where((eb) => {
      const at = new Date(after.at);
      return first
        ? eb(eb.refTuple("priority", "updated_at", "code"), "<", eb.tuple(after.priority, at, after.code))
        : eb(eb.refTuple("updated_at", "code"), "<", eb.tuple(at, after.code));
    });
  const rows = await select.limit(limit + 1).execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(summary),
    last:
      rows.length > limit && last
        ? { priority: last.priority, at: last.updatedAt.toISOString(), code: last.code }
        : null,
  };
}

/** The whole open catalogue of an area or of the city, for a file. */
export async function wholeCatalogue(portal: Db, region: string | undefined): Promise<Line[]> {
  const rows = await datasets(portal)
    .where("state", "!=", "withdrawn")
    .$if(region !== undefined, (all) => all.where("region", "=", region ?? ""))
    .orderBy("priority", "desc")
    .orderBy(sql`body ->> 'catalogueCode'`)
    .execute();
  return rows.map(({ body, code, name, region: area, state, providerName }) => ({
    code,
    catalogueCode: body.catalogueCode,
    name,
    provider: providerName,
    region: area,
    scope: body.openScope,
    content: body.items.map((item) => item.name),
    openingClass: body.openingClass,
    conditions: body.openConditions,
    forms: body.forms ?? [],
    updateFrequency: body.openFrequency ?? labelOf(updateFrequencyLabel, body.updateFrequency),
    priority: body.priority ?? null,
    state: state === "suspended" ? "suspended" : "open",
  }));
}

const inCode = (portal: Db, code: string): Promise<DatasetRow | undefined> =>
  datasets(portal).where("code", "=", code).executeTakeFirst();

const unknown = () => new Problem("not_found", "没有这个数据集，请检查网址或者重新搜索");

async function find(portal: Db, code: string): Promise<DatasetRow> {
  const row = await inCode(portal, code);
  if (row === undefined) throw unknown();
  if (row.state === "withdrawn") {
    const { reason, article } = whyWithdrawn(row);
    throw new Problem("opening_withdrawn", reason, { article });
  }
  return row;
}

const whyWithdrawn = ({ suspension, updatedAt }: DatasetRow) => ({
  reason: suspension?.reason ?? "这个数据集已经撤回，不再开放",
  article: suspension?.article ?? "40",
  since: suspension?.since ?? toInstant(updatedAt),
});

/** What is left to tell of a dataset that was open. @throws Problem `not_found` for one that is open, or never was */
export async function withdrawnDataset(portal: Db, code: string): Promise<WithdrawnDataset> {
  const row = await inCode(portal, code);
  if (row === undefined) throw unknown();
  if (row.state !== "withdrawn") throw new Problem("not_found", "这个数据集没有撤回，请直接打开它的页面");
  return { code: row.code, name: row.name, providerName: row.providerName, ...whyWithdrawn(row) };
}

/** The page of a dataset; while suspended it says why and since when, and nothing is shown of the rows. */
export async function viewDataset(portal: Db, code: string): Promise<Dataset> {
  const row = await find(portal, code);
  const { items, quality, catalogueCode, timeFrom, timeTo, area, updateFrequency, grade } = row.body;
  const used = await portal
    .selectFrom("portal.counter")
    .select((eb) => [
      eb.fn.coalesce(eb.fn.sum<string>("downloads"), sql<string>`0`).as("downloads"),
      eb.fn.coalesce(eb.fn.sum<string>("reads"), sql<string>`0`).as("reads"),
    ])
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  return {
    ...summary(row),
    catalogueCode,
    version: row.version,
    timeFrom,
    timeTo,
    area,
    updateFrequency,
    grade,
    openScope: row.body.openScope,
    openConditions: row.body.openConditions,
    forms: row.body.forms ?? [],
    openFrequency: row.body.openFrequency ?? labelOf(updateFrequencyLabel, updateFrequency),
    items,
    publishedAt: row.body.publishedAt,
    quality,
    suspension: row.suspension,
    usage: used,
  };
}

/**
 * The dataset if its rows may be given away now.
 * @throws Problem `opening_suspended`, `opening_conditional`, `opening_withdrawn`, `not_found`
 */
export async function openDataset(portal: Db, code: string): Promise<DatasetRow> {
  const row = await find(portal, code);
  if (row.state === "suspended")
    throw new Problem("opening_suspended", row.suspension?.reason ?? "有人提出异议，正在核实，暂停开放", {
      article: "40",
    });
  if (row.body.openingClass === "conditional")
    throw new Problem("opening_conditional", "这个数据集属于有条件开放，须向提供单位申请，不能直接获取", {
      article: "39¶2",
    });
  return row;
}

/** Rows in file order after `after`, by equality on columns. @throws Problem `bad_request` for an unknown column */
export async function readRows(
  portal: Db,
  dataset: DatasetRow,
  filter: Readonly<Record<string, string>>,
  limit: number,
  after: string,
): Promise<{ n: string; content: PortalRow }[]> {
  const known = new Set(dataset.body.items.map((item) => item.column));
  const unknown = Object.keys(filter).filter((column) => !known.has(column));
  if (unknown.length > 0)
    throw new Problem("bad_request", `没有字段 ${unknown.join("、")}；可用字段：${[...known].join("、")}`);
  let select = portal
    .selectFrom("portal.record")
    .select(["n", "content"])
    .where("code", "=", dataset.code)
    .where("version", "=", dataset.version)
    .where("n", ">", after)
    .orderBy("n")
    .limit(limit);
  if (Object.keys(filter).length > 0)
    select = select.where(sql<boolean>`content @> ${JSON.stringify(filter)}::jsonb`);
  return select.execute();
}

/**
 * All rows, a thousand at a time; before each thousand `catchUp` brings the copy up to date, so that a suspension also
 * stops the downloads that are under way.
 * @throws Error when the copy is suspended or replaced meanwhile: a download breaks off and never ends short unnoticed
 */
export async function* allRows(
  portal: Db,
  dataset: DatasetRow,
  catchUp: () => Promise<void>,
): AsyncGenerator<PortalRow> {
  let after = "0";
  let given = 0n;
  for (;;) {
    await catchUp();
    await openDataset(portal, dataset.code);
    const rows = await readRows(portal, dataset, {}, 1000, after);
    for (const row of rows) yield row.content;
    given += BigInt(rows.length);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.n;
  }
  if (given !== BigInt(dataset.rows)) throw new Error(`dataset ${dataset.code} changed during a download`);
}

/** Counts one download or read of today (Shanghai). */
export async function count(portal: Db, code: string, kind: "downloads" | "reads"): Promise<void> {
  await portal
    .insertInto("portal.counter")
    .values({ code, day: shanghaiDate(wallNow()), [kind]: "1" })
    .onConflict((conflict) =>
      conflict.columns(["code", "day"]).doUpdateSet({ [kind]: sql`portal.counter.${sql.ref(kind)} + 1` }),
    )
    .execute();
}

export async function figures(portal: Db): Promise<z.infer<typeof portalFigures>> {
  const totals = await portal
    .selectFrom("portal.dataset")
    .where("state", "!=", "withdrawn")
    .select((eb) => [
      eb.fn.countAll<string>().as("datasets"),
      eb.fn.count<string>("provider_name").distinct().as("providers"),
      eb.fn.coalesce(eb.fn.sum<string>("row_count"), sql<string>`0`).as("rows"),
    ])
    .executeTakeFirstOrThrow();
  const { downloads } = await portal
    .selectFrom("portal.counter")
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>("downloads"), sql<string>`0`).as("downloads"))
    .executeTakeFirstOrThrow();
  return { ...totals, downloads };
}
