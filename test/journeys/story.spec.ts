import { z } from "zod";
import { signedCall } from "../../src/app/story/api.ts";
import { request } from "../../src/app/story/sharing.ts";
import type { Entry } from "../../src/contract/entry.ts";
import { gatewayAnswer } from "../../src/contract/grant.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { epidemicEntry, registerEntry, registerRows } from "../support/city.ts";
import { expect, platform, test } from "../support/journey.ts";
import { picture } from "../support/picture.ts";
import { compile, saved } from "./catalogue.ts";
import {
  assessment,
  assessmentReport,
  decide,
  downloaded,
  holdUploads,
  issueDocument,
  openMatter,
  submitButton,
  treat,
} from "./desk.ts";
import { epidemicFile, givenApplication, givenRegister, moveClock } from "./people.ts";

test.describe.configure({ mode: "serial" });

const { name } = epidemicEntry;
const register = registerEntry.name;
let registered: Entry;

test("an entry is compiled, returned once with reasons, mended, verified, re-reviewed by another person and published", async ({
  open,
}) => {
  const department = await open("wjw", "/desk/entries");
  await department.getByRole("button", { name: "编制目录" }).click();
  await compile(department, { ...epidemicEntry, abstract: "" });
  await department.getByRole("button", { name: "提交审核" }).click();
  const summary = department.getByRole("alert").filter({ hasText: "要改" });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("摘要");
  await department.getByLabel("数据资源摘要").fill(`${epidemicEntry.abstract}（初稿）`);
  await saved(department);
  await expect(department.getByText("要改，改完才能提交")).toHaveCount(0);
  await expectNoSeriousAxe(department);
  await department.getByRole("button", { name: "提交审核" }).click();
  await expect(department.getByRole("heading", { level: 1, name: `“${name}”目录编制发布` })).toBeVisible();

  const bureau = await openMatter(open, "sjj", name);
  const button = await submitButton(bureau, "退回修改");
  await button.click();
  await expect(bureau.getByRole("alert").filter({ hasText: "须写明理由" })).toBeFocused();
  await decide(bureau, "退回修改", { reasons: "摘要中“初稿”字样请删去，并核对时间范围。" });

  await department.goto("/desk/");
  await department.getByRole("link", { name }).click();
  await expect(department.getByText("摘要中“初稿”字样请删去")).toBeVisible();
  await department.getByRole("link", { name, exact: true }).click();
  await department.getByRole("link", { name: "编辑" }).click();
  await department.getByLabel("数据资源摘要").fill(epidemicEntry.abstract);
  await saved(department);
  await department.goto("/desk/");
  await department.getByRole("link", { name }).click();
  await decide(department, "修改后重新报送");

  await bureau.goto("/desk/");
  await bureau.getByRole("link", { name }).click();
  await decide(bureau, "审核通过", { texts: { 意见: "要件齐全，同意。" } });
  await decide(await openMatter(open, "dsj", name), "校核通过");
  await bureau.reload();
  await expect(bureau.getByText("市数据局复核").first()).toBeVisible();
  await expect(bureau.getByRole("button", { name: "复核通过并发布" })).toHaveCount(0);
  await decide(await openMatter(open, "sjj2", name), "复核通过并发布");
  await department.goto("/desk/entries");
  await department.getByRole("link", { name }).click();
  await expect(department.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(department.getByText("已发布", { exact: true }).first()).toBeVisible();
});

test("the real file is uploaded by the page: progress, the batch report adds up, every problem row is named", async ({
  open,
}) => {
  const file = await epidemicFile();
  const page = await open("wjw", "/desk/entries");
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "挂载库表" }).click();
  await page.getByRole("main").getByRole("link", { name: "上传数据" }).click();
  await expect(page.getByText(`${name}（数据库表 r-`)).toBeVisible();
  await page.getByLabel("CSV 文件", { exact: true }).last().setInputFiles(file);
  await page.getByRole("textbox", { name: "申报行数" }).fill(file.received.replaceAll(",", ""));
  const release = await holdUploads(page);
  await page.getByRole("button", { name: "上传", exact: true }).click();
  await expect(page.getByRole("progressbar", { name: "上传进度" })).toBeVisible();
  await expect(page.getByText(/已传 .+，共 /)).toBeVisible();
  release();

  await expect(page.getByRole("heading", { level: 1, name: `${name}　第 1 批` })).toBeVisible();
  await expect(page.getByText("已入库", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("相符", { exact: true })).toBeVisible();
  await expect(
    page.getByText(`入库 ${file.accepted} ＋ 问题数据 ${file.problems} ＝ ${file.received}`),
  ).toBeVisible();
  await page.getByRole("button", { name: /不符格式规则/ }).click();
  const problems = page.getByRole("row").filter({ hasText: "区划代码须为六位数字" });
  await expect(problems.first()).toContainText("地市代码");
  await expectNoSeriousAxe(page);
  await picture(page, "desk-batch");
});

