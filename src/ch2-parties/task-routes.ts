import { z } from "zod";
import { listOf, listQuery, uuid } from "../contract/common.ts";
import { issueTask, task } from "../contract/task.ts";
import { unit } from "../contract/unit.ts";
import type { Matters } from "../matters/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { type Cursors, pageOf } from "../platform/http/cursors.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { issue, taskIds, viewTask, viewTasks } from "./tasks.ts";
import { isInside, listUnits } from "./units.ts";

/** Tasks of the bureaus (Art. 8(3)) as issued and as followed up; the work on each is a matter. */
export function taskRoutes(
  http: Http,
  { db, matters, cursors }: { db: Database; matters: Matters; cursors: Cursors },
): void {
  http.get(
    "/api/v1/units",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "单位名录", response: { 200: z.object({ items: z.array(unit) }) } },
    },
    async (request) => {
      if (!isInside(callerOf(request)))
        throw new Problem("forbidden", "单位名录供公共管理和公共服务部门办理业务使用。");
      return { items: await listUnits(db.kysely) };
    },
  );
  http.post(
    "/api/v1/tasks",
    {
      config: { access: "signed-in", audit: "task.issued", once: true },
      schema: { summary: "下达任务", body: issueTask, response: { 201: task } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const issued = await once(db, request, task, async (tx) =>
        viewTask(tx, caller, await issue(tx, matters, caller, request.body)),
      );
      return reply.code(201).send(issued);
    },
  );
  http.get(
    "/api/v1/tasks",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "任务列表", querystring: listQuery, response: { 200: listOf(task) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor } = request.query;
      const filter = ["tasks", caller.party.id];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.uuid());
      const page = pageOf(
        await taskIds(db.kysely, caller, limit + 1, before),
        limit,
        (id) => id,
        (last) => cursors.encode(filter, last),
      );
      return { items: await viewTasks(db.kysely, caller, page.items), next: page.next };
    },
  );
  http.get(
    "/api/v1/tasks/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一项任务及各单位进展", params: z.object({ id: uuid }), response: { 200: task } },
    },
    async (request) => viewTask(db.kysely, callerOf(request), request.params.id),
  );
}
