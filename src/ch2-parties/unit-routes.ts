import { z } from "zod";
import { registeredUnit } from "../contract/unit.ts";
import { importUnits as importBody, unitImport } from "../contract/unit-import.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import { attachmentHeaders, takeFiles } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { readSheets } from "../platform/sheets/index.ts";
import { importUnits, unitTemplate } from "./unit-import.ts";
import { unitRegister } from "./unit-register.ts";
import { isInside } from "./units.ts";

interface Parts {
  readonly db: Database;
  readonly readFile: (id: string) => Promise<Buffer>;
}

const keepers = ["data-officer", "section-head", "chief-data-officer", "leader"] as const;

/** The register of units: who there is, what became of whom, who answers for the data; and its table. */
export function unitRoutes(http: Http, { db, readFile }: Parts): void {
  http.get(
    "/api/v1/unit-register",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "单位名录",
        response: { 200: z.object({ items: z.array(registeredUnit) }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      if (!isInside(caller)) throw new Problem("forbidden", "单位名录供公共管理和公共服务部门办理业务使用。");
      return { items: await unitRegister(db.kysely, caller) };
    },
  );
  http.get(
    "/api/v1/unit-register/template.xlsx",
    { config: { access: keepers, audit: null }, schema: { summary: "下载机构表（模板和现有单位）" } },
    async (request, reply) =>
      reply
        .headers(attachmentHeaders("机构表.xlsx"))
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(Buffer.from(await unitTemplate(db.kysely, callerOf(request)))),
  );
  http.post(
    "/api/v1/unit-imports",
    {
      config: { access: keepers, audit: "units.imported" },
      schema: { summary: "检查、导入机构表", body: importBody, response: { 200: unitImport } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { file, apply } = request.body;
      return inTransaction(db.kysely, async (tx) => {
        await takeFiles(tx, caller, [file]);
        return importUnits(tx, caller, await readSheets(await readFile(file)), apply);
      });
    },
  );
}