test("A27.5 two columns are applied for, passed on, decided column by column with reasons, and granted", async ({
  open,
}) => {
  registered = await givenRegister(register);
  const applicant = await open("mzj", "/desk/entries?q=户籍");
  await applicant.getByRole("link", { name: register, exact: true }).click();
  await applicant.getByRole("link", { name: "申请共享" }).click();
  await applicant.getByLabel("具体应用场景").fill(request.scenario);
  await applicant.getByLabel("共享方式").selectOption({ label: "接口查询" });
  await applicant.getByRole("checkbox", { name: "姓名" }).check();
  await applicant.getByRole("checkbox", { name: "户籍地址" }).check();
  await applicant.getByRole("checkbox", { name: "民族" }).check();
  await applicant.getByLabel("共享范围：对象").fill(request.rowScope);
  await applicant.getByRole("button", { name: "提交", exact: true }).click();
  await expect(applicant.getByRole("alert").filter({ hasText: "履行职责" })).toBeFocused();
  await applicant.getByLabel("履行职责和提供公共服务依据").fill(request.basis);
  await applicant.getByRole("button", { name: "提交", exact: true }).click();
  await expect(applicant.getByText("市数据局审核").first()).toBeVisible();
  await decide(await openMatter(open, "sjj", register), "形式审查通过，转提供部门");

  const provider = await openMatter(open, "gaj", register);
  const button = await submitButton(provider, "同意共享");
  await button.click();
  await expect(provider.getByRole("alert").filter({ hasText: "还没有决定" })).toBeFocused();
  await treat(provider, "姓名", "脱敏");
  await treat(provider, "户籍地址", "脱敏");
  await treat(provider, "民族", "不同意");
  await button.click();
  await expect(provider.getByRole("alert").filter({ hasText: "须写明具体原因" })).toBeFocused();
  await expectNoSeriousAxe(provider);
  await picture(provider, "desk-matter", 1000);
  await provider.getByLabel("不同意的具体原因").fill("低保核对用不到民族，超出必要范围。");
  await button.click();
  const unweighed = provider.getByRole("alert").filter({ hasText: "个人信息保护影响评估" });
  await expect(unweighed).toContainText("姓名、户籍地址");
  await issueDocument(provider, assessmentReport, assessment);
  await decide(provider, "同意共享", { texts: { 审核意见: "用途与目录条件相符，脱敏提供。" } });

  await applicant.goto("/desk/grants");
  await applicant.getByRole("link", { name: register, exact: true }).click();
  const columns = applicant.getByRole("row");
  await expect(columns.filter({ hasText: "民族" })).toContainText("不同意");
  await expect(columns.filter({ hasText: "姓名" })).toContainText("脱敏");
  await expect(applicant.getByText("还没有使用过。")).toBeVisible();
  await expectNoSeriousAxe(applicant);
});

