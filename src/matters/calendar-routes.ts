import { z } from "zod";
import {
  type CalendarPreview,
  calendarPreview,
  calendarYear,
  confirmCalendar,
  yearNotice,
} from "../contract/calendar.ts";
import { isOverdue } from "../law/deadlines.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { mayAct } from "./actors.ts";
import { importYear, previewYear } from "./calendar-import.ts";
import type { Matters } from "./index.ts";

/** Moves shown of a preview; all are counted. */
const shown = 500;
const keepers = ["system-admin", "data-officer", "section-head", "chief-data-officer"] as const;

/** The platform's administrator, and officials of the city's bureau. */
function assertKeeper(caller: Caller): void {
  if (caller.roles.includes("system-admin")) return;
  const { kind, level } = caller.party;
  if (kind === "authority" && level === "city" && mayAct(caller)) return;
  throw new Problem("forbidden", "工作日历由平台系统管理员或者市公共数据主管部门维护。");
}

/** Loading the yearly notice of days off: first seen, then confirmed. */
export function calendarRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  const { parameters } = matters.engine;
  http.get(
    "/api/v1/calendar/years",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "已导入的年度安排", response: { 200: z.object({ items: z.array(calendarYear) }) } },
    },
    async () => {
      const rows = await database.kysely
        .selectFrom("matters.calendar_year")
        .selectAll()
        .orderBy("year", "desc")
        .execute();
      return {
        items: rows.map(({ year, source, loaded_at }) => ({ year, source, loadedAt: toInstant(loaded_at) })),
      };
    },
  );
  http.post(
    "/api/v1/calendar/years/preview",
    {
      config: { access: [...keepers], audit: "calendar.previewed" },
      schema: { summary: "预览年度安排对期限的影响", body: yearNotice, response: { 200: calendarPreview } },
    },
    async (request): Promise<CalendarPreview> => {
      assertKeeper(callerOf(request));
      const at = await lawNow(database.kysely);
      const { plan, replaces, digest } = await previewYear(database.kysely, request.body, parameters);
      return {
        year: request.body.year,
        replaces,
        digest,
        count: plan.deadlines.length,
        timers: plan.timers.length,
        moved: plan.deadlines.slice(0, shown).map((move) => ({
          matter: { id: move.matterId, number: move.number, title: move.matterTitle },
          title: move.title,
          kind: move.kind,
          oldDueOn: move.oldDueOn,
          newDueOn: move.newDueOn,
          oldProvisional: move.oldProvisional,
          newProvisional: move.newProvisional,
          overdue: isOverdue(move.newDueOn, at),
        })),
      };
    },
  );
  http.post(
    "/api/v1/calendar/years",
    {
      config: { access: [...keepers], audit: "calendar.loaded" },
      schema: {
        summary: "导入年度放假安排",
        body: confirmCalendar,
        response: { 200: z.object({ moved: z.number().int() }) },
      },
    },
    async (request) => {
      assertKeeper(callerOf(request));
      const { digest, ...notice } = request.body;
      return inTransaction(database.kysely, async (tx) => ({
        moved: await importYear(tx, notice, parameters, await lawNow(tx), digest),
      }));
    },
  );
}
