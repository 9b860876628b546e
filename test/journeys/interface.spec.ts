import { z } from "zod";
import { signedCall } from "../../src/app/story/api.ts";
import { publishRegisterEntry } from "../../src/app/story/catalogue.ts";
import { Report } from "../../src/app/story/report.ts";
import { applyForRegister, issueKey } from "../../src/app/story/sharing.ts";
import { gatewayAnswer } from "../../src/contract/grant.ts";
import { registerEntry, registerRows } from "../support/city.ts";
import { expect, platform, test } from "../support/journey.ts";
import { DepartmentSystem, json } from "../support/upstream.ts";
import { choose } from "./desk.ts";
import { cast } from "./people.ts";
import { sound } from "./sound.ts";

const [[subject = "", name = ""] = []] = [...registerRows(1)];
const unheard = () => new Report(() => undefined);

test("A12.5 A27.4 a department tries and mounts its interface; another is given a grant and its call is answered", async ({
  open,
}) => {
  const system = await DepartmentSystem.start(Number(platform.department.split(":")[1]));
  try {
    let town: unknown = 5;
    let told = 500;
    system.answer = ({ body }) => {
      const { idNo } = z.object({ idNo: z.string() }).parse(JSON.parse(body.toString()));
      const row = { idNo, fullName: name, addr: "双鸭山市尖山区新兴大街1号", pcs: town };
      return json({ code: told, data: { rows: told === 0 && idNo === subject ? [row] : [] } });
    };
    const wanted = ["gmsfhm", "xm", "hjdz", "pcs"];
    const items = registerEntry.items.filter(({ column }) => wanted.includes(column));
    const people = await cast();
    const entry = await publishRegisterEntry(unheard(), people, {
      ...registerEntry,
      name: "常住户口登记（接口）",
      format: "interface",
      items,
    });

    const page = await open("gaj", `/desk/entries/${entry.id}`);
    await page.getByLabel("接口地址").fill(`http://127.0.0.1:1/persons`);
    await page.getByLabel("主体的参数名").fill("idNo");
    await page.getByLabel("数据项的参数名").fill("want");
    await page.getByLabel("数据在答复中的位置").fill("/data/rows");
    await page.getByLabel("密钥", { exact: true }).fill("secret-of-the-police");
    await page.getByLabel("公民身份号码 的对方字段").fill("idNo");
    await page.getByLabel("姓名 的对方字段").fill("fullName");
    await page.getByLabel("户籍地址 的对方字段").fill("addr");
    await page.getByRole("button", { name: "挂载接口" }).click();
    await expect(page.getByText("GONGSHU_UPSTREAM_HOSTS")).toBeVisible();
    await sound(page, "interface-closed");

    await page.getByLabel("接口地址").fill(`http://${platform.department}/persons`);
    await page.getByLabel("成功标志的位置").fill("/code");
    await page.getByRole("button", { name: "挂载接口" }).click();
    await expect(page.getByText("请填写表示成功的值，如 0").first()).toBeVisible();
    await page.getByLabel("表示成功的值").fill("0，200");
    await page.getByLabel("试调用的公民身份号码").fill(subject);
    await page.getByRole("button", { name: "试调" }).click();
    await expect(page.getByText("接口自己报告没有成功：/code 处的值不是 0、200")).toBeVisible();
    await sound(page, "interface-told-failure");
    told = 0;
    await page.getByLabel("试调用的公民身份号码").press("Enter");
    await expect(page.getByText("试调没有成功")).toBeVisible();
    await expect(page.getByRole("button", { name: "挂载接口" })).toBeVisible();
    await expect(page.getByRole("row", { name: /派出所/ }).filter({ hasText: "以字符串给出" })).toBeVisible();
    await sound(page, "interface-trial-failed");
    await page.getByLabel("时限（秒）").fill("6");
    await expect(page.getByText("试调没有成功")).toHaveCount(0);
    town = "尖山派出所";
    await page.getByRole("button", { name: "试调" }).click();
    await expect(page.getByText("试调成功", { exact: true })).toBeVisible();
    expect(await page.getByRole("main").textContent()).not.toContain("新兴大街");
    await page.getByRole("button", { name: "挂载接口" }).click();

    await expect(page.getByText("按现在的设置还没有试调")).toBeVisible();
    await expect(page.getByText("/code 是 0、200")).toBeVisible();
    expect(await page.getByRole("main").textContent()).not.toContain("secret-of-the-police");
    await page.getByLabel("试调用的公民身份号码").fill(subject);
    await page.getByRole("button", { name: "试调" }).click();
    await expect(page.getByText("试调成功", { exact: true })).toBeVisible();
    await expect(page.getByText("按现在的设置还没有试调")).toHaveCount(0);
    await sound(page, "interface-tried");

    const grant = await applyForRegister(unheard(), people, entry);
    const key = await issueKey(unheard(), people.mzj);
    const body = { purpose: grant.purpose, subject };
    const path = `/share/v1/${grant.resource.code}/query`;
    const { text } = await signedCall(platform.url, path, body, key);
    expect(gatewayAnswer.parse(JSON.parse(text)).items).toEqual([
      { xm: expect.stringMatching(/^.\*/u), hjdz: "双鸭山市尖山区****" },
    ]);
    system.answer = () => json({}, { status: 500 });
    await signedCall(platform.url, path, body, key).catch(() => undefined);

    await page.reload();
    await expect(page.getByText("答复 1 次，失败 1 次")).toBeVisible();
    await expect(page.getByText("答复 500，应为 200")).toBeVisible();
    await page.getByRole("button", { name: "修改接口设置" }).click();
    await choose(page, "平台怎样证明身份", "平台签名（RFC 9421）");
    await expect(page.getByText("BEGIN PUBLIC KEY")).toBeVisible();
    await sound(page, "interface-change");
    await page.getByRole("button", { name: "保存修改" }).click();
    await page.getByText("设置的修改记录（2）").click();
    await expect(page.getByText("存证回执").first()).toBeVisible();
    await sound(page, "interface-state");

    const holder = await open("mzj", `/desk/grants/${grant.id}`);
    await expect(holder.getByText("提供部门的接口没有可用的答复")).toBeVisible();
    await sound(holder, "interface-usage");
  } finally {
    await system.close();
  }
});
