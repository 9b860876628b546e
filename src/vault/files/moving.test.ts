import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesOf, placeOnDisk, put, shown, shownImportant } from "../../../test/support/files.ts";
import { resealing } from "../../../test/support/resealing.ts";
import { inTransaction } from "../../platform/db/index.ts";
import { uuid } from "../../platform/ids/index.ts";
import type { VaultKeyring } from "../keys.ts";
import { resealStep } from "../reseal.ts";
import type { ResealParts } from "../reseal-work.ts";
import { lockResource, resourceByCode } from "../resource.ts";
import { readFile } from "./read.ts";
import { removeFile } from "./removal.ts";
import { clearAway } from "./upkeep.ts";

let s: Awaited<ReturnType<typeof resealing>>;
beforeAll(async () => {
  s = await resealing();
});
afterAll(async () => {
  await s.t.drop();
  await rm(s.directory, { recursive: true });
});

/** Takes half a second to be sealed. */
const large = Buffer.alloc(12 * 1_048_576, "双鸭山");

const lies = (id: string) =>
  (["data", "zone"] as const).filter((place) => existsSync(placeOnDisk(s.directory, place, id)));
const beingSealed = () => readdir(join(s.directory, "zone/incoming"));
const remove = (resource: string, id: string) =>
  inTransaction(s.t.db, (tx) =>
    removeFile(tx, async () => "receipt", {
      resource,
      id,
      reason: "重复报送",
      person: { id: uuid(), name: "冯梅" },
    }),
  );

/** Whether the file comes as it was; not waited for to its end. */
async function begins(code: string, id: string): Promise<boolean> {
  for await (const piece of await readFile(s.parts, code, id))
    return piece.equals(large.subarray(0, piece.length));
  return false;
}

/** A resource with one large file that is being sealed for the zone, and what ends with that. */
async function moving(): Promise<{ code: string; id: string; moved: Promise<void> }> {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "影像.pdf", large);
  await s.plan(code, shownImportant);
  const moved = s.reseal();
  while ((await beingSealed()).length === 0) await delay(5);
  return { code, id, moved };
}

test("A11.5 nothing is held while a file moves: its resource can be locked, the file read and removed, and it stays away", async () => {
  const { code, id, moved } = await moving();
  await inTransaction(s.t.db, (tx) => lockResource(tx, code));
  expect(await begins(code, id)).toBe(true);
  await remove(code, id);
  await clearAway(s.parts);
  expect(await beingSealed()).toHaveLength(1);
  await moved;
  expect([lies(id), await beingSealed()]).toEqual([[], []]);
  expect((await resourceByCode(s.t.db, code)).plan.place).toBe("zone");
});

test("A11.5 a raise that is taken back while a file is sealed leaves it where it lay", async () => {
  const { code, id, moved } = await moving();
  await s.plan(code, shown);
  expect(await beingSealed()).toHaveLength(1);
  await moved;
  expect([lies(id), await beingSealed()]).toEqual([["data"], []]);
  expect((await buffer(await readFile(s.parts, code, id))).equals(large)).toBe(true);
});

test("A11.5 one raised anew while a file is sealed lies under the keys chosen for that, and no others", async () => {
  const { code, id, moved } = await moving();
  await s.plan(code, shown);
  await s.plan(code, shownImportant);
  expect(await beingSealed()).toHaveLength(1);
  await moved;
  expect(lies(id)).toEqual(["zone"]);
  const { rows } = await s.t.ownerPool.query(
    `select f.key_version = r.key_floor as chosen from vault.file f
     join vault.resource r on r.id = f.resource_id where f.id = $1`,
    [id],
  );
  expect(rows).toEqual([{ chosen: true }]);
  expect((await buffer(await readFile(s.parts, code, id))).equals(large)).toBe(true);
});

test("A11.5 two processes do not seal the same file twice", async () => {
  const { code, id, moved } = await moving();
  expect(await resealStep(s.parts, code)).toBe(false);
  expect(await beingSealed()).toHaveLength(1);
  await moved;
  expect(lies(id)).toEqual(["zone"]);
});

/** The parts of a process that is interrupted by `meanwhile` before it reads the file that it is to move. */
function interrupted(meanwhile: () => Promise<void>): ResealParts {
  const { keyring } = s;
  let once: Promise<void> | undefined;
  const late: VaultKeyring = {
    writingKeys: (...asked) => keyring.writingKeys(...asked),
    newVersion: (...asked) => keyring.newVersion(...asked),
    subjectKey: () => keyring.subjectKey(),
    async resourceKeys(...asked) {
      once ??= meanwhile();
      await once;
      return keyring.resourceKeys(...asked);
    },
  };
  return { ...s.parts, keyring: late };
}

test("A11.5 a file that is removed before it is read is no file at fault", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  await s.plan(code, shownImportant);
  const told = s.held.length;
  const late = interrupted(async () => {
    await remove(code, id);
    await clearAway(s.parts);
  });
  expect(await resealStep(late, code)).toBe(true);
  expect([s.held.length, lies(id)]).toEqual([told, []]);
  await s.reseal();
  expect((await resourceByCode(s.t.db, code)).plan.place).toBe("zone");
});

/** Cuts the connection that holds the lock on the moving of this resource. */
const cut = async (code: string) => {
  const { rows } = await s.t.pool.query(
    `select pg_terminate_backend(pid, 10_000) from pg_locks
     where locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 7)`,
    [code],
  );
  expect(rows).toHaveLength(1);
};

test("A11.5 a connection that is cut while a file moves takes nothing from the result, and nothing lies in both places", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  await s.plan(code, shownImportant);
  expect(
    await resealStep(
      interrupted(() => cut(code)),
      code,
    ),
  ).toBe(true);
  expect(lies(id)).toEqual(["zone"]);
});

test("A11.5 a file that another process has moved meanwhile is no file at fault", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  await s.plan(code, shownImportant);
  const told = s.held.length;
  const late = interrupted(async () => {
    await cut(code);
    expect(await resealStep(s.parts, code)).toBe(true);
  });
  expect(await resealStep(late, code)).toBe(true);
  expect([s.held.length, lies(id)]).toEqual([told, ["zone"]]);
});

test("A11.5 nothing is put where bytes of the file are just being cleared away", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  await s.plan(code, shownImportant);
  const clearing = await s.t.ownerPool.connect();
  await clearing.query("begin");
  await clearing.query("select from vault.file where id = $1 for update", [id]);
  const moved = s.reseal();
  const waiting = () =>
    s.t.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
  while ((await waiting()).rowCount === 0) await delay(20);
  expect(lies(id)).toEqual(["data"]);
  await clearing.query("commit");
  clearing.release();
  await moved;
  expect(lies(id)).toEqual(["zone"]);
});
