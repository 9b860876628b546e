import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientSystem } from "../../test/support/client.ts";
import { digestOf, filesOf, placeOnDisk, put, shown, shownImportant } from "../../test/support/files.ts";
import { resealing } from "../../test/support/resealing.ts";
import { noInterfaces } from "../../test/support/vault.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { lawNow, moveLawClock, wallNow } from "../platform/clocks/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { append } from "../platform/ledger/index.ts";
import { planReseal, removeFile, resourceByCode } from "../vault/index.ts";
import {
  type Asker,
  auditUsage,
  createGateway,
  createGrant,
  endGrant,
  type Gateway,
  grantById,
  idleGrants,
  KeyEnded,
  type NewGrant,
  readjustGrants,
  resumeGrant,
  signedBy,
  suspendGrant,
} from "./index.ts";

let s: Awaited<ReturnType<typeof resealing>>;
let gateway: Gateway;
let client: Awaited<ReturnType<typeof clientSystem>>;
let resource: string;
let file: string;
const content = Buffer.from("双鸭山市公共服务设施名录");
const whole: ColumnDecision[] = shown.map(({ column }) => ({ column, treatment: "plain", reason: "" }));

beforeAll(async () => {
  s = await resealing();
  client = await clientSystem(s.t.db);
  gateway = createGateway({ ...s.parts, append, upstream: noInterfaces });
  resource = await filesOf(s.t);
  file = await put(s.parts, resource, "名录.pdf", content);
});
afterAll(async () => {
  await s.t.drop();
  await rm(s.directory, { recursive: true });
});

const asker = (code = resource): Asker =>
  signedBy({
    ...client,
    created: Math.floor(wallNow().getTime() / 1000),
    nonce: randomUUID(),
    resource: code,
  });
async function grant(more: Partial<NewGrant> = {}) {
  const validFrom = await lawNow(s.t.db);
  return inTransaction(s.t.db, (tx) =>
    createGrant(tx, append, {
      holderId: client.partyId,
      providerId: randomUUID(),
      resource,
      scenario: "核对设施名录",
      modes: ["file"],
      columns: whole,
      validFrom,
      validUntil: null,
      matterId: randomUUID(),
      ...more,
    }),
  );
}
const list = (purpose: string, limit = 200) => gateway.files.list(asker(), { purpose, limit });
const fetchFile = async (purpose: string, id = file, by = asker()) => {
  const delivered = await gateway.files.deliver(by, { purpose, file: id });
  return { ...delivered, bytes: await buffer(delivered.content) };
};
const records = async (atMost: number) =>
  s.t.db.selectFrom("access.usage").selectAll().orderBy("id", "desc").limit(atMost).execute();
const refused = async (attempt: Promise<unknown>, code: string, article: string) => {
  await expect(attempt).rejects.toMatchObject({ code, article });
  expect((await records(1))[0]).toMatchObject({ refusal: code, article });
};
/** An entry with these items comes into force. */
async function inForce(code: string, items: readonly EntryItem[]): Promise<void> {
  const { entryId } = await resourceByCode(s.t.db, code);
  await inTransaction(s.t.db, async (tx) => {
    const at = await lawNow(tx);
    await readjustGrants(tx, append, { id: entryId, items }, at);
    await planReseal(tx, { id: entryId, version: 2, items }, at);
  });
}
const ground = async () => ({ reason: "超范围使用", article: "31" as const, at: await lawNow(s.t.db) });

test("A20.1 a file leaves whole with its digest; which file, before it left and at its end, is on record", async () => {
  const { id, purpose } = await grant();
  const listed = await list(purpose);
  expect(listed.items).toMatchObject([{ id: file, name: "名录.pdf", sm3: digestOf(content) }]);
  const got = await fetchFile(purpose);
  expect([got.bytes.equals(content), got.file.bytes]).toEqual([true, String(content.length)]);
  const [end, start, listing] = await records(3);
  const same = { grant_id: id, client: "社会救助系统", keyid: client.keyid, refusal: null };
  expect(end).toMatchObject({ ...same, operation: "file-end", file_id: file, bytes: String(content.length) });
  expect(start).toMatchObject({ ...same, operation: "file", file_id: file, columns: ["title", "year"] });
  expect(listing).toMatchObject({ ...same, operation: "files", file_id: null, columns: [] });
  expect(await auditUsage(s.t.database, softwareCryptography)).toBeUndefined();
});

test("A31.1 beyond scope, beyond purpose, without a grant and by another mode nothing leaves, and it is on record", async () => {
  const { purpose } = await grant();
  await refused(fetchFile("p-00000000"), "purpose_not_granted", "33");
  const stranger = await clientSystem(s.t.db, undefined, "112305000000000002");
  const by = signedBy({ ...stranger, created: 1_800_000_000, nonce: "n", resource });
  await refused(fetchFile(purpose, file, by), "grant_missing", "27");
  await refused(fetchFile(purpose, randomUUID()), "file_not_found", "27¶1");
  const workroom = await grant({ modes: ["workroom"] });
  await refused(fetchFile(workroom.purpose), "mode_not_granted", "31");
  const call = { ...client, created: Math.floor(wallNow().getTime() / 1000), nonce: randomUUID(), resource };
  await refused(gateway.query(call, { purpose, subject: "x" }), "mode_not_granted", "31");
  const query = await grant({ modes: ["query"] });
  const again = { ...call, nonce: randomUUID() };
  await refused(gateway.query(again, { purpose: query.purpose, subject: "x" }), "mode_not_granted", "12¶5");
});

