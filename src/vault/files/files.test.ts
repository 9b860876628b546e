import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile as readBytes, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  digestOf,
  filesOf,
  partsOf,
  placeOnDisk,
  put,
  shown,
  shownImportant,
} from "../../../test/support/files.ts";
import { resealing } from "../../../test/support/resealing.ts";
import { wallNow } from "../../platform/clocks/index.ts";
import { inTransaction } from "../../platform/db/index.ts";
import { uuid } from "../../platform/ids/index.ts";
import { append } from "../../platform/ledger/index.ts";
import { resealStep } from "../reseal.ts";
import { resourceByCode } from "../resource.ts";
import { auditFiles } from "./audit.ts";
import { ingestFile } from "./ingest.ts";
import { filesEver, filesInForce, readFile } from "./read.ts";
import { type RecordLeaf, removeFile } from "./removal.ts";
import { clearAway } from "./upkeep.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

let s: Awaited<ReturnType<typeof resealing>>;
beforeAll(async () => {
  s = await resealing();
});
afterAll(async () => {
  await s.t.drop();
  await rm(s.directory, { recursive: true });
});

const read = async (code: string, id: string) => buffer(await readFile(s.parts, code, id));
const onDisk = (id: string, place: "data" | "zone" = "data") => placeOnDisk(s.directory, place, id);
const record: RecordLeaf = (tx, leaf) => append(tx, { kind: "record", ...leaf });
const person = { id: uuid(), name: "冯梅" };
const remove = (resource: string, id: string) =>
  inTransaction(s.t.db, (tx) => removeFile(tx, record, { resource, id, reason: "重复报送", person }));
const plan = (code: string, items = shownImportant) => s.plan(code, items);

test("A18.2 a file lies sealed and comes back as it was, under a name of rare characters", async () => {
  const code = await filesOf(s.t);
  const content = Buffer.from("双鸭山市尖山区公共服务设施名录".repeat(9000));
  const id = await put(s.parts, code, "㼆𬭸䶮𠮷社区名录.pdf", content);
  expect((await read(code, id)).equals(content)).toBe(true);
  const sealed = await readBytes(onDisk(id));
  expect(sealed.includes(Buffer.from("双鸭山市"))).toBe(false);
  const [file] = await filesInForce(s.t.db, code, { limit: 10 });
  expect([file?.name, file?.sm3.toString("hex")]).toEqual(["㼆𬭸䶮𠮷社区名录.pdf", digestOf(content)]);
  expect((await resourceByCode(s.t.db, code)).rows).toBe("1");
});

test("A17.4 a file of the same name replaces the earlier one, whose digest stays and whose bytes go", async () => {
  const code = await filesOf(s.t);
  const earlier = await put(s.parts, code, "名录.pdf", Buffer.from("第一版"));
  const later = await put(s.parts, code, "名录.pdf", Buffer.from("第二版"));
  expect((await filesInForce(s.t.db, code, { limit: 10 })).map(({ id }) => id)).toEqual([later]);
  const [, before] = await filesEver(s.t.db, code, { limit: 10 });
  expect(before).toMatchObject({ id: earlier, replaced_by: later, remnants: [] });
  expect(before?.sm3.toString("hex")).toBe(digestOf(Buffer.from("第一版")));
  expect([existsSync(onDisk(earlier)), existsSync(onDisk(later))]).toEqual([false, true]);
  await expect(read(code, earlier)).rejects.toMatchObject({ code: "file_gone" });
  expect((await resourceByCode(s.t.db, code)).rows).toBe("1");
});

test("A17.4 a file that is removed stays on record with reason and person, and its bytes go", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "名录.pdf", Buffer.from("内容"));
  await remove(code, id);
  await clearAway(s.parts);
  const [kept] = await filesEver(s.t.db, code, { limit: 1 });
  expect(kept?.removal).toMatchObject({ file: id, reason: "重复报送", byName: "冯梅" });
  expect(existsSync(onDisk(id))).toBe(false);
  expect((await resourceByCode(s.t.db, code)).rows).toBe("0");
  await expect(remove(code, id)).rejects.toMatchObject({ code: "file_gone" });
});

