import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mount, publish, send } from "../../test/support/business.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { keptFile } from "../contract/data-file.ts";
import { auditLedger } from "../platform/ledger/index.ts";
import { evidence } from "./evidence.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const audit = () => auditLedger(p.t.db, evidence);
/** Every leaf has its place. */
const sequenced = () =>
  vi.waitFor(
    async () => {
      const { rows } = await p.t.pool.query(
        "select from ledger.leaf left join ledger.entry using (leaf_hash) where index is null",
      );
      expect(rows).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );

test("A60.4 the audit finds a removal of a file that was rewritten, and one that was undone without a trace", async () => {
  const wjw = await p.as("wjw");
  const resource = await mount(wjw, await publish(p, "wjw", albumEntry), "file");
  const { id } = await send(wjw, resource, "分布图.pdf", pdfOf("一"));
  await wjw.post(`/api/v1/resources/${resource}/files/${id}/removal`, { reason: "重复报送" }, keptFile);
  await sequenced();
  expect(await audit()).toEqual([]);

  const { rows } = await p.t.ownerPool.query("select * from vault.file where id = $1", [id]);
  const { removal, receipt, ended_at } = rows[0];
  const rewrite = (body: unknown, at: unknown, by: unknown) =>
    p.t.ownerPool.query("update vault.file set removal = $2, ended_at = $3, receipt = $4 where id = $1", [
      id,
      body,
      at,
      by,
    ]);
  await rewrite({ ...removal, byName: "别人" }, ended_at, receipt);
  const found = expect.stringMatching(new RegExp(`^第 \\d+ 条（vault.file:${id}）：`));
  expect(await audit()).toEqual([found]);
  expect((await audit())[0]).toContain("记录被改动");
  await rewrite(null, null, null);
  expect(await audit()).toEqual([found]);
  expect((await audit())[0]).toContain("记录已不存在");
  await rewrite(removal, ended_at, receipt);
  expect(await audit()).toEqual([]);
});
