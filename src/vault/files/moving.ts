import { Readable } from "node:stream";
import { lawNow, toInstant } from "../../platform/clocks/index.ts";
import { IntegrityError, sealedLength, sealFile, sm3 } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/tables.ts";
import type { Place } from "../reseal-plan.ts";
import { keyVersionFor, type ResealParts, workFor } from "../reseal-work.ts";
import type { Resource } from "../resource.ts";
import { contentOf } from "./read.ts";
import "./tables.ts";

/**
 * Seals the next file of a resource under the keys of the place it goes to, and enters it there; once none is left the
 * resource has moved. False then. Killed in between, the file is begun anew and still lies where it lay. Throws
 * IntegrityError at a file that was tampered with or is gone: it is not sealed anew as if it were sound, and who can remove
 * it is told.
 */
export async function moveNextFile(parts: ResealParts, tx: Tx, resource: Resource): Promise<boolean> {
  const work = await workFor(tx, resource);
  if (work === undefined) return false;
  const keyVersion = await keyVersionFor(parts, tx, resource, work);
  const { to } = work;
  const file = await tx
    .selectFrom("vault.file")
    .selectAll()
    .where("resource_id", "=", resource.id)
    .where("ended_at", "is", null)
    .where("place", "<>", to)
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (file === undefined) {
    await finish(parts, tx, resource, { id: work.id, to, keyVersion });
    return false;
  }
  const keys = await parts.keyring.resourceKeys(resource.number, keyVersion);
  const content = contentOf(parts, { ...file, number: String(resource.number) });
  const sealed = sealFile(parts.cryptography, keys, file.id, content);
  await parts.stores
    .in(to)
    .put(
      Readable.from(sealed, { objectMode: false }),
      sealedLength(Number(file.bytes)),
      async () => undefined,
      file.id,
    )
    .catch(async (failure: unknown) => {
      if (failure instanceof IntegrityError)
        await parts.heldUp({ resource: resource.code, file: file.id, name: file.name });
      throw failure;
    });
  await tx
    .updateTable("vault.file")
    .set({ place: to, key_version: keyVersion, remnants: [file.place] })
    .where("id", "=", file.id)
    .execute();
  return true;
}

async function finish(
  { record, resumed }: ResealParts,
  tx: Tx,
  resource: Resource,
  { id, to, keyVersion }: { id: string; to: Place; keyVersion: number },
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
