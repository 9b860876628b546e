import { type Cryptography, IntegrityError, openFile, sealedLength } from "../../platform/crypto/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { Problem } from "../../platform/http/problem.ts";
import type { VaultKeyring } from "../keys.ts";
import type { Place } from "../reseal-plan.ts";
import type { FileParts } from "./ingest.ts";
import type { FileStores } from "./stores.ts";
import "./tables.ts";

export type StoredFile = Awaited<ReturnType<typeof filesEver>>[number];

/** Files of a resource in force, in the order in which they came; `after` is the id of the last one seen. */
export async function filesInForce(
  db: Db | Tx,
  resource: string,
  page: { after?: string | undefined; limit: number },
): Promise<StoredFile[]> {
  let rows = ofResource(db, resource).where("file.ended_at", "is", null);
  if (page.after !== undefined) rows = rows.where("file.id", ">", page.after);
  return rows.orderBy("file.id").limit(page.limit).execute();
}

/** All files that a resource ever had, newest first; `before` is the id of the last one seen. */
export async function filesEver(
  db: Db | Tx,
  resource: string,
  page: { before?: string | undefined; limit: number },
) {
  let rows = ofResource(db, resource);
  if (page.before !== undefined) rows = rows.where("file.id", "<", page.before);
  return rows.orderBy("file.id", "desc").limit(page.limit).execute();
}

export async function fileInForce(
  db: Db | Tx,
  resource: string,
  id: string,
): Promise<StoredFile | undefined> {
  return ofResource(db, resource)
    .where("file.id", "=", id)
    .where("file.ended_at", "is", null)
    .executeTakeFirst();
}

/** In force or not. */
export async function fileOnRecord(db: Db | Tx, resource: string, id: string): Promise<StoredFile> {
  return ofResource(db, resource).where("file.id", "=", id).executeTakeFirstOrThrow();
}

const ofResource = (db: Db | Tx, resource: string) =>
  db
    .selectFrom("vault.file as file")
    .innerJoin("vault.resource as resource", "resource.id", "file.resource_id")
    .selectAll("file")
    .select("resource.number")
    .where("resource.code", "=", resource);

/**
 * The content of a file in force, opened as it is read. That it lies there whole is looked at first; a chunk that was
 * tampered with ends it. Throws Problem `file_gone` where it was replaced or removed meanwhile, `file_tampered`.
 */
export async function readFile(
  parts: FileParts,
  resource: string,
  id: string,
): Promise<AsyncIterable<Buffer>> {
  const lies = async () => {
    const file = await fileInForce(parts.database.kysely, resource, id);
    if (file === undefined) throw new Problem("file_gone", "这个文件已经更换或者撤下，请重新列出文件");
    return (await liesWhole(parts, file)) ? file : undefined;
  };
  // It may have been moved into the zone or out of it between the two looks.
  const file = (await lies()) ?? (await lies());
  if (file === undefined) throw tampered(new IntegrityError(`文件 ${id}`));
  return told(contentOf(parts, file));
}

export const liesWhole = async (
  { stores }: { readonly stores: FileStores },
  { id, place, bytes }: { readonly id: string; readonly place: Place; readonly bytes: string },
): Promise<boolean> => (await stores.in(place).size(id)) === sealedLength(Number(bytes));

/** The bytes of a file. Throws IntegrityError where they are not those that were sealed. */
export const contentOf = (
  {
    cryptography,
    keyring,
    stores,
  }: { readonly cryptography: Cryptography; readonly keyring: VaultKeyring; readonly stores: FileStores },
  { id, place, number }: { readonly id: string; readonly place: Place; readonly number: string },
): AsyncIterable<Buffer> =>
  openFile(
    cryptography,
    (version) => keyring.resourceKeys(Number(number), version),
    id,
    stores.in(place).read(id),
  );

async function* told(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (cause) {
    throw cause instanceof IntegrityError ? tampered(cause) : cause;
  }
}

const tampered = (cause: IntegrityError) =>
  new Problem("file_tampered", cause.message, { article: "60", cause });
