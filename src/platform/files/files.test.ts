import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { promisify } from "node:util";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { archive } from "../../../test/support/archive.ts";
import { testHttp } from "../../../test/support/http.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction } from "../db/index.ts";
import type { Caller } from "../http/index.ts";
import { dropExpiredFiles } from "./expired.ts";
import { fileRoutes } from "./files.ts";
import { FileStore } from "./store.ts";
import { takeFiles } from "./take.ts";

let t: TestDatabase;
let site: Awaited<ReturnType<typeof testHttp>>;
let directory: string;
let store: FileStore;
let caller: Caller;
let mine: { authorization: string };
let theirs: { authorization: string };
const shared = new Set<string>();

beforeAll(async () => {
  t = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), "gongshu-files-"));
  store = new FileStore(directory);
  await store.open();
  const mayRead = async (_caller: unknown, id: string) => shared.has(id);
  site = await testHttp(t, { routes: (http) => fileRoutes(http, { database: t.database, store, mayRead }) });
  caller = await site.account("mine");
  await site.account("theirs");
  [mine, theirs] = [await site.bearer("mine"), await site.bearer("theirs")];
});
afterAll(async () => {
  await site.http.close();
  await t.drop();
  await rm(directory, { recursive: true });
});

const named = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;

const send = (name: string, payload: Buffer | string, headers = mine) =>
  site.http.inject({
    method: "POST",
    url: "/api/v1/files",
    payload,
    headers: { ...headers, "content-type": "application/octet-stream", "content-disposition": named(name) },
  });
const get = (id: string, headers = mine) => site.http.inject({ url: `/api/v1/files/${id}`, headers });

/** Every file in the store, half-written ones too. */
const kept = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

const docx = archive({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>" });
const xlsx = archive({ "[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>" });
const macros = archive({ "[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "" });
const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(20)]);

describe("handing in", () => {
  test("gives back name, size and SM3, and the bytes are on disk under a generated name", async () => {
    const answer = await send("证据 1.pdf", "%PDF-1.7 content");
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      name: "证据 1.pdf",
      bytes: "16",
      mediaType: "application/pdf",
      sm3: createHash("sm3").update("%PDF-1.7 content").digest("hex"),
    });
    expect((await kept()).map(({ name }) => name)).toContain(answer.json().id);
  });

  test.each([
    ["a.docx", docx],
    ["a.xlsx", xlsx],
    ["a.PNG", png],
    ["a.jpg", Buffer.from("\xff\xd8\xff\xe0....", "latin1")],
    ["a.csv", Buffer.from("市,数\n双鸭山,1\n")],
    ["gb.csv", iconv.encode("市,数\n双鸭山,1\n", "gb18030")],
    ["a.txt", Buffer.from("说明")],
  ])("accepts by content: %s", async (name, content) => {
    expect((await send(name, content)).statusCode).toBe(201);
  });

  test.each([
    ["a program under another name", "a.pdf", Buffer.from("MZ\x90\x00program", "latin1")],
    ["a picture called a document", "a.docx", png],
    ["an archive that is no document", "a.docx", archive({ "x.txt": "x" })],
    ["a document with macros", "a.docx", macros],
    ["a document cut short", "a.docx", docx.subarray(0, docx.length - 10)],
    ["binary called text", "a.txt", Buffer.from([0, 1, 2, 3])],
    ["a page", "a.html", Buffer.from("<script>")],
    ["a vector picture", "a.svg", Buffer.from("<svg/>")],
    ["no extension", "passwd", Buffer.from("x")],
  ])("refuses %s, and keeps nothing", async (_what, name, content) => {
    const before = (await kept()).length;
    const answer = await send(name, content);
    expect(answer.json()).toMatchObject({ status: 415, code: "unsupported_media_type" });
    expect(answer.json().detail).toContain("PDF、PNG");
    expect(await kept()).toHaveLength(before);
  });

  test("refuses an empty file, one without a name, one that is too large", async () => {
    const before = (await kept()).length;
    expect((await send("a.txt", "")).json().detail).toContain("文件是空的");
    expect((await send("..", "x")).json().detail).toContain("文件名");
    const large = await send("a.txt", Buffer.alloc(20 * 1_048_576 + 1, "a"));
    expect(large.json()).toMatchObject({ status: 413, code: "too_large" });
    expect(await kept()).toHaveLength(before);
  });

  test("a path in the name is no path", async () => {
    const answer = await send("../../etc/\u202epasswd\r\n.txt", "x");
    expect(answer.json().name).toBe("passwd.txt");
    const [newest] = (await kept()).filter(({ name }) => name === answer.json().id);
    expect(newest?.parentPath).toBe(join(directory, answer.json().id.slice(-2)));
  });

  test("an upload that breaks off leaves nothing behind", async () => {
    const url = new URL(await site.http.listen({ port: 0, host: "127.0.0.1" }));
    const before = (await kept()).length;
    const upload = httpRequest({
      port: url.port,
      method: "POST",
      path: "/api/v1/files",
      headers: { ...mine, "content-length": 1_000_000, "content-disposition": named("a.txt") },
    });
    upload.on("error", () => undefined);
    upload.write("a".repeat(100_000));
    await vi.waitFor(async () => expect(await kept()).toHaveLength(before + 1));
    upload.destroy();
    await vi.waitFor(async () => expect(await kept()).toHaveLength(before));
  });

  test("where the database does not take the record the bytes go, too", async () => {
    const before = (await kept()).length;
    await t.ownerPool.query("revoke insert on platform.file from gongshu_app");
    const answer = await send("a.txt", "x");
    await t.ownerPool.query("grant insert on platform.file to gongshu_app");
    expect(answer.statusCode).toBe(500);
    expect(await kept()).toHaveLength(before);
  });
});