test("A31.1 a suspended or ended grant delivers nothing from the next call on, one that is not yet valid neither", async () => {
  const { id, purpose } = await grant();
  await fetchFile(purpose);
  await inTransaction(s.t.db, async (tx) => suspendGrant(tx, append, id, await ground()));
  await refused(fetchFile(purpose), "grant_suspended", "31");
  await refused(list(purpose), "grant_suspended", "31");
  await inTransaction(s.t.db, async (tx) => resumeGrant(tx, append, id, await ground()));
  await fetchFile(purpose);
  await inTransaction(s.t.db, async (tx) => endGrant(tx, append, id, await ground()));
  await refused(fetchFile(purpose), "grant_ended", "31");
  const later = await grant({ validFrom: new Date((await lawNow(s.t.db)).getTime() + 86_400_000) });
  await refused(fetchFile(later.purpose), "grant_not_yet_valid", "31");
});

const large = 4 * 1_048_576;
/** A delivery under way that goes on after `meanwhile`: how it ends, for the receiver and on record. */
async function underWay(
  by: Asker,
  held: { purpose: string },
  name: string,
  meanwhile: (id: string) => Promise<unknown>,
) {
  const id = await put(s.parts, resource, name, Buffer.alloc(large, 1));
  const { content: stream } = await gateway.files.deliver(by, { purpose: held.purpose, file: id });
  const parts = stream[Symbol.asyncIterator]();
  await parts.next();
  await meanwhile(id);
  await delay(1100);
  const rest = async () => {
    for (let next = await parts.next(); !next.done; next = await parts.next());
  };
  await expect(rest()).rejects.toThrow();
  const [end] = await records(1);
  expect(end).toMatchObject({ operation: "file-end", file_id: id });
  expect(Number(end?.bytes)).toBeGreaterThan(0);
  expect(Number(end?.bytes)).toBeLessThan(large);
  expect(await auditUsage(s.t.database, softwareCryptography)).toBeUndefined();
  return [end?.refusal, end?.article];
}
const owner = (text: string, values: unknown[]) => s.t.ownerPool.query(text, values);

test("A31.1 a file on its way stops when its grant is suspended, and the record says so", async () => {
  const held = await grant();
  const suspend = async () =>
    inTransaction(s.t.db, async (tx) => suspendGrant(tx, append, held.id, await ground()));
  expect(await underWay(asker(), held, "影像.pdf", suspend)).toEqual(["grant_suspended", "31"]);
});

test("A31.1 a file on its way stops when its grant runs out", async () => {
  const validUntil = new Date((await lawNow(s.t.db)).getTime() + 1000);
  expect(await underWay(asker(), await grant({ validUntil }), "到期.pdf", async () => undefined)).toEqual([
    "grant_expired",
    "31",
  ]);
});

test("A60.9 a file on its way stops when the key is revoked, and the end is on record all the same", async () => {
  const own = await clientSystem(s.t.db, undefined, "112305000000000003");
  const held = await grant({ holderId: own.partyId });
  const by = signedBy({
    ...own,
    created: Math.floor(wallNow().getTime() / 1000),
    nonce: randomUUID(),
    resource,
  });
  const revoke = () =>
    owner("update parties.client_key set revoked_at = platform.wall_now() where keyid = $1", [own.keyid]);
  expect(await underWay(by, held, "吊销.pdf", revoke)).toEqual(["unknown_key", "60¶3"]);
});

/** The person of the holder that `clientSystem` makes, in its post. */
async function inPost(): Promise<Asker & { by: { person: string; post: string } }> {
  const { id, person_id } = await s.t.db
    .selectFrom("parties.post")
    .select(["id", "person_id"])
    .where("party_id", "=", client.partyId)
    .executeTakeFirstOrThrow();
  return {
    by: { person: person_id, post: id },
    name: "经办人",
    partyId: client.partyId,
    resource,
    nonce: null,
  };
}

test("A31.1 a person who is suspended gets no more of a file on its way, and nothing new", async () => {
  const [held, by] = [await grant(), await inPost()];
  const suspend = () =>
    owner("update parties.person set suspended_at = platform.wall_now() where id = $1", [by.by.person]);
  expect(await underWay(by, held, "停用.pdf", suspend)).toEqual(["post_ended", "60¶3"]);
  const before = await records(1);
  await expect(fetchFile(held.purpose, file, by)).rejects.toThrow(KeyEnded);
  await expect(fetchFile(held.purpose, file, by)).rejects.toMatchObject({
    code: "post_ended",
    article: "60¶3",
  });
  expect(await records(1)).toEqual(before);
  await owner("update parties.person set suspended_at = null where id = $1", [by.by.person]);
  await fetchFile(held.purpose, file, by);
});