test("A60.9 bytes that were changed or cut off at rest are not given out, and the audit names the file", async () => {
  const code = await filesOf(s.t);
  const [changed, cut, gone, sound] = [
    await put(s.parts, code, "一.pdf", Buffer.alloc(150_000, 1)),
    await put(s.parts, code, "二.pdf", Buffer.alloc(150_000, 2)),
    await put(s.parts, code, "三.pdf", Buffer.alloc(150_000, 3)),
    await put(s.parts, code, "四.pdf", Buffer.alloc(150_000, 4)),
  ];
  expect(await auditFiles(s.parts)).toEqual([]);
  const bytes = await readBytes(onDisk(changed));
  bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
  await writeFile(onDisk(changed), bytes);
  await truncate(onDisk(cut), 19 + 65_552);
  await rm(onDisk(gone));
  for (const id of [changed, cut, gone])
    await expect(read(code, id)).rejects.toMatchObject({ code: "file_tampered", article: "60" });
  expect(await read(code, sound)).toHaveLength(150_000);
  expect((await auditFiles(s.parts)).map(({ kind, file }) => [kind, file])).toEqual([
    ["file-changed", changed],
    ["file-changed", cut],
    ["file-changed", gone],
  ]);
  await s.t.ownerPool.query("update vault.file set name = '五.pdf' where id = $1", [sound]);
  expect((await auditFiles(s.parts)).at(-1)).toMatchObject({ kind: "file-record-changed", file: sound });
  await s.t.ownerPool.query("update vault.file set name = '四.pdf' where id = $1", [sound]);
  for (const id of [changed, cut, gone, sound]) await remove(code, id);
});

test("A60.4 the audit names a file that was taken out without a removal on record", async () => {
  const code = await filesOf(s.t);
  const [removed, kept] = [
    await put(s.parts, code, "一.pdf", Buffer.from("一")),
    await put(s.parts, code, "二.pdf", Buffer.from("二")),
  ];
  await remove(code, removed);
  expect(await auditFiles(s.parts)).toEqual([]);
  // With the receipt of another removal, as if it were its own.
  await s.t.ownerPool.query(
    `update vault.file set ended_at = other.ended_at, removal = other.removal, receipt = other.receipt
     from vault.file other where file.id = $1 and other.id = $2`,
    [kept, removed],
  );
  expect((await auditFiles(s.parts)).map(({ kind, file }) => [kind, file])).toEqual([
    ["removal-unrecorded", kept],
  ]);
  await s.t.ownerPool.query(
    "update vault.file set ended_at = null, removal = null, receipt = null where id = $1",
    [kept],
  );
  expect(await auditFiles(s.parts)).toEqual([]);
});

test("A60.4 the audit names a removal whose receipt or day is another than was put on record", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("一"));
  await remove(code, id);
  const { rows } = await s.t.ownerPool.query("select receipt, ended_at from vault.file where id = $1", [id]);
  const rewrite = (receipt: string, ended: Date) =>
    s.t.ownerPool.query("update vault.file set receipt = $2, ended_at = $3 where id = $1", [
      id,
      receipt,
      ended,
    ]);
  const { receipt, ended_at } = rows[0];
  for (const [said, ended] of [
    ["forged", ended_at],
    [receipt, new Date("2020-01-01T00:00:00+08:00")],
  ]) {
    await rewrite(said, ended);
    expect((await auditFiles(s.parts)).map(({ kind, file }) => [kind, file])).toEqual([
      ["file-record-changed", id],
    ]);
  }
  await rewrite(receipt, ended_at);
  expect(await auditFiles(s.parts)).toEqual([]);
});

test("A60.9 the audit names a file whose record is gone", async () => {
  const code = await filesOf(s.t);
  const gone = await put(s.parts, code, "一.pdf", Buffer.from("一"));
  const { rows } = await s.t.ownerPool.query("select to_jsonb(f) as row from vault.file f where id = $1", [
    gone,
  ]);
  await s.t.ownerPool.query("delete from vault.file where id = $1", [gone]);
  expect((await auditFiles(s.parts)).map(({ kind, file }) => [kind, file])).toEqual([
    ["file-record-missing", gone],
  ]);
  await s.t.ownerPool.query("insert into vault.file select (jsonb_populate_record(null::vault.file, $1)).*", [
    rows[0].row,
  ]);
  expect(await auditFiles(s.parts)).toEqual([]);
});

