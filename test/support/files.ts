import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EntryItem } from "../../src/contract/entry.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { code, uuid } from "../../src/platform/ids/index.ts";
import { createResource, type FileParts, ingestFile, resourceByCode } from "../../src/vault/index.ts";
import type { TestDatabase } from "./postgres.ts";
import { item } from "./vault.ts";

/** What is in the files, as the entry says it. */
export const shown: readonly EntryItem[] = [item("title"), item("year")];

/** The same once it is important data. */
export const shownImportant: readonly EntryItem[] = shown.map((one) =>
  one.column === "title" ? { ...one, grade: 4, importance: "important" } : one,
);

/** A resource of files; its `r-…` code. */
export async function filesOf(t: Pick<TestDatabase, "db">): Promise<string> {
  const resource = { id: uuid(), code: code("r"), kind: "file", entryId: uuid() } as const;
  await inTransaction(t.db, (tx) => createResource(tx, resource, shown));
  return resource.code;
}

export const digestOf = (content: Uint8Array): string => createHash("sm3").update(content).digest("hex");

/** In parts as a disk gives them. */
export async function* partsOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536);
}

/** Takes in a file as the next batch of its resource; its id. */
export async function put(
  parts: FileParts,
  resource: string,
  name: string,
  content: Uint8Array,
): Promise<string> {
  const id = uuid();
  const { lastBatch } = await resourceByCode(parts.database.kysely, resource);
  await ingestFile(parts, {
    resource,
    batch: { id, number: lastBatch + 1 },
    file: {
      name,
      bytes: content.length,
      mediaType: "application/pdf",
      sm3: digestOf(content),
      content: () => partsOf(content),
    },
  });
  return id;
}

/** Where the sealed bytes of a file lie. */
export const placeOnDisk = (directory: string, place: "data" | "zone", id: string): string =>
  join(directory, place, id.slice(-2), id);
