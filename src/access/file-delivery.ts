import { finished, Readable } from "node:stream";
import type { DataFile, GatewayFileList } from "../contract/data-file.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { Problem } from "../platform/http/problem.ts";
import { type FileParts, fileInForce, filesInForce, readFile, type StoredFile } from "../vault/index.ts";
import type { Access } from "./access.ts";
import { mayStillAsk } from "./askers.ts";
import { refusalOf } from "./decide.ts";
import type { GrantCache, GrantInForce } from "./grant-cache.ts";
import { type Asker, accessOf, noGrant, refusing, replayed } from "./recording.ts";
import { endOf, type UsageWriter } from "./usage.ts";

export interface FileDelivery {
  /** What may be had under the purpose. Throws Problem with the article that refuses. */
  list(
    asker: Asker,
    asked: { purpose: string; after?: string | undefined; limit: number },
  ): Promise<GatewayFileList>;
  /** One file, whole. Throws Problem with the article that refuses; what comes after the first byte ends the stream. */
  deliver(
    asker: Asker,
    asked: { purpose: string; file: string },
  ): Promise<{ file: DataFile; content: Readable }>;
}

/** Milliseconds after which it is looked at again, while a file is on its way, whether the grant still carries it. */
const LOOK_AGAIN_MS = 1000;

/**
 * Files under a grant go the way of every access: grant by purpose → decision → usage row on disk → bytes (Art. 20, 31,
 * 33). A delivery is put down before its first byte and once more at its end, whole or broken off.
 */
export function deliverFiles(parts: FileParts, cache: GrantCache, usage: UsageWriter): FileDelivery {
  const { database } = parts;
  const refuseCall = refusing(usage);

  /** The grant that carries the access and the record of it; a refused access is put on record too. */
  async function admit(
    asker: Asker,
    operation: "files" | "file",
    { purpose, file }: { purpose: string; file?: string | undefined },
    fresh = false,
  ): Promise<{ access: Access; usage: string; stored: StoredFile | undefined }> {
    if (fresh) cache.forget(purpose);
    const grant = await cache.find(purpose);
    const access = accessOf(asker, operation, purpose);
    if (grant === undefined || grant.holder_id !== asker.partyId || grant.resource !== access.resource)
      return refuseCall(access, await noGrant(database, asker.partyId, access.resource));
    const stored = file === undefined ? undefined : await fileInForce(database.kysely, grant.resource, file);
    const full: Access = {
      ...access,
      grant,
      columns: operation === "file" ? grant.columns.map(({ column }) => column) : [],
      file: file ?? null,
    };
    const refusal =
      refusalOf(grant, "file", []) ?? (file !== undefined && stored === undefined ? unknownFile : undefined);
    // What is remembered may lag behind a resumption or the law's clock: nobody is refused on memory alone.
    if (refusal) return fresh ? refuseCall(full, refusal) : admit(asker, operation, { purpose, file }, true);
    const verdict = await usage.record(full);
    if (verdict.outcome === "replayed") return refuseCall({ ...full, nonce: null }, replayed);
    if (verdict.outcome === "accepted") return { access: full, usage: verdict.usage, stored };
    return admit(asker, operation, { purpose, file }, true);
  }

  /** Why a delivery under way may not go on: what is remembered of the grant has the time of when it was read. */
  async function stopped(access: Access, file: StoredFile): Promise<Refusal | undefined> {
    cache.forget(access.purpose);
    const grant: GrantInForce | undefined = await cache.find(access.purpose);
    if (grant === undefined) return broken;
    const refusal = refusalOf(grant, "file", []);
    if (refusal !== undefined) return refusal;
    if (!(await mayStillAsk(database, access))) return endOf(access);
    return (await fileInForce(database.kysely, access.resource, file.id)) === undefined ? gone : undefined;
  }

  /** The content as it leaves. Its end is put down before the receiver sees it, also where nobody ever reads. */
  function watched(access: Access, file: StoredFile, content: AsyncIterable<Buffer>): Readable {
    let ended: Refusal | undefined = broken;
    let bytes = 0;
    let concluded: Promise<void> | undefined;
    const end = () => (concluded ??= conclude({ ...access, bytes }, ended));
    const pieces = async function* () {
      try {
        let looked = performance.now();
        for await (const piece of content) {
          if (performance.now() - looked > LOOK_AGAIN_MS) {
            const stop = await stopped(access, file);
            if (stop !== undefined) {
              ended = stop;
              throw new Error(stop.detail);
            }
            looked = performance.now();
          }
          bytes += piece.length;
          yield piece;
        }
        ended = undefined;
      } finally {
        await end();
      }
    };
    const stream = Readable.from(pieces(), { objectMode: false });
    // What fails here failed above and ended the stream, or nobody is left to be told.
    finished(stream, () => void end().catch(() => undefined));
    return stream;
  }

  /** That it was delivered whole, or why it was broken off. */
  async function conclude(access: Access, ended: Refusal | undefined): Promise<void> {
    const end: Access = { ...access, operation: "file-end", nonce: null };
    await usage.record(ended === undefined ? end : { ...end, refusal: ended.code, article: ended.article });
  }

  return {
    async list(asker, { purpose, after, limit }) {
      const admitted = await admit(asker, "files", { purpose });
      const rows = await filesInForce(database.kysely, admitted.access.resource, { after, limit: limit + 1 });
      const items = rows.slice(0, limit).map(fileView);
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, usage: admitted.usage };
    },
    async deliver(asker, { purpose, file }) {
      const { access, stored } = await admit(asker, "file", { purpose, file });
      if (stored === undefined) throw new Error("an admitted file was not looked up");
      try {
        const content = await readFile(parts, access.resource, stored.id);
        return { file: fileView(stored), content: watched(access, stored, content) };
      } catch (error) {
        const replaced = error instanceof Problem && error.code === "file_gone";
        await conclude({ ...access, bytes: 0 }, replaced ? gone : broken);
        throw error;
      }
    },
  };
}

const unknownFile = refuse(
  "file_not_found",
  "27¶1",
  "该资源现在没有这个文件，可能已经更换或者撤下，请重新列出文件",
);
const gone = refuse("file_gone", "20", "这个文件已经更换或者撤下，请重新列出文件");
const broken = refuse("file_broken_off", "20", "文件没有传完，请重新下载");

const fileView = (file: StoredFile): DataFile => ({
  id: file.id,
  name: file.name,
  bytes: file.bytes,
  mediaType: file.media_type,
  sm3: file.sm3.toString("hex"),
  at: toInstant(file.arrived_at),
});
