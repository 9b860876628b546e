import { Readable } from "node:stream";
import { z } from "zod";
import { uuid } from "../../contract/common.ts";
import { type File, file } from "../../contract/file.ts";
import { toInstant, wallNow } from "../clocks/index.ts";
import type { Database } from "../db/index.ts";
import { callerOf } from "../http/access.ts";
import type { Caller } from "../http/caller.ts";
import type { Http } from "../http/create.ts";
import { Problem } from "../http/problem.ts";
import { mediaTypeOf } from "./media.ts";
import { attachmentHeaders, nameFrom } from "./names.ts";
import type { FileStore, Stored } from "./store.ts";
import "./tables.ts";

/** Largest file that may be handed in, in bytes. */
export const largestFile = 20 * 1_048_576;

/** How long a file waits to be attached to something, in milliseconds: seven days, then it goes. */
const keptUnattached = 7 * 24 * 3_600_000;

/** Whether someone besides the party that handed it in may read a file: a matter's participants its attachments. */
export type MayRead = (caller: Caller, fileId: string) => Promise<boolean>;

export interface FileOptions {
  readonly database: Database;
  readonly store: FileStore;
  readonly mayRead: MayRead;
}

/** `POST /api/v1/files` takes the bytes as the body, the name in `Content-Disposition`. */
export function fileRoutes(http: Http, options: FileOptions): void {
  const { store } = options;
  http.register(async (scope: Http) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post(
      "/api/v1/files",
      {
        config: { access: "signed-in", audit: "file.received" },
        schema: { summary: "上传附件（不超过 20 MB）", response: { 201: file } },
      },
      async (request, reply) => {
        const name = nameFrom(request.headers["content-disposition"]);
        const body = request.body instanceof Readable ? request.body : Readable.from([]);
        return reply.code(201).send(await take(options, callerOf(request), name, body));
      },
    );
  });
  http.get(
    "/api/v1/files/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "下载附件", params: z.object({ id: uuid }) },
    },
    async (request, reply) => {
      const found = await readable(options, callerOf(request), request.params.id);
      return reply
        .headers(attachmentHeaders(found.name))
        .header("content-length", found.bytes)
        .type(found.mediaType)
        .send(store.read(found.id));
    },
  );
}

async function take(options: FileOptions, caller: Caller, name: string, body: Readable): Promise<File> {
  const { database, store } = options;
  let mediaType = "";
  const stored = await store.put(body, largestFile, async (path) => {
    mediaType = await mediaTypeOf(path, name);
  });
  try {
    return await enter(database, caller, { name, mediaType, ...stored });
  } catch (error) {
    await store.remove(stored.id);
    throw error;
  }
}

async function enter(
  database: Database,
  caller: Caller,
  taken: Stored & { name: string; mediaType: string },
): Promise<File> {
  const row = await database.kysely
    .insertInto("platform.file")
    .values({
      id: taken.id,
      name: taken.name,
      bytes: String(taken.bytes),
      media_type: taken.mediaType,
      sm3: taken.sm3,
      sha256: taken.sha256,
      owner_party_id: caller.party.id,
      created_by: caller.personId,
      expires_at: new Date(wallNow().getTime() + keptUnattached),
    })
    .returning(["id", "name", "bytes", "media_type", "sm3", "created_at"])
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    name: row.name,
    bytes: row.bytes,
    mediaType: row.media_type,
    sm3: row.sm3.toString("hex"),
    createdAt: toInstant(row.created_at),
  };
}

/** A file that is not the caller's to read answers as one that does not exist. */
async function readable(
  options: FileOptions,
  caller: Caller,
  id: string,
): Promise<{ id: string; name: string; bytes: string; mediaType: string }> {
  const row = await options.database.kysely
    .selectFrom("platform.file")
    .select(["id", "name", "bytes", "media_type as mediaType", "owner_party_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  const allowed =
    row !== undefined && (row.owner_party_id === caller.party.id || (await options.mayRead(caller, row.id)));
  if (row === undefined || !allowed) throw new Problem("not_found", "没有这个文件，或者您无权查看。");
  return row;
}
