import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { entryClasses } from "../contract/entry-classes.ts";
import { declareChange, startedTogether, submitEntries } from "../contract/submission.ts";
import type { Matters } from "../matters/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { viewClasses } from "./class-view.ts";
import { startTogether } from "./together.ts";

/** Several entries sent on their way at once (Art. 12, 13); each is then a matter like any other. */
export function chainRoutes(http: Http, { db, matters }: { db: Database; matters: Matters }): void {
  http.get(
    "/api/v1/entries/:id/classes",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "目录的类型和变更记录",
        params: z.object({ id: uuid }),
        response: { 200: entryClasses },
      },
    },
    async (request) =>
      viewClasses(db.kysely, matters.engine.parameters, callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/catalogue/submissions",
    {
      config: { access: "signed-in", audit: "entries.submitted", once: true },
      schema: { summary: "批量提交目录", body: submitEntries, response: { 200: startedTogether } },
    },
    async (request) => {
      const { entries, note } = request.body;
      return once(db, request, startedTogether, (tx) =>
        startTogether(tx, matters, callerOf(request), {
          kind: "catalogue-publication",
          form: { note },
          entries,
        }),
      );
    },
  );
  http.post(
    "/api/v1/catalogue/changes",
    {
      config: { access: "signed-in", audit: "change.declared", once: true },
      schema: { summary: "批量申报依据或职能变化", body: declareChange, response: { 200: startedTogether } },
    },
    async (request) => {
      const { entries, ...form } = request.body;
      return once(db, request, startedTogether, (tx) =>
        startTogether(tx, matters, callerOf(request), { kind: "catalogue-update", form, entries }),
      );
    },
  );
}