describe("the store", () => {
  test("clears what a killed process left half-written", async () => {
    const source = new PassThrough();
    const put = store.put(source, 1000, async () => undefined);
    source.write("half");
    const half = () => readdir(join(directory, "incoming"));
    await vi.waitFor(async () => expect(await half()).toHaveLength(1));
    const [name = ""] = await half();
    await new FileStore(directory).open();
    expect(await half()).toEqual([name]);
    await utimes(join(directory, "incoming", name), 0, 0);
    await store.clearAbandoned();
    expect(await half()).toEqual([]);
    source.destroy(new Error("gone"));
    await expect(put).rejects.toThrow("gone");
  });

  test("space that runs out is told, and nothing half-written stays", async () => {
    const own = await mkdtemp(join(tmpdir(), "gongshu-files-"));
    const script = join(import.meta.dirname, "limited-store.ts");
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      'ulimit -f 64; exec "$@"',
      "bash",
      process.execPath,
      script,
      own,
    ]);
    await rm(own, { recursive: true });
    expect(JSON.parse(stdout)).toEqual({ outcome: expect.stringMatching(/^507 平台存储空间不足/), left: 0 });
  });

  test("never reads a name that is no id", () => {
    expect(() => store.read("../../etc/passwd")).toThrow("not a file id");
  });

  test("keeps what was put", async () => {
    const { id, bytes } = await store.put(Readable.from(["ab", "c"]), 10, async () => undefined);
    expect(bytes).toBe(3);
    expect(await store.read(id).toArray()).toEqual([Buffer.from("abc")]);
  });
});

describe("what is never attached", () => {
  test("goes after seven days, what was attached or is still fresh stays, and what is due is attached no more", async () => {
    const [attached, fresh, late] = await Promise.all(
      ["a.txt", "b.txt", "c.txt"].map(async (name) => String((await send(name, "x")).json().id)),
    );
    const handIn = async (...ids: string[]) =>
      inTransaction(t.db, (tx) => takeFiles(tx, caller, ids)).then((files) => files.map(({ id }) => id));
    expect(await handIn(attached ?? "")).toEqual([attached]);
    const passed = async (days: number) =>
      t.ownerPool.query("update platform.file set expires_at = expires_at - $1::interval where id <> $2", [
        `${days} days`,
        fresh,
      ]);
    await passed(6);
    expect(await dropExpiredFiles(t.db, store)).toBe(0);
    await passed(1);
    await expect(handIn(late ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect(await dropExpiredFiles(t.db, store)).toBeGreaterThan(0);
    const names = (await kept()).map(({ name }) => name);
    expect([attached, fresh, late].map((id) => names.includes(id ?? ""))).toEqual([true, true, false]);
    expect((await get(late ?? "")).statusCode).toBe(404);
    expect((await get(attached ?? "")).statusCode).toBe(200);
    expect(await handIn(fresh ?? "")).toEqual([fresh]);
  });
});

describe("reading", () => {
  test("as an attachment only, whatever it holds", async () => {
    const { id } = (await send("页面.txt", "<script>alert(1)</script>")).json();
    const answer = await get(id);
    expect(answer.body).toBe("<script>alert(1)</script>");
    expect(answer.headers).toMatchObject({
      "content-type": "text/plain",
      "content-disposition": named("页面.txt"),
      "x-content-type-options": "nosniff",
      "content-length": "25",
    });
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
  });

  test("another party's file answers as one that does not exist, until it is shared", async () => {
    const { id } = (await send("a.txt", "x")).json();
    const [foreign, missing] = [
      await get(id, theirs),
      await get("018f0000-0000-7000-8000-000000000000", theirs),
    ];
    expect(foreign.statusCode).toBe(404);
    expect({ ...foreign.json(), requestId: "" }).toEqual({ ...missing.json(), requestId: "" });
    shared.add(id);
    expect((await get(id, theirs)).statusCode).toBe(200);
  });

  test("not without signing in", async () => {
    const { id } = (await send("a.txt", "x")).json();
    expect((await site.http.inject(`/api/v1/files/${id}`)).statusCode).toBe(401);
  });
});
