import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type City, testCity } from "../../test/support/city.ts";
import { mountedTable, serveCollection } from "../../test/support/collection.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import {
  epidemicItems,
  identityNumber,
  item,
  registerCsv,
  registerItems,
} from "../../test/support/tables.ts";
import { batchProblem, batch as batchSchema } from "../contract/batch.ts";
import { listOf } from "../contract/common.ts";
import type { EntryItem } from "../contract/entry.ts";
import { lawNow } from "../platform/clocks/index.ts";
import { inTransaction, type Tx } from "../platform/db/index.ts";
import { commitmentOf } from "../platform/ledger/leaf.ts";
import { planReseal, rowCount } from "../vault/index.ts";
import { batchEvidence } from "./evidence.ts";

let t: TestDatabase;
let city: City;
let folder: string;
let server: Awaited<ReturnType<typeof serveCollection>>;
const ids = new Map<string, string>();

const dataFolder = process.env.GONGSHU_TEST_DATA ?? path.resolve(import.meta.dirname, "../../../shared/data");
const epidemicFile = path.join(dataFolder, "heilongjiang-epidemic-2020.gb18030.csv");
const pair = [
  item("名称", "name", { required: true, role: "business-key" }),
  item("数量", "amount", { type: "integer" }),
];

beforeAll(async () => {
  t = await testDatabase();
  city = await testCity(t.db);
  folder = await mkdtemp(path.join(tmpdir(), "gongshu-uploads-"));
  const names = ["wjw", "gaj", "sjj", "dsj", "auditor", "jixian-wjw", "jixian-sjj", "sysadmin", "gov"];
  const callers = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await city.caller(name)])),
  );
  server = await serveCollection({ database: t.database, url: t.url, folder, callers });
});
afterAll(async () => {
  await server.close();
  await t.drop();
  await rm(folder, { recursive: true, force: true });
});

async function mount(items: readonly EntryItem[], provider = "wjw"): Promise<string> {
  const resource = await mountedTable(t.db, city.party(provider), items);
  ids.set(resource.code, resource.id);
  return resource.code;
}

const rowsOf = (resource: string) => rowCount(t.db, ids.get(resource) ?? "");

const encode = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");