test("A60.4 the audit names a file replaced by any but the later one of its name, in its resource, then", async () => {
  const [code, elsewhere] = [await filesOf(s.t), await filesOf(s.t)];
  const before = await put(s.parts, code, "二.pdf", Buffer.from("一"));
  const replaced = await put(s.parts, code, "二.pdf", Buffer.from("二"));
  const other = await put(s.parts, code, "四.pdf", Buffer.from("四"));
  const later = await put(s.parts, code, "二.pdf", Buffer.from("三"));
  await put(s.parts, elsewhere, "一.pdf", Buffer.from("一"));
  await put(s.parts, elsewhere, "三.pdf", Buffer.from("三"));
  const foreign = await put(s.parts, elsewhere, "二.pdf", Buffer.from("二"));
  const { rows } = await s.t.ownerPool.query("select ended_at from vault.file where id = $1", [replaced]);
  const rewrite = (by: string, ended?: Date) =>
    s.t.ownerPool.query(
      `update vault.file set replaced_by = $2, ended_at = coalesce($3,
         (select arrived_at from vault.file where id = $2)) where id = $1`,
      [replaced, by, ended],
    );
  for (const [by, ended] of [
    [before],
    [other],
    [foreign],
    [later, new Date("2020-01-01T00:00:00+08:00")],
  ] as const) {
    await rewrite(by, ended);
    expect((await auditFiles(s.parts)).map(({ kind, file }) => [kind, file])).toEqual([
      ["file-record-changed", replaced],
    ]);
  }
  await expect(rewrite(replaced)).rejects.toMatchObject({ constraint: "replaced_by_another" });
  await rewrite(later, rows[0].ended_at);
  expect(await auditFiles(s.parts)).toEqual([]);
});

test("A18.2 a file of 50 MB goes in and out in little memory", async () => {
  const code = await filesOf(s.t);
  const bytes = 50 * 1_048_576;
  const part = Buffer.alloc(65_536, "双鸭山");
  let most = 0;
  let looks = 0;
  // Buffers that nobody holds are given back a turn after the collection that found them.
  const look = async () => {
    if (looks++ % 100 !== 0) return;
    collect();
    await nextTurn();
    collect();
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  };
  collect();
  const before = process.memoryUsage().arrayBuffers;
  const id = uuid();
  await ingestFile(s.parts, {
    resource: code,
    batch: { id, number: 1 },
    file: {
      name: "影像.tif",
      bytes,
      mediaType: "image/tiff",
      sm3: "00".repeat(32),
      async *content() {
        for (let at = 0; at < bytes; at += part.length) {
          await look();
          yield part;
        }
      },
    },
  });
  let out = 0;
  for await (const piece of await readFile(s.parts, code, id)) {
    await look();
    out += piece.length;
  }
  expect(out).toBe(bytes);
  expect(most - before).toBeLessThan(12 * 1_048_576);
});

test("A17.4 a process killed while a file is taken in leaves nothing of it, and begun anew it is whole", async () => {
  const code = await filesOf(s.t);
  const id = uuid();
  const script = join(import.meta.dirname, "../../../test/support/file-child.ts");
  const keys = [s.master.toString("hex"), s.zone.toString("hex")];
  const child = spawn(process.execPath, [script, s.t.url, ...keys, s.directory, code, id]);
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await filesEver(s.t.db, code, { limit: 1 })).toEqual([]);
  expect(existsSync(onDisk(id))).toBe(false);
  await ingestFile(s.parts, {
    resource: code,
    batch: { id, number: 1 },
    file: {
      name: "台账.pdf",
      bytes: 3,
      mediaType: "application/pdf",
      sm3: digestOf(Buffer.from("全")),
      content: async function* () {
        yield Buffer.from("全");
      },
    },
  });
  expect((await read(code, id)).toString()).toBe("全");
});

