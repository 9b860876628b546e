import { matterDocuments } from "../../src/contract/document.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, start } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { api, expect, test } from "../support/journey.ts";

test("A14.1 A69.4 whoever holds the certificate of a project checks it against the ledger, without an account", async ({
  open,
}) => {
  const wjw = await api("wjw");
  const entry = await compile(wjw, { ...epidemicEntry, name: "立项证明所附目录" });
  const project = await start(wjw, {
    kind: "project-approval",
    form: {
      projectName: "传染病监测预警系统",
      systemName: "监测预警平台",
      projectKind: "new",
      approver: "市发展和改革委员会",
      entries: [entry.id],
    },
  });
  await act(await api("sjj"), project.id, "certify");
  const { items } = await (await api("sjj")).post(
    `/api/v1/matters/${project.id}/documents`,
    { name: "certificate" },
    matterDocuments,
  );
  const code = items[0]?.code ?? "";

  const page = await open(null, `/check/${code}`);
  await expect(page.getByText("已出具证明")).toBeVisible();
  const check = page.getByRole("button", { name: "验证存证" });
  await expect(async () => {
    await check.click();
    await expect(page.getByRole("status").filter({ hasText: /第 .+ 条，在 .+ 条之中/ })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);

  // A proof of something else is not taken for this one.
  await page.route("**/ledger/v1/proof/inclusion?**", async (route) => {
    const answer = await route.fetch();
    const proof: unknown = await answer.json();
    await route.fulfill({ response: answer, json: { ...Object(proof), index: "0", hashes: [] } });
  });
  await check.click();
  await expect(page.getByRole("alert").filter({ hasText: "与检查点不符" })).toBeVisible();
});
