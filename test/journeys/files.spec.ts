import { readFile } from "node:fs/promises";
import { albumEntry, pdfOf } from "../support/file-entry.ts";
import { digestOf } from "../support/files.ts";
import { expect, test } from "../support/journey.ts";
import { decide } from "./desk.ts";
import { givenPublished, heldGrant } from "./people.ts";
import { sound } from "./sound.ts";

/** Both files that the department brings. */
const files = [
  { name: "㼆𬭸䶮𠮷设施分布图.pdf", content: pdfOf("分布图") },
  { name: "设施名录.csv", content: Buffer.from("名称,地址\n尖山区社区卫生服务中心,新兴大街\n") },
];

test("A12.5 A17.4 A27.2 A20.1 files are mounted, uploaded, applied for, decided and downloaded, digest equal", async ({
  open,
}) => {
  const entry = await givenPublished({ ...albumEntry, name: "公共卫生设施图册（文件）" });
  const owner = await open("wjw", `/desk/entries/${entry.id}`);
  await owner.getByRole("button", { name: "挂载文件资源" }).click();
  await expect(owner.getByText("现有 0 个文件")).toBeVisible();
  await owner.getByRole("link", { name: "上传文件" }).click();

  await owner
    .getByLabel("文件", { exact: true })
    .setInputFiles([
      ...files.map(({ name, content }) => ({ name, mimeType: "application/octet-stream", buffer: content })),
      { name: "其实是程序.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ\u0090\0程序") },
    ]);
  await owner.getByRole("button", { name: "上传 3 个文件" }).click();
  await expect(owner.getByText("已入库")).toHaveCount(2);
  await expect(owner.getByText(/文件内容与扩展名 .pdf 不符/)).toBeVisible();
  await sound(owner, "files-upload");
  await owner.getByRole("link", { name: "看批次" }).first().click();
  await expect(owner.getByText("application/pdf")).toBeVisible();
  await sound(owner, "files-batch");
  await owner.goto("/desk/batches");
  await sound(owner, "files-batches");
  await owner.goto(`/desk/entries/${entry.id}`);
  await expect(owner.getByText("现有 2 个文件")).toBeVisible();
  await sound(owner, "files-entry");

  const applicant = await open("mzj", `/desk/entries/${entry.id}`);
  await applicant.getByRole("link", { name: "申请共享" }).click();
  await applicant.getByLabel("具体应用场景").fill("编制社区养老服务设施规划");
  await applicant.getByLabel("共享方式").selectOption({ label: "文件" });
  for (const item of albumEntry.items)
    await expect(
      applicant.getByRole("checkbox", { name: new RegExp(`^${item.name}\\s*\\d级`) }),
    ).toBeChecked();
  await applicant.getByLabel("共享范围：对象").fill("全市公共卫生设施");
  await applicant.getByLabel("履行职责和提供公共服务依据").fill("《养老机构管理办法》第七条");
  await sound(applicant, "files-apply");
  await applicant.getByRole("button", { name: "提交", exact: true }).click();
  await expect(applicant.getByText("市数据局审核").first()).toBeVisible();
  const matter = applicant.url();

  const bureau = await open("sjj", matter);
  await decide(bureau, "形式审查通过，转提供部门");
  const provider = await open("wjw", matter);
  const agree = provider.getByRole("checkbox", { name: "同意以文件整份提供，全部数据项为原值" });
  await agree.check();
  await sound(provider, "files-decide");
  await decide(provider, "同意共享");

  const page = await open("mzj", `/desk/grants/${await heldGrant(entry)}`);
  await page.getByRole("button", { name: "列出可下载的文件" }).click();
  for (const { name, content } of files) {
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: `下载 ${name}` }).click();
    const got = await waiting;
    expect(got.suggestedFilename()).toBe(name);
    expect(digestOf(await readFile(await got.path()))).toBe(digestOf(content));
    await expect(page.getByText(digestOf(content))).toBeVisible();
  }
  await page.reload();
  await expect(page.getByText("文件传完")).toHaveCount(2);
  await sound(page, "files-grant");
});