test("A31.1 a post that has ended gets nothing", async () => {
  const [held, by] = [await grant(), await inPost()];
  await owner("update parties.post set held_until = platform.wall_now() where id = $1", [by.by.post]);
  await expect(fetchFile(held.purpose, file, by)).rejects.toThrow(KeyEnded);
  await owner("update parties.post set held_until = null where id = $1", [by.by.post]);
});

test("A17.4 a file that is removed stops on its way, and the record says that it is gone", async () => {
  const person = { id: randomUUID(), name: "冯梅" };
  const remove = (id: string) =>
    inTransaction(s.t.db, (tx) =>
      removeFile(tx, async () => "receipt", { resource, id, reason: "误报", person }),
    );
  expect(await underWay(asker(), await grant(), "撤下.pdf", remove)).toEqual(["file_gone", "20"]);
});

test("A20.1 a delivery that nobody ever reads has its end on record", async () => {
  const { purpose } = await grant();
  const { content: stream } = await gateway.files.deliver(asker(), { purpose, file });
  stream.destroy();
  await expect
    .poll(async () => (await records(1))[0])
    .toMatchObject({ operation: "file-end", refusal: "file_broken_off", bytes: "0" });
});

test("A20.1 a delivery that the receiver breaks off is on record as broken off", async () => {
  const { purpose } = await grant();
  const id = await put(s.parts, resource, "影像二.pdf", Buffer.alloc(large, 1));
  const { content: stream } = await gateway.files.deliver(asker(), { purpose, file: id });
  const parts = stream[Symbol.asyncIterator]();
  await parts.next();
  await parts.return?.();
  await expect
    .poll(async () => (await records(1))[0])
    .toMatchObject({
      operation: "file-end",
      file_id: id,
      refusal: "file_broken_off",
    });
});

test("A31.1 a signature that was used is used up for files too", async () => {
  const { purpose } = await grant();
  const once = asker();
  await fetchFile(purpose, file, once);
  await refused(fetchFile(purpose, file, once), "nonce_replayed", "31");
});

test("A60.9 bytes that were tampered with are not delivered, and the record says that nothing was", async () => {
  const { purpose } = await grant();
  const id = await put(s.parts, resource, "坏.pdf", content);
  await writeFile(placeOnDisk(s.directory, "data", id), "改过的内容");
  await expect(fetchFile(purpose, id)).rejects.toMatchObject({ code: "file_tampered" });
  expect((await records(1))[0]).toMatchObject({ operation: "file-end", refusal: "file_broken_off" });
});

test("A11.4 a raise or a new item keeps files back at once under the grants that stand; so does the zone", async () => {
  const code = await filesOf(s.t);
  const own = await put(s.parts, code, "名录.pdf", content);
  const asking = async () => {
    const { purpose } = await grant({ resource: code });
    const ask = () => fetchFile(purpose, own, asker(code));
    expect((await ask()).bytes.equals(content)).toBe(true);
    return ask;
  };
  const [title, year] = shown;
  if (title === undefined || year === undefined) throw new Error("two items");
  const first = await asking();
  await inForce(code, [title, { ...year, masking: "all" }]);
  await refused(first(), "file_not_whole", "11¶3");
  await inForce(code, shown);
  const second = await asking();
  await inForce(code, [...shown, { ...year, column: "phone", name: "电话" }]);
  await refused(second(), "file_not_whole", "11¶3");
  await inForce(code, shown);
  const third = await asking();
  await inForce(code, shownImportant);
  await refused(third(), "zone_verify_only", "11¶3");
  await s.reseal();
  await refused(third(), "zone_verify_only", "11¶3");
  await inForce(code, shown);
  await s.reseal();
  await asking();
});

test("A11.4 no grant is made by which a file would leave in part or masked", async () => {
  const partly = grant({ columns: whole.slice(1) });
  await expect(partly).rejects.toMatchObject({ code: "file_not_whole", article: "11¶3" });
  const masked = whole.map((one) => ({ ...one, treatment: "masked" as const }));
  await expect(grant({ columns: masked })).rejects.toMatchObject({ code: "file_not_whole" });
});

test("A31.3 to look what there is is no use: three months later the grant is idle", async () => {
  const { id, purpose } = await grant();
  await list(purpose);
  expect((await grantById(s.t.db, id))?.last_used_at).toBeNull();
  const later = new Date((await lawNow(s.t.db)).getTime() + 95 * 86_400_000);
  await inTransaction(s.t.db, (tx) => moveLawClock(tx, later));
  await list(purpose);
  expect((await idleGrants(s.t.db)).map((one) => one.id)).toContain(id);
  await fetchFile(purpose);
  expect((await idleGrants(s.t.db)).map((one) => one.id)).not.toContain(id);
});