test("A17.4 what was stored without being entered is replaced when the batch is begun anew", async () => {
  const code = await filesOf(s.t);
  const id = uuid();
  const request = (settle?: () => Promise<void>) => ({
    resource: code,
    batch: { id, number: 1 },
    file: {
      name: "台账.pdf",
      bytes: 3,
      mediaType: "application/pdf",
      sm3: digestOf(Buffer.from("全")),
      content: async function* () {
        yield Buffer.from("全");
      },
    },
    ...(settle === undefined ? {} : { settle }),
  });
  const failing = ingestFile(
    s.parts,
    request(async () => {
      throw new Error("the ledger is not there");
    }),
  );
  await expect(failing).rejects.toThrow("the ledger is not there");
  expect([existsSync(onDisk(id)), (await filesEver(s.t.db, code, { limit: 1 })).length]).toEqual([true, 0]);
  await plan(code);
  await s.reseal();
  await ingestFile(s.parts, request());
  expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([false, true]);
});

test("A17.4 a batch that is run once more is refused and leaves the bytes that it brought", async () => {
  const code = await filesOf(s.t);
  const request = {
    resource: code,
    batch: { id: uuid(), number: 1 },
    file: {
      name: "台账.pdf",
      bytes: 3,
      mediaType: "application/pdf",
      sm3: digestOf(Buffer.from("全")),
      content: () => partsOf(Buffer.from("全")),
    },
  };
  await ingestFile(s.parts, request);
  await expect(ingestFile(s.parts, request)).rejects.toMatchObject({
    code: "batch_out_of_order",
    article: "17",
  });
  expect((await read(code, request.batch.id)).toString()).toBe("全");
});

test("A11.5 nothing is held while a file is sealed; where its resource moved meanwhile it is sealed for the other place", async () => {
  const code = await filesOf(s.t);
  const content = Buffer.from("内容");
  const id = uuid();
  let times = 0;
  await ingestFile(s.parts, {
    resource: code,
    batch: { id, number: 1 },
    file: {
      name: "台账.pdf",
      bytes: content.length,
      mediaType: "application/pdf",
      sm3: digestOf(content),
      async *content() {
        if (times++ === 0) {
          await plan(code);
          await s.reseal();
        }
        yield content;
      },
    },
  });
  expect(times).toBe(2);
  expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([false, true]);
  expect((await read(code, id)).equals(content)).toBe(true);
});

test("A11.5 files of what becomes important data move into the zone under its keys, and out of it again", async () => {
  const code = await filesOf(s.t);
  const content = Buffer.alloc(200_000, "密");
  const [one, other] = [
    await put(s.parts, code, "一.pdf", content),
    await put(s.parts, code, "二.pdf", content),
  ];
  await plan(code);
  await expect(put(s.parts, code, "三.pdf", content)).rejects.toMatchObject({ code: "resource_resealing" });
  await s.reseal();
  expect(s.resumed).toContain((await resourceByCode(s.t.db, code)).id);
  for (const id of [one, other]) {
    expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([false, true]);
    expect((await read(code, id)).equals(content)).toBe(true);
  }
  const { number } = await resourceByCode(s.t.db, code);
  const zoned = async () =>
    (
      await s.t.ownerPool.query(
        `select distinct k.zoned from vault.file f join vault.resource r on r.id = f.resource_id
         join platform.resource_key k on k.resource = r.number and k.version = f.key_version where r.number = $1`,
        [number],
      )
    ).rows;
  expect(await zoned()).toEqual([{ zoned: true }]);
  expect(s.leaves.at(-1)).toMatchObject({ resource: code, from: "data", to: "zone", files: 2 });
  const third = await put(s.parts, code, "三.pdf", content);
  expect(existsSync(onDisk(third, "zone"))).toBe(true);
  await plan(code, shown);
  await s.reseal();
  expect(await zoned()).toEqual([{ zoned: false }]);
  for (const id of [one, other, third]) {
    expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([true, false]);
    expect((await read(code, id)).equals(content)).toBe(true);
  }
});

