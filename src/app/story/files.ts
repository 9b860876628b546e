import { createHash } from "node:crypto";
import { listOf } from "../../contract/common.ts";
import { gatewayFileList } from "../../contract/data-file.ts";
import type { Entry } from "../../contract/entry.ts";
import { type Grant, grant as grantSchema } from "../../contract/grant.ts";
import type { SigningKey } from "../../platform/signatures/index.ts";
import { signedCall } from "./api.ts";
import type { Cast } from "./cast.ts";
import { refusal } from "./catalogue.ts";
import { act, start } from "./matters.ts";
import { expect, type Report } from "./report.ts";

/** Act 3: files without conditions are had after the bureau's review; a file is asked for whole. */
export async function applyForFiles(report: Report, cast: Cast, entry: Entry): Promise<Grant> {
  const form = {
    scenario: "编制社区办事指南，标注户籍窗口的位置和办公时间",
    mode: "file",
    columns: entry.published?.items.map(({ column }) => column) ?? [],
    rowScope: "全市户籍窗口",
    basis: "部门职责规定第三条",
    months: 12,
  };
  const opened = await start(report, cast.mzj, { kind: "sharing-application", subject: entry.id, form });
  await act(report, cast.sjj, opened.id, "grantUnconditional");
  const { items } = await cast.mzj.get("/api/v1/grants?side=held&limit=200", listOf(grantSchema));
  const made = items.find(({ matterId }) => matterId === opened.id);
  expect(made !== undefined, "审核通过即有使用权限");
  report.line("生成使用权限", "平台", "27¶2(1)", "", `用途编码 ${made.purpose}，文件，整份提供`);
  return made;
}

/** Act 4: the file leaves sealed storage whole, and its digest is that of what was uploaded. */
export async function fetchFiles(
  report: Report,
  url: string,
  cast: Cast,
  grant: Grant,
  key: SigningKey,
  content: Buffer,
): Promise<void> {
  const { purpose, resource } = grant;
  const path = (what: string) => `/share/v1/${resource.code}/${what}`;
  const listed = gatewayFileList.parse(
    JSON.parse((await signedCall(url, path("files"), { purpose }, key)).text),
  );
  const [file] = listed.items;
  expect(file !== undefined, "列出上传的文件");
  const { text } = await signedCall(url, path("file"), { purpose, file: file.id }, key);
  const sm3 = (of: Buffer) => createHash("sm3").update(of).digest("hex");
  expect(sm3(Buffer.from(text)) === sm3(content) && file.sm3 === sm3(content), "取到的就是上传的");
  report.line(
    `取用“${file.name}”`,
    cast.mzj.name,
    "27¶2(1)",
    "",
    `${file.bytes} 字节，SM3 相符，取用前后各留一条记录`,
  );
  const refused = await refusal(() => signedCall(url, path("query"), { purpose, subject: "x" }, key));
  report.refusedCall("改用查询方式", cast.mzj.name, refused);
}
