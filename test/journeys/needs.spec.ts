import { expect, test } from "../support/journey.ts";
import { decide } from "./desk.ts";
import { givenRegister } from "./people.ts";
import { sound } from "./sound.ts";

test("A22.2 who finds no entry states a need; the bureau records its coordination and names the entry to apply for", async ({
  open,
}) => {
  const entry = await givenRegister("户籍登记（需求）");
  const department = await open("mzj", "/desk/entries?q=残疾人证持有");
  await department.getByRole("link", { name: "提出共享需求，请数据局协调" }).click();
  await department.getByLabel("需要的数据", { exact: true }).fill("残疾人证持有信息");
  await department.getByLabel("需要的数据项").fill("证件号码、残疾类别和等级");
  await department.getByLabel("具体应用场景").fill("残疾人两项补贴资格核对");
  await department.getByLabel("履行职责和提供公共服务依据").fill("《社会救助暂行办法》第五十八条");
  await sound(department, "need-state");
  await department.getByRole("button", { name: "提交", exact: true }).click();
  await expect(department.getByText("同级数据局协调").first()).toBeVisible();

  const bureau = await open("sjj", "/desk/needs");
  await sound(bureau, "needs");
  await bureau.getByRole("link", { name: /需要“残疾人证持有信息”/ }).click();
  await decide(bureau, "记录协调情况", {
    texts: {
      协调日期: "2026-09-21",
      协调的单位: "双鸭山市公安局",
      各方意见和议定事项: "该局有户籍登记，残疾人证由残联掌握，暂以户籍登记核对",
    },
  });
  await decide(bureau, "指明可以申请的目录", { texts: { 可以申请的数据目录: entry.catalogueCode ?? "" } });
  await expect(bureau.getByText("已办理，现在是“已指明目录或者申请”。")).toBeVisible();
  await sound(bureau, "need-met");

  await department.reload();
  await expect(department.getByText(`${entry.name}（${entry.catalogueCode}）`)).toBeVisible();
  await department.getByRole("link", { name: "打开可以申请的目录" }).click();
  await expect(department.getByRole("link", { name: entry.name })).toBeVisible();
});
