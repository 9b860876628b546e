import { createHash } from "node:crypto";
import { dataFileTypes, mediaTypeOf } from "../platform/files/index.ts";
import { Problem } from "../platform/http/index.ts";
import { ingestFile } from "../vault/index.ts";
import type { CollectedResource } from "./catalogue.ts";
import type { Source } from "./encoding.ts";
import type { CollectionOptions } from "./options.ts";
import type { ProblemLog } from "./problems.ts";
import type { Claimed } from "./processing.ts";
import { Progress } from "./progress.ts";
import { FileRefusal } from "./refusal.ts";
import { settle } from "./settlement.ts";

/** Takes one file into its resource: what its content proves to be, and sealed as it is read (Art. 17, 18). */
export async function takeFile(
  options: CollectionOptions,
  batch: Claimed,
  resource: CollectedResource,
  problems: ProblemLog,
): Promise<void> {
  const { database, folder } = options;
  const bytes = Number(batch.bytes);
  if (bytes === 0) throw new FileRefusal("file_empty", "文件是空的，没有内容", "请检查原文件后重新上传");
  const mediaType = await provenType(folder.path(batch.id), batch.filename);
  const progress = new Progress(database.kysely, batch.id, bytes);
  const content = unchanged(progress.over(folder.source(batch.id)), batch.sm3, () => progress.save());
  await ingestFile(options, {
    resource: batch.resource_code,
    batch: { id: batch.id, number: Number(batch.number) },
    file: { name: batch.filename, bytes, mediaType, sm3: batch.sm3, content },
    settle: (tx, ingested) =>
      settle(options, tx, { batch, resource, mediaType, quarantined: 0, ingested, problems }),
  });
}

async function provenType(path: string, name: string): Promise<string> {
  try {
    return await mediaTypeOf(path, name, dataFileTypes);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "unsupported_media_type") throw error;
    throw new FileRefusal(
      "file_kind_refused",
      error.detail,
      "请用原软件另存为所列格式，扩展名与内容一致后重新上传",
    );
  }
}

/** The bytes as they are read; refuses them at the end where they are not those that were received. */
const unchanged = (source: Source, sm3: string, read: () => Promise<void>) =>
  async function* (): AsyncGenerator<Uint8Array> {
    const digest = createHash("sm3");
    for await (const chunk of source()) {
      digest.update(chunk);
      await read();
      yield chunk;
    }
    if (digest.digest("hex") !== sm3)
      throw new FileRefusal("file_damaged", "文件在处理之前变了内容，没有存放", "请重新上传");
  };
