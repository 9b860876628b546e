import { z } from "zod";
import { registeredUnit } from "../contract/unit.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { unitRegister } from "./unit-register.ts";
import { isInside } from "./units.ts";

/** The register of units: who there is, what became of whom, who answers for the data. */
export function unitRoutes(http: Http, { db }: { db: Database }): void {
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
}