test("a client gets its key once; a signed call answers two masked columns and stands in the usage log, as does a refused one", async ({
  open,
}) => {
  const page = await open("mzj", "/desk/clients");
  await page.getByLabel("系统名称").fill("社会救助核对系统");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await page.getByRole("button", { name: "签发密钥" }).click();
  const dialog = page.getByRole("dialog", { name: "密钥已签发" });
  await expect(dialog).toBeVisible();
  const [keyid = "", secret = ""] = await dialog.getByRole("definition").allTextContents();
  await expectNoSeriousAxe(page);
  await dialog.getByRole("button", { name: "我已存好" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  await page.goto("/desk/grants");
  await page.getByRole("link", { name: register, exact: true }).click();
  const fact = (label: string) =>
    page.getByText(label, { exact: true }).locator("xpath=following-sibling::dd");
  const purpose = await fact("用途编码").textContent();
  const path = `/share/v1/${await fact("数据编码").textContent()}/query`;
  const key = { keyid, algorithm: "hmac-sha256" as const, secret: Buffer.from(secret, "base64") };
  const [person] = registerRows(1);
  const body = { purpose, subject: person?.[0] ?? "" };
  const { text } = await signedCall(platform.url, path, body, key);
  const { items } = gatewayAnswer.parse(JSON.parse(text));
  expect(Object.keys(items[0] ?? {}).toSorted()).toEqual(["hjdz", "xm"]);
  expect(items[0]?.xm).toContain("*");
  await expect(signedCall(platform.url, path, { ...body, columns: ["mz"] }, key)).rejects.toThrow(
    "column_not_granted",
  );

  await page.reload();
  const log = page.getByRole("row").filter({ hasText: "社会救助核对系统" });
  await expect(log).toHaveCount(2);
  await expect(log.filter({ hasText: "已答复" })).toContainText("hjdz");
  await expect(log.filter({ hasText: "已拒绝" })).toContainText("第三十一条");
  await expect(page.getByText(body.subject)).toHaveCount(0);
  await expectNoSeriousAxe(page);
});

test("the epidemic data is opened after security and secrecy review, found in Chinese, shown and downloaded", async ({
  open,
}) => {
  const department = await open("wjw", "/desk/opening?tab=planned");
  await department.getByRole("row").filter({ hasText: name }).getByRole("link", { name: "申请开放" }).click();
  await department.getByLabel("数据开放范围").fill("黑龙江省各地市，2020年1月21日至12月8日");
  for (const { name: item } of epidemicEntry.items) {
    await department
      .getByRole("group", { name: "开放内容" })
      .getByRole("checkbox", { name: new RegExp(`^${item} ?1级`) })
      .check();
  }
  await department.getByLabel("开放类型").selectOption({ label: "无条件开放" });
  for (const form of ["CSV 文件", "JSON 文件", "接口"])
    await department.getByRole("checkbox", { name: form }).check();
  await department.getByLabel("更新频率").fill("不更新（历史数据）");
  await department.getByRole("button", { name: "提交", exact: true }).click();
  await expect(department.getByText("提供单位安全保密审查").first()).toBeVisible();

  const title = `向社会开放“${name}”`;
  await decide(await openMatter(open, "wjw2", title), "安全保密审查通过", {
    ticks: [
      "不含国家秘密、工作秘密",
      "不含个人信息和商业秘密，或者已脱敏脱密",
      "汇聚关联后不危害国家安全和公共安全",
    ],
    texts: { 脱密脱敏处理情况: "无须处理：均为按地市汇总的统计数，不含个人信息", 审查人: "冯梅" },
  });
  await decide(await openMatter(open, "sjj", title), "审核通过");
  await decide(await openMatter(open, "dsj", title), "校核通过");
  await decide(await openMatter(open, "sjj2", title), "复核通过并发布");

  const portal = await open(null, "/");
  await portal.getByLabel("查找开放数据").fill("疫情");
  await portal.getByRole("button", { name: "查询" }).click();
  await portal.getByRole("link", { name }).click();
  await expect(portal.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(portal.getByRole("region", { name: "数据预览" }).getByRole("row")).toHaveCount(11);
  await expectNoSeriousAxe(portal);
  const csv = await downloaded(portal, "下载 CSV");
  const json = z
    .object({ rows: z.array(z.unknown()) })
    .parse(JSON.parse(await downloaded(portal, "下载 JSON")));
  const rows = Number((await epidemicFile()).accepted.replaceAll(",", ""));
  expect(csv.trimEnd().split("\r\n")).toHaveLength(rows + 1);
  expect(json.rows).toHaveLength(rows);
  await portal.reload();
  await picture(portal, "portal-dataset", 1000);
  await portal.goto("/");
  await expect(portal.getByRole("link", { name })).toBeVisible();
  await picture(portal, "portal-home");
});

test("A40.1 an objection with evidence closes page, download and interface at the next request; checking restores them", async ({
  open,
  request: http,
}) => {
  const citizen = await open("citizen", "/datasets?q=疫情");
  await citizen.getByRole("link", { name }).click();
  await citizen.getByRole("link", { name: "提出异议" }).click();
  await citizen.getByLabel("异议类型").selectOption({ label: "数据有错误" });
  await citizen.getByLabel("异议内容").fill("2020年2月9日双鸭山市的累计确诊数与当日通报不一致。");
  await citizen.getByLabel("涉及的记录").fill("2020-02-09，230500");
  await citizen.getByLabel("联系方式").fill("0469-0000000");
  await citizen.getByRole("button", { name: "提出异议" }).click();
  await expect(citizen.getByRole("alert").filter({ hasText: "请附上证据材料" })).toBeFocused();
  await citizen.getByLabel("证据", { exact: true }).setInputFiles({
    name: "通报截图说明.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("当日通报：累计确诊 38 例。\n"),
  });
  await expect(citizen.getByText("通报截图说明.txt").first()).toBeVisible();
  await citizen.getByRole("button", { name: "提出异议" }).click();
  await expect(citizen.getByRole("heading", { level: 1, name: `对“${name}”提出异议` })).toBeVisible();
  await expectNoSeriousAxe(citizen);

  const portal = await open(null, "/datasets?q=疫情");
  await expect(portal.getByRole("listitem").filter({ hasText: name })).toContainText("中止开放");
  await portal.getByRole("link", { name }).click();
  await expect(portal.getByRole("alert")).toContainText("第四十条");
  await expect(portal.getByRole("alert")).toContainText("提供单位正在核实");
  await expect(portal.getByRole("link", { name: "下载 CSV", exact: true })).toHaveCount(0);
  await expectNoSeriousAxe(portal);
  const code = new URL(portal.url()).pathname.split("/").at(-1);
  const doors = ["rows", "download.csv", "download.json"].map((door) => `/open/v1/${code}/${door}`);
  for (const door of doors) {
    const refused = await http.get(door);
    expect([refused.status(), await refused.json()]).toEqual([
      403,
      expect.objectContaining({ code: "opening_suspended", detail: expect.stringContaining("正在核实") }),
    ]);
  }

  await decide(await openMatter(open, "wjw", `对“${name}”提出异议`), "恢复开放", {
    texts: { 核实情况: "经与当日通报原件核对，累计确诊数为 38 例，数据无误。" },
    reasons: "核实无误，恢复开放。",
  });
  for (const door of doors) expect((await http.get(door)).status()).toBe(200);
  await portal.reload();
  await expect(portal.getByRole("link", { name: "下载 CSV", exact: true })).toBeVisible();
  await citizen.reload();
  await expect(citizen.getByText("核实无误，恢复开放。")).toBeVisible();
  await expect(citizen.getByText("经与当日通报原件核对，累计确诊数为 38 例，数据无误。")).toBeVisible();
  await citizen.getByRole("button", { name: "认可结果" }).click();
  await expect(citizen.getByText("已办结").first()).toBeVisible();
});

test("the ledger page proves a receipt in the browser and refuses one that nobody issued", async ({
  open,
}) => {
  const page = await open("wjw", "/desk/ledger");
  const receipt = (await page.getByRole("row").nth(1).locator("code").textContent()) ?? "";
  await page.getByRole("textbox", { name: "回执" }).fill(receipt);
  await page.getByRole("button", { name: "读取" }).click();
  const check = page.getByRole("region").or(page.locator("section")).filter({ hasText: "验证一张回执" });
  await check.getByRole("button", { name: "验证存证" }).click();
  await expect(check.getByRole("status")).toContainText(/第 \d+ 条，在 \d+ 条之中/);
  await expectNoSeriousAxe(page);
  await picture(page, "ledger");
  await page.getByRole("textbox", { name: "回执" }).fill(receipt.replace(/^L1\..{4}/, "L1.AAAA"));
  await page.getByRole("button", { name: "读取" }).click();
  await check.getByRole("button", { name: "验证存证" }).click();
  await expect(check.getByRole("alert")).toBeVisible();
});

test("across National Day one working day ends on 8 October; the day after it is red with its article; 2027 is provisional", async ({
  open,
}) => {
  const bureau = await open("sjj", "/desk/");
  await moveClock(bureau, "2026-09-30T15:00");
  await expect(bureau.getByText("2026年9月30日")).toBeVisible();
  await givenApplication(registered, "mz", "少数民族困难群众救助资格核对");
  await bureau.reload();
  await bureau.getByRole("link", { name: register }).click();
  await decide(bureau, "形式审查通过，转提供部门");

  const provider = await openMatter(open, "gaj", register);
  await expect(provider.getByText("10月8日到期")).toBeVisible();
  await moveClock(bureau, "2026-10-08T16:00");
  await provider.goto("/desk/");
  await expect(provider.getByText("今日到期", { exact: true }).first()).toBeVisible();
  const chip = provider.locator(".chip.overdue");
  await expect(chip).toHaveCount(0);
  await moveClock(bureau, "2026-10-09T00:05");
  await provider.reload();
  await expect(chip).toHaveText("逾期 1 个工作日");
  await expect(chip).toHaveCSS("background-color", "rgb(207, 19, 34)");
  await expect(provider.getByRole("row").filter({ has: chip })).toContainText("第二十七条");
  await expectNoSeriousAxe(provider);
  await picture(provider, "desk-todo");

  await moveClock(bureau, "2026-12-31T15:00");
  await givenApplication(registered, "xb", "临时救助核对");
  await bureau.goto("/desk/");
  await expect(bureau.getByText("到期日暂定")).toBeVisible();
  await expect(bureau.getByText(/暂定 2027年1月/).first()).toBeVisible();
});
