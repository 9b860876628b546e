import { Readable } from "node:stream";
import type { Selectable } from "kysely";
import { lawNow, toInstant } from "../../platform/clocks/index.ts";
import { IntegrityError, sealedLength, sealFile, sm3 } from "../../platform/crypto/index.ts";
import { ifAlone } from "../../platform/db/index.ts";
import type { Db, Tables, Tx } from "../../platform/db/tables.ts";
import type { Received } from "../../platform/files/index.ts";
import type { Place } from "../reseal-plan.ts";
import { keyVersionFor, type ResealParts, workFor } from "../reseal-work.ts";
import { lockResource, type Resource } from "../resource.ts";
import { contentOf } from "./read.ts";
import "./tables.ts";

/** A file that is to go to another place, under keys chosen for that. */
interface Moving {
  readonly resource: Resource;
  readonly work: { readonly id: string; readonly to: Place; readonly keyVersion: number };
  readonly file: Selectable<Tables["vault.file"]>;
}

/**
 * Seals the next file of a resource under the keys of the place it goes to, and enters it there; once none is left the
 * resource has moved. False then, and where another process is at it. Nothing is held while gigabytes are sealed: the file
 * still lies where it lay, and whether it is still to go is looked at again before it is entered. Killed in between, it is
 * begun anew; what was sealed has no place yet and is cleared away with all that was abandoned. Throws IntegrityError at a
 * file that was tampered with or is gone: it is not sealed anew as if it were sound, and who can remove it is told.
 */
export const moveNextFile = (parts: ResealParts, code: string): Promise<boolean> =>
  // Two that seal the same file would do no harm, but the work twice.
  ifAlone(parts.database.pool, { space: 7, name: code }, () => moveAlone(parts, code), false);

async function moveAlone(parts: ResealParts, code: string): Promise<boolean> {
  const next = await nextFile(parts, code);
  if (next === undefined) return false;
  const sealed = await sealAnew(parts, next);
  if (sealed === undefined) return true;
  try {
    await enter(parts, next, sealed);
  } finally {
    await sealed.drop();
  }
  return true;
}

/** Undefined where nothing is to be moved, or the last file was: then the move is put on record. */
const nextFile = (parts: ResealParts, code: string): Promise<Moving | undefined> =>
  parts.database.kysely.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, code);
    const found = await workFor(tx, resource);
    if (found === undefined) return undefined;
    const work = {
      id: found.id,
      to: found.to,
      keyVersion: await keyVersionFor(parts, tx, resource, found),
    };
    const file = await tx
      .selectFrom("vault.file")
      .selectAll()
      .where("resource_id", "=", resource.id)
      .where("ended_at", "is", null)
      .where("place", "<>", work.to)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (file !== undefined) return { resource, work, file };
    await finish(parts, tx, resource, work);
    return undefined;
  });

/** Undefined where the file was removed while it was read. */
async function sealAnew(parts: ResealParts, { resource, work, file }: Moving): Promise<Received | undefined> {
  const keys = await parts.keyring.resourceKeys(resource.number, work.keyVersion);
  const content = contentOf(parts, { ...file, number: String(resource.number) });
  const sealed = sealFile(parts.cryptography, keys, file.id, content);
  try {
    return await parts.stores
      .in(work.to)
      .receive(Readable.from(sealed, { objectMode: false }), sealedLength(Number(file.bytes)));
  } catch (failure) {
    if (!(failure instanceof IntegrityError)) throw failure;
    if ((await asItLay(parts.database.kysely, file)) === undefined) return undefined;
    await parts.heldUp({ resource: resource.code, file: file.id, name: file.name });
    throw failure;
  }
}

/**
 * The sealed bytes take the place of those that lay elsewhere. Not where the file was replaced or removed meanwhile, nor where
 * the move was given up: one planned since has keys of its own.
 */
const enter = (parts: ResealParts, { resource, work, file }: Moving, sealed: Received): Promise<void> =>
  parts.database.kysely.transaction().execute(async (tx) => {
    const planned = await workFor(tx, await lockResource(tx, resource.code));
    if (planned?.id !== work.id || (await asItLay(tx, file)) === undefined) return;
    await sealed.keep(file.id);
    await tx
      .updateTable("vault.file")
      .set({ place: work.to, key_version: work.keyVersion, remnants: [file.place] })
      .where("id", "=", file.id)
      .execute();
  });

/** Held where a transaction asks: nobody clears its bytes away meanwhile. */
const asItLay = (db: Db | Tx, { id, place }: Moving["file"]) =>
  db
    .selectFrom("vault.file")
    .select("id")
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .where("place", "=", place)
    .forUpdate()
    .executeTakeFirst();

async function finish(
  { record, resumed }: ResealParts,
  tx: Tx,
  resource: Resource,
  { id, to, keyVersion }: Moving["work"],
): Promise<void> {
  const files = await tx
    .selectFrom("vault.file")
    .select(["id", "sm3"])
    .where("resource_id", "=", resource.id)
    .where("ended_at", "is", null)
    .orderBy("id")
    .execute();
  const at = await lawNow(tx);
  const generation = resource.generation + 1;
  const body = {
    resource: resource.code,
    generation,
    from: resource.plan.place,
    to,
    files: files.length,
    sm3: sm3(files.map((file) => `${file.id} ${file.sm3.toString("hex")}\n`).join("")).toString("hex"),
    at: toInstant(at),
  };
  const receipt = await record(tx, { ref: `vault.reseal:${id}`, at, body });
  await tx
    .updateTable("vault.resource")
    .set({ place: to, generation, key_floor: keyVersion })
    .where("id", "=", resource.id)
    .execute();
  await tx
    .updateTable("vault.reseal")
    .set({ finished_at: at, body: JSON.stringify(body), receipt })
    .where("id", "=", id)
    .execute();
  await resumed(tx, resource.id);
}