function call(
  method: string,
  where: string,
  who: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
) {
  return fetch(new URL(where, server.url), {
    method,
    headers: { authorization: `Bearer ${who}`, "tus-resumable": "1.0.0", ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
}

const announce = (bytes: number, metadata: Record<string, string>, who = "wjw") =>
  call("POST", "/api/v1/uploads", who, {
    "upload-length": String(bytes),
    "upload-metadata": encode(metadata),
  });

const send = (where: string, offset: number, part: Uint8Array, who = "wjw") =>
  call(
    "PATCH",
    where,
    who,
    { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
    part,
  );

/** Uploads a whole file and gives the answer that took its last byte. */
async function upload(resource: string, bytes: Uint8Array, more: Record<string, string> = {}, who = "wjw") {
  const created = await announce(bytes.length, { filename: "数据.csv", resource, ...more }, who);
  expect(created.status).toBe(201);
  const location = created.headers.get("location") ?? "";
  return bytes.length === 0 ? created : send(location, 0, bytes, who);
}

async function finished(id: string, who = "wjw") {
  for (let i = 0; i < 300; i++) {
    const found = batchSchema.parse(await (await call("GET", `/api/v1/batches/${id}`, who)).json());
    if (found.state === "done" || found.state === "refused") return found;
    await sleep(50);
  }
  throw new Error("the batch does not end");
}

async function deliver(
  resource: string,
  file: string | Uint8Array,
  more: Record<string, string> = {},
  who = "wjw",
) {
  const answer = await upload(resource, Buffer.from(file), more, who);
  return finished(answer.headers.get("gongshu-batch") ?? "", who);
}

describe("a batch of a resource that is to be sealed anew", () => {
  const sealed = pair.map((one) =>
    one.column === "amount" ? { ...one, grade: 3, masking: "all", storage: "sealed" } : one,
  ) satisfies EntryItem[];
  const inForce = async (tx: Tx, resource: string, items: readonly EntryItem[]) => {
    const { entry_id: id } = await tx
      .selectFrom("vault.resource")
      .select("entry_id")
      .where("code", "=", resource)
      .executeTakeFirstOrThrow();
    await t.ownerPool.query("update catalogue.entry_version set content = $2 where entry_id = $1", [
      id,
      JSON.stringify({ name: "测试目录", items }),
    ]);
    await planReseal(tx, { id, version: 1, items }, await lawNow(tx));
  };
  const stateOf = async (id: string) =>
    t.db
      .selectFrom("collection.batch")
      .select(["state", "attempts"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
  const waits = (id: string) =>
    vi.waitFor(async () => expect(await stateOf(id)).toEqual({ state: "queued", attempts: 0 }), {
      timeout: 10_000,
    });

  for (const [when, lock] of [
    [
      "before",
      "select pg_advisory_xact_lock(hashtextextended(id::text, 5)) from vault.resource where code = $1",
    ],
    ["after", "select id from vault.resource where code = $1 for update"],
  ] as const)
    test(`A11.3 A17.1 waits and is taken once that is done, begun ${when} it was planned`, async () => {
      const resource = await mount(pair);
      const holding = await t.ownerPool.connect();
      await holding.query("begin");
      await holding.query(lock, [resource]);
      const answer = await upload(resource, Buffer.from("名称,数量\n甲,1\n"));
      const id = answer.headers.get("gongshu-batch") ?? "";
      if (when === "before") await inTransaction(t.db, (tx) => inForce(tx, resource, sealed));
      else {
        await vi.waitFor(async () => expect((await stateOf(id)).state).toBe("running"), { timeout: 10_000 });
        await sleep(300);
        await holding.query(
          `insert into vault.reseal (id, resource_id, entry_version, items, from_place, to_place, planned_at)
           select gen_random_uuid(), id, 1, items, place, place, platform.wall_now() from vault.resource where code = $1`,
          [resource],
        );
      }
      await holding.query("commit");
      holding.release();
      await waits(id);
      await sleep(1_500);
      await waits(id);
      await inTransaction(t.db, async (tx) => {
        await inForce(tx, resource, pair);
        await server.resumed(tx, ids.get(resource) ?? "");
      });
      expect((await finished(id)).counts.accepted).toBe("1");
    });
});

describe("a batch", () => {
  test("A7.8 A17.1 A17.4 is received = accepted + quarantined, with problems, receipt, event", async () => {
    const resource = await mount(pair);
    const done = await deliver(resource, "名称,数量\n甲,1\n乙,x\n丙,3\n", { declaredRows: "4" });
    expect(done).toMatchObject({
      number: 1,
      state: "done",
      encoding: "utf-8",
      progress: 1,
      provider: { id: city.party("wjw") },
      counts: {
        declared: "4",
        received: "3",
        accepted: "2",
        quarantined: "1",
        inserted: "2",
        reconciles: true,
      },
      byRule: [{ column: "amount", rule: "integer", count: "1" }],
    });
    expect(done.receipt).toMatch(/^L1\./);
    const { rows: leaves } = await t.ownerPool.query(
      "select b.salt, l.commitment from ledger.body b join ledger.leaf l using (leaf_hash) where b.ref = $1",
      [`collection.batch:${done.id}`],
    );
    const body = await inTransaction(t.db, async (tx) =>
      (await batchEvidence.read(tx, [done.id])).get(done.id),
    );
    expect(leaves).toHaveLength(1);
    expect(commitmentOf(leaves[0].salt, body ?? {})).toEqual(leaves[0].commitment);
    expect(await rowsOf(resource)).toBe("2");
    const events = await t.pool.query(
      "select body from platform.outbox where type = 'collection.batch.accepted'",
    );
    expect(events.rows.filter(({ body }) => body.batch === done.id)).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
    await expect(
      t.pool.query("update collection.batch set received = received + 1 where id = $1", [done.id]),
    ).rejects.toThrow("received_is_accepted_and_quarantined");
  });

  test("A17.6 a second batch updates, a resource keeps one number per batch", async () => {
    const resource = await mount(pair);
    await deliver(resource, "名称,数量\n甲,1\n乙,2\n");
    const second = await deliver(resource, "名称,数量\n甲,1\n乙,5\n丙,6\n");
    expect(second.number).toBe(2);
    expect(second.counts).toMatchObject({ accepted: "3", inserted: "1", updated: "1", unchanged: "1" });
  });

  test("the same file twice is the same batch with the same receipt", async () => {
    const resource = await mount(pair);
    const first = await deliver(resource, "名称,数量\n甲,1\n");
    const again = await upload(resource, Buffer.from("名称,数量\n甲,1\n"));
    expect(again.headers.get("gongshu-batch")).toBe(first.id);
    const { rows } = await t.pool.query(
      "select count(*) as n from collection.batch where resource_code = $1",
      [resource],
    );
    expect(rows).toEqual([{ n: "1" }]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("A17.7 problem data: cursor, filter, and a CSV no spreadsheet takes for formulas", async () => {
    const resource = await mount(pair);
    const bad = Array.from({ length: 25 }, (_, n) => `名${n},=1+${n}`).join("\n");
    const { id } = await deliver(resource, `名称,数量\n${bad}\n,7\n`);
    const page = listOf(batchProblem);
    const first = page.parse(
      await (await call("GET", `/api/v1/batches/${id}/problems?limit=20`, "wjw")).json(),
    );
    expect(first.items).toHaveLength(20);
    const rest = page.parse(
      await (await call("GET", `/api/v1/batches/${id}/problems?limit=20&cursor=${first.next}`, "wjw")).json(),
    );
    expect(rest.items.map(({ row }) => row)).toEqual(["22", "23", "24", "25", "26", "27"]);
    expect(rest.next).toBeNull();
    const empty = page.parse(
      await (await call("GET", `/api/v1/batches/${id}/problems?rule=required`, "wjw")).json(),
    );
    expect(empty.items).toMatchObject([{ row: "27", column: "name", itemName: "名称" }]);
    const csv = await call("GET", `/api/v1/batches/${id}/problems.csv`, "wjw");
    const bytes = Buffer.from(await csv.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const lines = bytes.toString().split("\r\n");
    expect(lines).toHaveLength(28);
    expect(lines[1]).toContain(`,"'=1+0",`);
  });

  test("A11.6 values of grade 3 are masked before they are stored", async () => {
    const resource = await mount(registerItems);
    const bad = `${identityNumber(3).slice(0, 17)}${identityNumber(3).endsWith("1") ? "2" : "1"}`;
    const { counts } = await deliver(resource, `${registerCsv(3)}${bad},欧阳锋,男,1950-01-08,230502\n`);
    expect(counts).toMatchObject({ received: "4", accepted: "3", quarantined: "1" });
    const { rows } = await t.ownerPool.query(
      "select p.*, b.by_rule from collection.problem p join collection.batch b on b.id = batch_id",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/欧阳|230599\d/);
  });

  test.skipIf(!existsSync(epidemicFile))("A17.1 the real epidemic file: 4,603 = 4,124 + 479", async () => {
    const resource = await mount(epidemicItems);
    const bytes = readFileSync(epidemicFile);
    const done = await deliver(resource, bytes, { sm3: createHash("sm3").update(bytes).digest("hex") });
    expect(done.encoding).toBe("gb18030");
    expect(done.counts).toMatchObject({ received: "4603", accepted: "4124", quarantined: "479" });
    expect(done.byRule.map(({ column }) => column)).toEqual(["city_code", "city_code"]);
  });
});

describe("files refused as a whole", () => {
  test("are told with row and way out, store nothing, and may come again", async () => {
    const resource = await mount(pair);
    const cut = await deliver(resource, '名称,数量\n甲,1\n"乙,2\n');
    expect(cut).toMatchObject({
      state: "refused",
      receipt: null,
      refusal: { code: "file_truncated", row: "3" },
    });
    expect(cut.counts).toMatchObject({ received: "0", reconciles: true });
    expect((await deliver(resource, '名称,数量\n甲,1\n"乙,2\n')).number).toBe(2);
    const late = `名称,数量\n${Array.from({ length: 30_000 }, (_, n) => `名${n},${n % 2 ? n : "x"}`).join("\n")}\n"断`;
    expect((await deliver(resource, late)).refusal).toMatchObject({ code: "file_truncated", row: "30002" });
    expect(await rowsOf(resource)).toBe("0");
    const { rows } = await t.pool.query(
      "select count(*) as n from collection.problem p join collection.batch b on b.id = p.batch_id where b.resource_code = $1",
      [resource],
    );
    expect(rows).toEqual([{ n: "0" }]);
    expect((await deliver(resource, "")).refusal).toMatchObject({ code: "file_empty" });
    expect((await deliver(resource, "名称,数量\n甲,1\n")).state).toBe("done");
  });

  test("A7.8 a file that is not what the sender digested is refused", async () => {
    const resource = await mount(pair);
    const refused = await deliver(resource, "名称,数量\n甲,1\n", { sm3: "0".repeat(64) });
    expect(refused).toMatchObject({ state: "refused", refusal: { code: "file_digest_mismatch" } });
  });
});

describe("uploads", () => {
  test("A7.7 go on where they were cut off; a batch exists only when all bytes are there", async () => {
    const resource = await mount(pair);
    const bytes = Buffer.from("名称,数量\n甲,1\n乙,2\n");
    const location =
      (await announce(bytes.length, { filename: "a.csv", resource })).headers.get("location") ?? "";
    const part = await send(location, 0, bytes.subarray(0, 9));
    expect([part.status, part.headers.get("upload-offset"), part.headers.get("gongshu-batch")]).toEqual([
      204,
      "9",
      null,
    ]);
    expect((await send(location, 3, bytes.subarray(3))).status).toBe(409);
    expect((await call("HEAD", location, "wjw")).headers.get("upload-offset")).toBe("9");
    const last = await send(location, 9, bytes.subarray(9));
    const id = last.headers.get("gongshu-batch") ?? "";
    expect((await finished(id)).counts.accepted).toBe("2");
  });

  test.each([
    ["no resource", { filename: "a.csv" }, 10, 422, "upload_metadata_invalid"],
    [
      "bad encoding",
      { filename: "a.csv", resource: "r-AAAAAAAA", encoding: "latin1" },
      10,
      422,
      "upload_metadata_invalid",
    ],
    ["unknown resource", { filename: "a.csv", resource: "r-AAAAAAAA" }, 10, 404, "not_found"],
    ["too large", { filename: "a.csv", resource: "r-AAAAAAAA" }, 65 * 1_048_576, 413, "upload_too_large"],
  ])("%s is refused before the first byte", async (_, metadata, bytes, status, problem) => {
    const answer = await announce(bytes, metadata);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ status, code: problem });
  });

  test("A11.6 an entry with an item not yet classified takes no data, nor does one withdrawn", async () => {
    const bare = await mount([...pair, item("备注", "note", { category: " " })]);
    const ungraded = await announce(9, { filename: "a.csv", resource: bare });
    expect(await ungraded.json()).toMatchObject({ code: "entry_not_graded", article: "11¶4" });
    const resource = await mount(pair);
    const withdraw = `update catalogue.entry set status = 'withdrawn'
      where id = (select entry_id from catalogue.resource where code = $1)`;
    const early = await announce(9, { filename: "a.csv", resource });
    await t.pool.query(withdraw, [resource]);
    expect([early.status, (await announce(9, { filename: "a.csv", resource })).status]).toEqual([201, 404]);
  });

  test("A17.1 only the provider sends; to others an upload does not exist", async () => {
    const resource = await mount(pair);
    const foreign = await announce(9, { filename: "a.csv", resource }, "gaj");
    expect([foreign.status, (await foreign.json()).code]).toEqual([403, "not_the_provider"]);
    const location = (await announce(9, { filename: "a.csv", resource })).headers.get("location") ?? "";
    for (const who of ["gaj", "sjj", "dsj"]) {
      expect((await call("HEAD", location, who)).status).toBe(404);
      expect((await send(location, 0, Buffer.from("x"), who)).status).toBe(404);
      expect((await call("DELETE", location, who)).status).toBe(404);
    }
    for (const who of ["sysadmin", "gov", "auditor"])
      expect((await call("HEAD", location, who)).status).toBe(403);
    expect((await fetch(new URL(location, server.url), { method: "HEAD" })).status).toBe(401);
    expect((await call("DELETE", location, "wjw")).status).toBe(204);
    expect((await readdir(folder)).join()).not.toContain(location.split("/").at(-1));
    expect((await call("HEAD", location, "wjw")).status).toBe(404);
  });
});

test("batches are seen by provider, bureau of the level, service agency and auditor; by nobody else", async () => {
  const resource = await mount(pair, "jixian-wjw");
  const { id } = await deliver(resource, "名称,数量\n甲,x\n", {}, "jixian-wjw");
  const status = async (who: string, tail = "") =>
    (await call("GET", `/api/v1/batches/${id}${tail}`, who)).status;
  for (const tail of ["", "/problems", "/problems.csv"]) {
    for (const who of ["jixian-wjw", "jixian-sjj", "dsj", "auditor"])
      expect(await status(who, tail)).toBe(200);
    for (const who of ["wjw", "gaj", "sjj"]) expect(await status(who, tail)).toBe(404);
    for (const who of ["sysadmin", "gov"]) expect(await status(who, tail)).toBe(403);
  }
  const listed = async (who: string) => {
    const answer = await call("GET", `/api/v1/batches?resource=${resource}`, who);
    return listOf(batchSchema).parse(await answer.json()).items.length;
  };
  expect(await Promise.all(["jixian-wjw", "jixian-sjj", "dsj", "auditor", "wjw", "sjj"].map(listed))).toEqual(
    [1, 1, 1, 1, 0, 0],
  );
  expect(await status("wjw", `x${randomUUID()}`)).toBe(400);
});
