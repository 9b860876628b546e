import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { auditSettlements } from "../../ch4-collection/index.ts";
import { softwareCryptography } from "../../platform/crypto/index.ts";
import {
  auditLedger,
  checkpointSigner,
  exportLedger,
  latestCheckpoint,
  proveInclusion,
} from "../../platform/ledger/index.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { auditFiles, auditTables, type FileFault, FileStores, type TableFault } from "../../vault/index.ts";
import { evidence } from "../evidence.ts";
import { openKeyring } from "../keyring.ts";
import type { Platform } from "../platform.ts";
import { withPlatform } from "../terminal.ts";

const signerOf = async (platform: Platform) =>
  checkpointSigner(await openKeyring(platform), platform.city.id);

export const command = new Command("ledger").description("操作存证：导出、检查点、回执、核对");

command
  .command("export <目录>")
  .description("导出全部存证，供 verifier/verify.ts 离线核对")
  .action((directory: string) =>
    withPlatform(async (platform) => {
      if (existsSync(directory))
        throw new OperatorError(`${directory} 已存在。请指明一个还没有的目录，由本命令建立。`);
      const signer = await signerOf(platform);
      const size = await exportLedger({ db: platform.database.kysely, signer, evidence, directory });
      console.log(`已导出 ${size} 条到 ${directory}。核对：npx node verifier/verify.ts ${directory}`);
    }),
  );

command
  .command("keys")
  .description("显示核对检查点用的公钥")
  .action(() =>
    withPlatform(async (platform) => console.log((await signerOf(platform)).verifierKeys.join("\n"))),
  );

command
  .command("checkpoint")
  .description("显示最新的检查点，请留存在平台之外")
  .action(() =>
    withPlatform(async ({ database }) => {
      const checkpoint = await latestCheckpoint(database.kysely);
      if (!checkpoint) throw new OperatorError("操作存证还没有内容。");
      process.stdout.write(checkpoint.text);
    }),
  );

command
  .command("verify-inclusion <回执>")
  .description("查一个回执是否已存证、是第几条")
  .action((receipt: string) =>
    withPlatform(async ({ database }) => {
      const inclusion = await proveInclusion(database.kysely, receipt);
      if (inclusion.state === "unknown") throw new OperatorError("没有查到这个存证回执，请核对是否完整。");
      if (inclusion.state === "pending") throw new OperatorError("存证已收到，正在编号，请在一秒后再查。");
      console.log(`已存证：第 ${inclusion.index} 条，共 ${inclusion.checkpoint.size} 条。`);
    }),
  );

command
  .command("audit")
  .description("在线核对存证所记的记录，并用密钥核对数据行、文件、批次")
  .action(() =>
    withPlatform(async (platform) => {
      const { database, home } = platform;
      const keyring = await openKeyring(platform);
      const stores = await FileStores.open(join(home.directory, "vault"));
      const parts = { database, cryptography: softwareCryptography, keyring, stores };
      const findings = [
        ...(await auditLedger(database.kysely, evidence)),
        ...(await auditSettlements(database.kysely)),
        ...(await auditTables(database, softwareCryptography, keyring)).map(told),
        ...(await auditFiles(parts)).map(toldOfFile),
      ];
      for (const finding of findings) console.log(`✗ ${finding}`);
      if (findings.length > 0) throw new OperatorError(`${findings.length} 处不符。`);
      console.log("✓ 全部相符");
    }),
  );

const toldOfFile = ({ kind, resource, file, name }: FileFault): string =>
  `资源 ${resource}：文件“${name}”（${file}）${faultWords[kind]}`;

function told(fault: TableFault): string {
  return fault.kind === "row-changed"
    ? `数据表 ${fault.table}：第 ${fault.batch} 批第 ${fault.row} 行（行号 ${fault.rowId}）被改动或另行加入`
    : `资源 ${fault.resource}：第 ${fault.batch} 批（${fault.batchId}）的数据行有缺失或被替换`;
}

const faultWords: Readonly<Record<FileFault["kind"], string>> = {
  "file-changed": "的内容被改动、截短或者不在",
  "file-record-changed": "的登记内容与入库时不符",
  "file-record-missing": "有入库批次，却没有登记",
  "removal-unrecorded": "登记为已撤下，操作存证里却没有这次撤下",
};
