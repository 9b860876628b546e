import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { submissions } from "../contract/submission.ts";
import { type Effect, maySee } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { subject } from "./chain.ts";
import { freezeDraft } from "./store.ts";
import "./tables.ts";

/** Freezes the draft while it is reviewed, and keeps it as it was sent in. */
export const sendIn: Effect<unknown> = async (context) => {
  const { tx, matter, step, at } = context;
  const entry = await subject(context);
  await freezeDraft(tx, entry.id, matter.id);
  await tx
    .insertInto("catalogue.submission")
    .values({ step_id: step.id, matter_id: matter.id, content: JSON.stringify(entry.draft), at })
    .execute();
};

/** What was sent in, for the parties of the matter: an entry that comes again is read against the time before. */
export function submissionRoutes(http: Http, { db }: { db: Database }): void {
  http.get(
    "/api/v1/matters/:id/submissions",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "目录历次报送的内容",
        params: z.object({ id: uuid }),
        response: { 200: submissions },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (!(await maySee(db.kysely, callerOf(request), id)))
        throw new Problem("not_found", "没有找到这个办件，或者您无权查看。");
      const rows = await db.kysely
        .selectFrom("catalogue.submission")
        .select(["content", "at"])
        .where("matter_id", "=", id)
        .orderBy("step_id")
        .execute();
      return { items: rows.map(({ content, at }) => ({ content, at: toInstant(at) })) };
    },
  );
}
