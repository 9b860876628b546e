import { createHash } from "node:crypto";
import { IntegrityError } from "../../platform/crypto/index.ts";
import { type FileParts, fileDigest } from "./ingest.ts";
import { contentOf, liesWhole, type StoredFile } from "./read.ts";
import "./tables.ts";

/** What of a file does not agree with what arrived: its bytes, or what is said of it. */
export interface FileFault {
  readonly kind: "file-changed" | "file-record-changed";
  readonly resource: string;
  readonly file: string;
  readonly name: string;
}

/** Opens every file in force and digests it anew, and compares what is said of each file with its batch. */
export async function auditFiles(parts: FileParts): Promise<FileFault[]> {
  const files = await parts.database.kysely
    .selectFrom("vault.file as file")
    .innerJoin("vault.resource as resource", "resource.id", "file.resource_id")
    .innerJoin("vault.batch as batch", "batch.id", "file.id")
    .selectAll("file")
    .select(["resource.number", "resource.code", "batch.digest"])
    .orderBy("file.id")
    .execute();
  const faults: FileFault[] = [];
  for (const file of files) {
    const { id, name, bytes, media_type: mediaType, sm3, code: resource } = file;
    const said = fileDigest({ id, name, bytes: Number(bytes), mediaType, sm3: sm3.toString("hex") });
    if (!said.equals(file.digest)) faults.push({ kind: "file-record-changed", resource, file: id, name });
    if (file.ended_at === null && !(await intact(parts, file)))
      faults.push({ kind: "file-changed", resource, file: id, name });
  }
  return faults;
}

async function intact(parts: FileParts, file: StoredFile): Promise<boolean> {
  if (!(await liesWhole(parts, file))) return false;
  const digest = createHash("sm3");
  try {
    for await (const piece of contentOf(parts, file)) digest.update(piece);
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
  return digest.digest().equals(file.sm3);
}
