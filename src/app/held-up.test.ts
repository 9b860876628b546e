import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Api, code, mount, publish, send, start } from "../../test/support/business.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { placeOnDisk } from "../../test/support/files.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { keptFile } from "../contract/data-file.ts";
import { notice } from "../contract/notice.ts";
import { zone } from "../contract/zone.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const about = async (api: Api) =>
  (await api.get("/api/v1/notices?limit=100", listOf(notice))).items.filter((one) => one.about === "file");

test("A11.5 A17.4 a file that is lost is told of once, and once its provider removes it the resource moves", async () => {
  const [wjw, secadmin] = [await p.as("wjw"), await p.as("secadmin")];
  const album = await publish(p, "wjw", albumEntry);
  const resource = await mount(wjw, album, "file");
  const { id } = await send(wjw, resource, "分布图.pdf", pdfOf("一"));
  await send(wjw, resource, "名录.pdf", pdfOf("二"));
  await rm(placeOnDisk(join(p.directory, "vault"), "data", id));
  const cause = { gradingTrigger: "content", changedOn: "2026-09-18", changeReason: "列入重要数据目录" };
  const column = albumEntry.items[0]?.column;
  const columns = [{ column, grade: 4, importance: "important" }];
  await start(wjw, { kind: "regrading", subject: album.id, form: { ...cause, columns } });
  await vi.waitFor(async () => expect(await about(wjw)).toHaveLength(1), { timeout: 10_000 });
  expect(await about(wjw)).toMatchObject([
    { title: `文件损坏：${albumEntry.name}`, path: `/desk/upload?resource=${resource}` },
  ]);
  expect((await about(wjw))[0]?.detail).toContain("分布图.pdf");
  expect(await about(secadmin)).toMatchObject([{ path: "/desk/zone" }]);
  expect(await about(await p.as("mzj"))).toEqual([]);
  const path = `/api/v1/resources/${resource}/files/${id}/removal`;
  expect(await code((await p.as("gaj")).post(path, { reason: "存放中丢失" }, keptFile))).toBe(
    "not_the_provider",
  );
  await wjw.post(path, { reason: "存放中丢失" }, keptFile);
  await vi.waitFor(
    async () => {
      const { resources } = await secadmin.get("/api/v1/zone", zone);
      expect(resources).toMatchObject([{ code: resource, place: "zone", moving: false, rows: "1" }]);
    },
    { timeout: 10_000 },
  );
  expect(await about(wjw)).toHaveLength(1);
});
