import { z } from "zod";
import {
  type ClassificationStandard,
  classificationStandards,
  replacedRules,
  replacementOf,
  standardsInForce,
} from "../ch2-parties/index.ts";
import { listQuery, uuid } from "../contract/common.ts";
import {
  entryGrading,
  type GradingFilter,
  gradingFilter,
  gradingInspection,
  gradingProgress,
  type ReplacedRule,
} from "../contract/grading.ts";
import { gradingFaultLabel } from "../contract/labels.zh.ts";
import { lawNow, shanghaiDate } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import { csvText, writeSheets } from "../platform/sheets/index.ts";
import { type Area, inspect, progressOf, type Standards } from "./grading-inspection.ts";
import { viewGrading } from "./grading-view.ts";

const reading = { access: "signed-in", audit: null } as const;
const position = z.object({ after: z.uuid() });

/** The city's bureau and the auditor inspect everywhere, a county's bureau in its county (Art. 11 ¶1-2). */
function areaOf({ party, roles }: Caller): Area {
  if (roles.includes("auditor")) return undefined;
  if (party.kind !== "authority")
    throw new Problem("forbidden", "分类分级情况由数据主管部门监督检查", { article: "11¶1" });
  return party.level === "city" ? undefined : party.region;
}

/** Inspection of classification and grading by the bureaus, and how far the units are. */
export function gradingRoutes(
  http: Http,
  { db: { kysely: db }, cursors }: { db: Database; cursors: Cursors },
): void {
  const today = async () => shanghaiDate(await lawNow(db));
  const standardsNow = async (): Promise<Standards> => {
    const [on, all] = [await today(), await classificationStandards(db)];
    return { inForce: await standardsInForce(db, on), replacement: (used) => replacementOf(used, all, on) };
  };
  const rulesBehind = async (area: Area): Promise<ReplacedRule[]> => {
    const rules = await replacedRules(db, await today());
    const inArea = area === undefined ? rules : await keptIn(db, area, rules);
    return inArea.map(({ keeper, replacedBy, ...rule }) => ({
      ...rule,
      unit: keeper,
      replacedBy: shown(replacedBy),
    }));
  };
  const everything = async (caller: Caller, filter: GradingFilter) => {
    const all = { after: null, limit: Number.POSITIVE_INFINITY };
    const { findings } = await inspect(db, areaOf(caller), await standardsNow(), filter, all);
    return findings.map(({ fault, unit, entry, item, detail }) => [
      gradingFaultLabel[fault],
      unit.name,
      entry.code,
      entry.name,
      item ?? "",
      detail,
    ]);
  };

  http.get(
    "/api/v1/grading/inspection",
    {
      config: reading,
      schema: { querystring: gradingFilter.extend(listQuery.shape), response: { 200: gradingInspection } },
    },
    async (request) => {
      const caller = callerOf(request);
      const area = areaOf(caller);
      const { limit, cursor, ...filter } = request.query;
      const place = ["grading", area ?? "", filter.fault ?? "", filter.unit ?? ""];
      const from = cursor === undefined ? null : cursors.decode(place, cursor, position).after;
      const standards = await standardsNow();
      const { findings, after } = await inspect(db, area, standards, filter, { after: from, limit });
      const inForce = standards.inForce.map(shown);
      const rules = from === null && filter.fault !== "ungraded" ? await rulesBehind(area) : [];
      return {
        standard: inForce[0] ?? null,
        standards: inForce,
        rules,
        items: findings,
        next: after === null ? null : cursors.encode(place, { after }),
      };
    },
  );
  http.get(
    "/api/v1/grading/inspection.csv",
    { config: reading, schema: { querystring: gradingFilter } },
    async (request, reply) => {
      const rows = await everything(callerOf(request), request.query);
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="grading.csv"')
        .send(csvText([columns.map(({ title }) => title), ...rows]));
    },
  );
  http.get(
    "/api/v1/grading/inspection.xlsx",
    { config: reading, schema: { querystring: gradingFilter } },
    async (request, reply) => {
      const rows = await everything(callerOf(request), request.query);
      return reply
        .header("content-type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", 'attachment; filename="grading.xlsx"')
        .send(await writeSheets([{ name: "分类分级检查", columns, rows }]));
    },
  );
  http.get(
    "/api/v1/grading/progress",
    { config: reading, schema: { response: { 200: z.object({ items: z.array(gradingProgress) }) } } },
    async (request) => ({ items: await progressOf(db, areaOf(callerOf(request))) }),
  );
  http.get(
    "/api/v1/entries/:id/grading",
    {
      config: reading,
      schema: { params: z.object({ id: uuid }), response: { 200: entryGrading } },
    },
    async (request) => viewGrading(db, callerOf(request), request.params.id),
  );
}

const shown = ({ number, title, edition, effectiveFrom }: ClassificationStandard) => ({
  number,
  title,
  edition,
  effectiveFrom,
});

/** Those of the units of a county. */
async function keptIn<Rule extends { keeper: { id: string } }>(
  db: Db,
  area: string,
  rules: readonly Rule[],
): Promise<Rule[]> {
  const units = await db.selectFrom("parties.party").select("id").where("region", "=", area).execute();
  return rules.filter(({ keeper }) => units.some(({ id }) => id === keeper.id));
}

const columns = [
  { title: "问题", width: 10 },
  { title: "提供单位", width: 24 },
  { title: "目录标识", width: 14 },
  { title: "数据资源名称", width: 30 },
  { title: "数据项", width: 20 },
  { title: "说明", width: 60 },
];
