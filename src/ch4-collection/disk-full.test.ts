import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { testCity } from "../../test/support/city.ts";
import { mountedTable, serveCollection } from "../../test/support/collection.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { item } from "../../test/support/tables.ts";
import { uuid } from "../platform/ids/index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "gongshu-small-"));
const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", folder]);
const mounted = mount.status === 0;

afterAll(async () => {
  if (mounted) spawnSync("umount", [folder]);
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(!mounted)(
  "A7.8 a full disk is told, keeps what came, makes no batch, and the upload goes on",
  async () => {
    const t = await testDatabase();
    const city = await testCity(t.db);
    const resource = await mountedTable(t.db, city.party("wjw"), [item("名称", "name")]);
    const server = await serveCollection({
      database: t.database,
      url: t.url,
      folder,
      callers: { wjw: await city.caller("wjw") },
    });
    const call = (method: string, where: string, headers: Record<string, string>, body?: Uint8Array) =>
      fetch(new URL(where, server.url), {
        method,
        headers: { authorization: "Bearer wjw", "tus-resumable": "1.0.0", ...headers },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      });
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const announce = (bytes: number) =>
      call("POST", "/api/v1/uploads", {
        "upload-length": String(bytes),
        "upload-metadata": `filename ${base64("a.csv")},resource ${base64(resource.code)}`,
      });
    const send = (where: string, from: number, body: Uint8Array) =>
      call(
        "PATCH",
        where,
        { "content-type": "application/offset+octet-stream", "upload-offset": String(from) },
        body,
      );

    const tooBig = await announce(5_000_000);
    expect(await tooBig.json()).toMatchObject({ status: 507, code: "upload_store_full" });

    const bytes = Buffer.alloc(3_000_000, "数据\n");
    const where = (await announce(bytes.length)).headers.get("location") ?? "";
    const ballast = path.join(folder, uuid());
    await writeFile(ballast, Buffer.alloc(2_500_000));
    const full = await send(where, 0, bytes);
    const told = await full.json();
    expect(told).toMatchObject({ status: 507, code: "upload_store_full" });
    const kept = Number((await call("HEAD", where, {})).headers.get("upload-offset"));
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(bytes.length);
    expect(told.detail).toContain(`${kept} 字节`);
    expect((await t.pool.query("select from collection.batch")).rowCount).toBe(0);

    await rm(ballast);
    const last = await send(where, kept, bytes.subarray(kept));
    expect(last.status).toBe(204);
    expect(last.headers.get("gongshu-batch")).toMatch(/^[0-9a-f-]{36}$/);
    await server.close();
    await t.drop();
  },
);
