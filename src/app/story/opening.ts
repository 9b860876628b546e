import { listOf } from "../../contract/common.ts";
import type { Entry } from "../../contract/entry.ts";
import { datasetSummary, openRows } from "../../contract/portal.ts";
import { Api } from "./api.ts";
import type { Cast } from "./cast.ts";
import { refusal } from "./catalogue.ts";
import { act, start } from "./matters.ts";
import { expect, type Report } from "./report.ts";

/** Act 5: the opening chain with its security and secrecy review; the dataset is found, shown, downloaded and read. */
export async function openEpidemic(report: Report, cast: Cast, entry: Entry): Promise<void> {
  const opened = await start(report, cast.wjw, {
    kind: "opening-publication",
    subject: entry.id,
    form: {
      scope: `${cast.city.province.name}各地市，2020年1月21日至12月8日`,
      columns: entry.draft.items.map((item) => item.column),
      class: "unconditional",
      conditions: "",
      forms: ["csv", "json", "interface"],
      updateFrequency: "不更新（历史数据）",
    },
  });
  await act(report, cast.wjw2, opened.id, "passSecurityReview", {
    form: {
      noSecrets: true,
      noPersonal: true,
      noHarm: true,
      processing: "无须处理：均为按地市汇总的统计数，不含个人信息",
      reviewer: "冯梅",
    },
  });
  await act(report, cast.sjj, opened.id, "approve");
  await act(report, cast.dsj, opened.id, "verify");
  await act(report, cast.sjj2, opened.id, "publish");
  await readAsAnybody(report, new Api(cast.wjw.url, null, "任何人"), entry, cast.city.code);
}

async function readAsAnybody(report: Report, anybody: Api, entry: Entry, city: string): Promise<void> {
  const found = await anybody.get(
    `/api/v1/portal/datasets?q=${encodeURIComponent("疫情")}&limit=200`,
    listOf(datasetSummary),
  );
  const shown = found.items.find((item) => item.code === entry.code);
  expect(shown !== undefined, "搜索“疫情”能找到");
  report.line("搜索“疫情”", anybody.name, "39¶1", "", `找到“${shown.name}”，${shown.rows} 行`);
  const csv = await anybody.send("GET", `/open/v1/${entry.code}/download.csv`);
  const lines = csv.text.trimEnd().split("\r\n").length - 1;
  expect(String(lines) === shown.rows, "下载的行数与页面一致");
  const rows = await anybody.get(`/open/v1/${entry.code}/rows?city_code=${city}&limit=2`, openRows);
  expect(rows.items.length === 2 && rows.items.every((row) => row.city_code === city), "接口按地市筛选");
  await anybody.send("GET", `/open/v1/${entry.code}/download.json`);
  report.line("下载 CSV、JSON，调用接口", anybody.name, "35¶1", "", `CSV ${lines} 行，来源：${rows.source}`);
}

/** Act 5: an objection with evidence suspends at once; after verification opening is restored. */
export async function objectAndRestore(report: Report, cast: Cast, entry: Entry): Promise<void> {
  const anybody = new Api(cast.wjw.url, null, "任何人");
  const claim = {
    ground: "error",
    claim: `2020年2月9日${cast.city.name}的累计确诊数与当日通报不一致。`,
    where: `2020-02-09，${cast.city.code}`,
    contact: cast.city.demonstration.telephone,
  };
  const subject = entry.id;
  const bare = await refusal(() =>
    start(report, cast.citizen, { kind: "opening-objection", subject, form: claim }),
  );
  expect(bare.code === "evidence_missing", "没有证据的异议不中止开放");
  report.refused("没有证据的异议", cast.citizen.name, bare);
  const evidence = await cast.citizen.attach(
    "通报截图说明.txt",
    "text/plain",
    "当日通报：累计确诊 38 例。\n",
  );
  const matter = await start(report, cast.citizen, {
    kind: "opening-objection",
    subject,
    form: claim,
    attachments: [evidence],
  });
  for (const path of ["rows", "download.csv", "download.json"]) {
    const refused = await refusal(() => anybody.send("GET", `/open/v1/${entry.code}/${path}`));
    expect(refused.code === "opening_suspended", "下一次请求即被拒");
    report.refused(`异议后取 ${path}`, anybody.name, refused);
  }
  await act(report, cast.wjw, matter.id, "restore", {
    form: { finding: "经与当日通报原件核对，累计确诊数为 38 例，数据无误。" },
    reasons: "核实无误，恢复开放。",
  });
  await anybody.send("GET", `/open/v1/${entry.code}/rows?limit=1`);
  await act(report, cast.citizen, matter.id, "accept");
}
