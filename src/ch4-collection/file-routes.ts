import { z } from "zod";
import { party, resolveActor } from "../ch2-parties/index.ts";
import { listOf, resourceCode, uuid } from "../contract/common.ts";
import { fileQuery, fileRemoval, type KeptFile, keptFile } from "../contract/data-file.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller, Http } from "../platform/http/index.ts";
import { type Cursors, callerOf, pageOf } from "../platform/http/index.ts";
import { once } from "../platform/http/once.ts";
import { clearAway, fileOnRecord, filesEver, removeFile, type StoredFile } from "../vault/index.ts";
import { type StoredResource, storedResource } from "./catalogue.ts";
import type { CollectionOptions } from "./options.ts";
import { assertMayRemove, noFiles, readers, senders } from "./policy.ts";

const params = z.object({ code: resourceCode });
const removalParams = params.extend({ id: uuid });

/** Files of a resource for who provides them and who supervises it (Art. 17, 18). */
export function fileRoutes(http: Http, options: CollectionOptions & { readonly cursors: Cursors }): void {
  const { cursors, ledger } = options;
  const db = options.database.kysely;
  http.get(
    "/api/v1/resources/:code/files",
    {
      config: { access: readers, audit: null },
      schema: {
        summary: "文件资源的文件：现有的，以及更换、撤下的记录",
        params,
        querystring: fileQuery,
        response: { 200: listOf(keptFile) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { code } = request.params;
      const { cursor, limit } = request.query;
      await assertReadable(db, caller, code);
      const filter = ["files", caller.party.id, caller.roles, code];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.string());
      const rows = await filesEver(db, code, { before, limit: limit + 1 });
      return pageOf(rows, limit, fileView, (last) => cursors.encode(filter, last.id));
    },
  );
  http.post(
    "/api/v1/resources/:code/files/:id/removal",
    {
      config: { access: senders, audit: "file.removed", once: true },
      schema: {
        summary: "撤下一个文件",
        params: removalParams,
        body: fileRemoval,
        response: { 200: keptFile },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { code, id } = request.params;
      const removed = await once(options.database, request, keptFile, async (tx) => {
        assertMayRemove(caller, await storedResource(tx, code));
        await removeFile(tx, (inside, leaf) => ledger.append(inside, { kind: "record", ...leaf }), {
          resource: code,
          id,
          reason: request.body.reason,
          person: { id: caller.personId, name: caller.personName },
        });
        return fileView(await fileOnRecord(tx, code, id));
      });
      await clearAway(options);
      return removed;
    },
  );
}

/** Seen by the unit that provides it, the bureau of its level, the service agency and the auditor. */
async function assertReadable(db: Db, caller: Caller, code: string): Promise<void> {
  const resource = await storedResource(db, code);
  if (resource?.kind !== "file" || !(await mayRead(db, caller, resource))) throw noFiles();
}

async function mayRead(db: Db, { party: own, roles }: Caller, { providerPartyId }: StoredResource) {
  if (own.id === providerPartyId || roles.includes("auditor") || own.kind === "service-agency") return true;
  const { id } = await party(db, providerPartyId);
  return (await resolveActor(db, "same-level-authority", { starter: id, provider: id })) === own.id;
}

function fileView(file: StoredFile): KeptFile {
  const { removal } = file;
  return {
    id: file.id,
    name: file.name,
    bytes: file.bytes,
    mediaType: file.media_type,
    sm3: file.sm3.toString("hex"),
    at: toInstant(file.arrived_at),
    state: file.ended_at === null ? "in-force" : removal === null ? "replaced" : "removed",
    batch: Number(file.batch),
    endedAt: file.ended_at && toInstant(file.ended_at),
    reason: typeof removal?.reason === "string" ? removal.reason : null,
    by: typeof removal?.byName === "string" ? removal.byName : null,
    receipt: file.receipt,
  };
}