test("A11.5 a move given up half done goes back, and nothing stays in the zone", async () => {
  const code = await filesOf(s.t);
  const ids = [
    await put(s.parts, code, "一.pdf", Buffer.from("一")),
    await put(s.parts, code, "二.pdf", Buffer.from("二")),
  ];
  await plan(code);
  expect(await resealStep(s.parts, code)).toBe(true);
  await plan(code, shown);
  await s.reseal();
  await clearAway(s.parts);
  for (const id of ids) {
    expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([true, false]);
    expect(await read(code, id)).toHaveLength(3);
  }
});

test("A11.5 a process killed while a file moves leaves it where it lay, and the move is taken up again", async () => {
  const code = await filesOf(s.t);
  const content = Buffer.alloc(12 * 1_048_576, 7);
  const id = await put(s.parts, code, "影像.pdf", content);
  await plan(code);
  const script = join(import.meta.dirname, "../../../test/support/reseal-child.ts");
  const child = spawn(process.execPath, [
    script,
    s.t.url,
    s.master.toString("hex"),
    s.zone.toString("hex"),
    s.directory,
  ]);
  const writing = async () => (await readdir(join(s.directory, "zone/incoming"))).length > 0;
  while (!(await writing())) await delay(5);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([true, false]);
  expect(await read(code, id)).toHaveLength(content.length);
  await s.reseal();
  expect([existsSync(onDisk(id)), existsSync(onDisk(id, "zone"))]).toEqual([false, true]);
  expect((await read(code, id)).equals(content)).toBe(true);
  // What the killed process had sealed is cleared away once nobody can be writing it.
  const [left = ""] = await readdir(join(s.directory, "zone/incoming"));
  const hoursAgo = wallNow().getTime() / 1000 - 7200;
  await utimes(join(s.directory, "zone/incoming", left), hoursAgo, hoursAgo);
  await s.parts.stores.clearAbandoned();
  expect(await readdir(join(s.directory, "zone/incoming"))).toEqual([]);
});

test("A11.5 a file that was tampered with is not sealed anew as if it were sound", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  const bytes = await readBytes(onDisk(id));
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  await writeFile(onDisk(id), bytes);
  await plan(code);
  await expect(s.reseal()).rejects.toThrow("完整性校验不通过");
  expect(existsSync(onDisk(id, "zone"))).toBe(false);
  await remove(code, id);
  await s.reseal();
});

test("A11.5 a file whose bytes are gone stops the move at every pass, and nothing else", async () => {
  const code = await filesOf(s.t);
  const id = await put(s.parts, code, "一.pdf", Buffer.from("内容"));
  await rm(onDisk(id));
  await plan(code);
  for (let pass = 0; pass < 50; pass++)
    await expect(resealStep(s.parts, code)).rejects.toThrow(`完整性校验不通过：文件 ${id}`);
  expect(existsSync(onDisk(id, "zone"))).toBe(false);
  await remove(code, id);
  await s.reseal();
});

test("A11.5 a faulty file is told of and can be removed while it holds the move up, with what the move left of it", async () => {
  const code = await filesOf(s.t);
  const [faulty, sound] = [
    await put(s.parts, code, "一.pdf", Buffer.from("坏的")),
    await put(s.parts, code, "二.pdf", Buffer.from("好的")),
  ];
  await writeFile(onDisk(faulty), "改过");
  await plan(code);
  await expect(s.reseal()).rejects.toThrow("完整性校验不通过");
  expect(s.held.at(-1)).toBe(faulty);
  await s.parts.stores.in("zone").put(Readable.from(["旧"]), 10, async () => undefined, faulty);
  await remove(code, faulty);
  await clearAway(s.parts);
  expect([existsSync(onDisk(faulty)), existsSync(onDisk(faulty, "zone"))]).toEqual([false, false]);
  await s.reseal();
  expect((await resourceByCode(s.t.db, code)).plan.place).toBe("zone");
  expect((await read(code, sound)).toString()).toBe("好的");
  await put(s.parts, code, "一.pdf", Buffer.from("重传"));
});
