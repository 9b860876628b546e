import { carryOut, changeDone, changePreview, unitChange } from "../contract/reorganisation.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { preview, type ReorganisationParts, reorganise } from "./reorganisation.ts";

interface Parts extends ReorganisationParts {
  readonly db: Database;
}

/** Renaming, merging, splitting and ending of units by the bureau of their area. */
export function reorganisationRoutes(http: Http, parts: Parts): void {
  const { db } = parts;
  http.post(
    "/api/v1/reorganisations/preview",
    {
      config: {
        access: ["data-officer", "section-head", "chief-data-officer", "leader"],
        audit: "units.change-previewed",
      },
      schema: { summary: "预览机构变动移交的内容", body: unitChange, response: { 200: changePreview } },
    },
    async (request) => inTransaction(db.kysely, (tx) => preview(tx, parts, callerOf(request), request.body)),
  );
  http.post(
    "/api/v1/reorganisations",
    {
      config: {
        access: ["data-officer", "section-head", "chief-data-officer", "leader"],
        audit: "units.changed",
        once: true,
      },
      schema: { summary: "办理机构变动", body: carryOut, response: { 201: changeDone } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const done = await once(db, request, changeDone, (tx) => reorganise(tx, parts, caller, request.body));
      return reply.code(201).send(done);
    },
  );
}
