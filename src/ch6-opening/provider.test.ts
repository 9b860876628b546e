import { afterAll, beforeAll, expect, test } from "vitest";
import { mount, openToPublic, publish, upload } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows } from "../../test/support/rows.ts";
import { listOf } from "../contract/common.ts";
import { dataset, datasetSummary } from "../contract/portal.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
  const figures = await publish(p, "wjw", epidemicEntry);
  const wjw = await p.as("wjw");
  await upload(wjw, await mount(wjw, figures), figureRows);
  await openToPublic(p, figures);
});
afterAll(() => p.close());

const stated = { effectiveOn: "2026-09-21", basis: "双编发〔2026〕12号《机构改革方案》" };

async function carryOut(change: object): Promise<void> {
  const bureau = await p.as("sjj");
  const { digest } = await bureau.post("/api/v1/reorganisations/preview", change, changePreview);
  await bureau.post("/api/v1/reorganisations", { change, digest }, changeDone);
}

test("A39.1 what is open names its present provider at the next read; the log keeps the names of their time", async () => {
  const { items } = await p.anybody.get("/api/v1/portal/datasets", listOf(datasetSummary));
  const code = items[0]?.code ?? "";
  const provider = async () => (await p.anybody.get(`/api/v1/portal/datasets/${code}`, dataset)).providerName;
  const found = async (q: string) =>
    (
      await p.anybody.get(`/api/v1/portal/datasets?q=${encodeURIComponent(q)}`, listOf(datasetSummary))
    ).items.map((one) => one.providerName);
  expect(await provider()).toBe("双鸭山市卫生健康委员会");

  const renamed = "双鸭山市卫生健康局";
  const rename = { act: "rename", unit: p.party("wjw"), name: renamed, shortName: "市卫生健康局", ...stated };
  await carryOut(rename);
  expect([await provider(), await found("卫生健康局")]).toEqual([renamed, [renamed]]);
  expect(await found("卫生健康委员会")).toEqual([]);

  await carryOut({ act: "merge", units: [p.party("wjw")], into: p.party("mzj"), ...stated });
  expect(await provider()).toBe("双鸭山市民政局");
  // A unit that takes in another keeps its name, and the log does not repeat it.
  await carryOut({ act: "merge", units: [p.party("rsj")], into: p.party("mzj"), ...stated });
  const { rows } = await p.t.ownerPool.query(
    "select kind, body ->> 'providerName' as name from opening.publication_log order by seq",
  );
  expect(rows).toEqual([
    { kind: "publish", name: "双鸭山市卫生健康委员会" },
    { kind: "provider", name: renamed },
    { kind: "provider", name: "双鸭山市民政局" },
  ]);
  const download = await fetch(`${p.url}/open/v1/${code}/download.csv`);
  expect(await download.text()).toContain("双鸭山市,230500,38");
}, 180_000);

test("A39.1 the change of one unit does not wait for whoever works on the open data of another", async () => {
  await publish(p, "gaj", registerEntry);
  const other = await p.t.ownerPool.connect();
  try {
    await other.query("begin");
    const { rowCount } = await other.query("select from opening.dataset for update");
    expect(rowCount).toBe(1);
    const rename = { act: "rename", unit: p.party("gaj"), name: "双鸭山市公安总局" };
    const renamed = carryOut({ ...rename, shortName: "市公安总局", ...stated }).then(() => "renamed");
    const waiting = new Promise<string>((resolve) => void setTimeout(resolve, 15_000, "waits").unref());
    expect(await Promise.race([renamed, waiting])).toBe("renamed");
  } finally {
    await other.query("rollback");
    other.release();
  }
});
