import { z } from "zod";
import { channel, responsibility } from "../contract/duty.ts";
import { libraryDocument, libraryQuery, serviceStatus, validity } from "../contract/service.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Parameters } from "../law/parameters.ts";
import { validityAt } from "../law/validity.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { listChannels } from "./channels.ts";
import { libraryAt } from "./registers/library.ts";
import { serviceStatus as statusNow } from "./registers/maintenance.ts";
import { listResponsibilities } from "./responsibilities.ts";
import { isInside } from "./units.ts";

const documents = z.object({ at: z.string(), items: z.array(libraryDocument) });
const anonymous = { access: "anonymous", audit: null } as const;

/** The city's measures: the day they were issued on and the last day they are in force. */
interface Measures {
  readonly issuedOn: string;
  readonly inForceUntil: string;
}

/** What the registers say on a day: which standards hold, whether the platform serves, how long the Measures last. */
export function dutyRoutes(
  http: Http,
  { db, measures, parameters }: { db: Database; measures: Measures; parameters: Parameters },
): void {
  const today = async () => civilDate(await lawNow(db.kysely));
  http.get(
    "/api/v1/library",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "政策、标准和规范", querystring: libraryQuery, response: { 200: documents } },
    },
    async (request) => {
      if (!isInside(callerOf(request)))
        throw new Problem("forbidden", "政策标准库供单位办理业务使用，公众请看门户上公布的文件。");
      const at = request.query.at ?? (await today());
      return { at, items: await libraryAt(db.kysely, at, request.query) };
    },
  );
  http.get(
    "/api/v1/portal/library",
    { config: anonymous, schema: { summary: "向社会公布的政策和标准", response: { 200: documents } } },
    async () => {
      const at = await today();
      const items = await libraryAt(db.kysely, at, {}, true);
      return { at, items: items.filter(({ standing }) => standing === "in-force") };
    },
  );
  http.get(
    "/api/v1/responsibilities",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "职责分工",
        querystring: z.object({ q: z.string().max(100).default("") }),
        response: { 200: z.object({ items: z.array(responsibility) }) },
      },
    },
    async (request) => {
      if (!isInside(callerOf(request)))
        throw new Problem("forbidden", "数源部门名录供公共管理和公共服务部门办理业务使用。");
      return { items: await listResponsibilities(db.kysely, request.query.q.trim()) };
    },
  );
  http.get(
    "/api/v1/channels",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "渠道和平台", response: { 200: z.object({ items: z.array(channel) }) } },
    },
    async (request) => ({ items: await listChannels(db.kysely, callerOf(request)) }),
  );
  http.get(
    "/api/v1/service-status",
    { config: anonymous, schema: { summary: "服务状态和维护公告", response: { 200: serviceStatus } } },
    async () => statusNow(db.kysely),
  );
  http.get(
    "/api/v1/validity",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "办法的有效期", response: { 200: validity } },
    },
    async (request) => {
      if (!isToldOfExpiry(callerOf(request)))
        throw new Problem("forbidden", "办法的有效期提示供数据局和管理员查看。");
      const { issuedOn: inForceFrom, inForceUntil } = measures;
      const warningDays = Number(parameters["expiry-warning"].value);
      const standing = validityAt(await today(), inForceUntil, warningDays);
      return { inForceFrom, inForceUntil, article: "78", ...standing };
    },
  );
}

const administrators: readonly string[] = ["system-admin", "security-admin", "auditor"];

/** Those who must see to it that the Measures are prolonged or replaced in time. */
const isToldOfExpiry = ({ party, roles }: Caller): boolean =>
  party.kind === "authority" || roles.some((role) => administrators.includes(role));
