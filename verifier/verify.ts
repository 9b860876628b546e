import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { checkExport } from "./check.ts";

const usage = `用法：node verifier/verify.ts 导出目录 [--checkpoint 留存的检查点文件] [--key 公钥]… [--receipt 回执] [--json]
离线核对操作存证的导出：条目、记录、明细、树根、签名；有留存的检查点才能发现末尾被删。`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkpoint: { type: "string" },
    key: { type: "string", multiple: true },
    receipt: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [directory] = positionals;
if (directory === undefined) {
  console.error(usage);
  process.exit(2);
}

const report = await checkExport({
  directory,
  ...(values.key ? { keys: values.key } : {}),
  ...(values.checkpoint ? { kept: await readFile(values.checkpoint, "utf8") } : {}),
});
const index =
  values.receipt === undefined ? undefined : report.leaves.get(values.receipt.split(".")[1] ?? "");
const missing = values.receipt !== undefined && index === undefined;

if (values.json) {
  const { size, findings, unread } = report;
  console.log(JSON.stringify({ size, findings, unread, index: index ?? null }));
} else {
  if (!values.key) console.log("注意：用的是导出自带的公钥；请用 --key 给出另行取得的公钥。");
  for (const { index: at, ref, detail } of report.findings) {
    console.log(
      `✗ ${at === undefined ? "" : `第 ${at} 条`}${ref === undefined ? "" : `（${ref}）`} ${detail}`,
    );
  }
  for (const [source, count] of Object.entries(report.unread)) {
    console.log(`· ${source} 的 ${count} 条只核对了存证，没有核对记录`);
  }
  if (values.receipt !== undefined) console.log(missing ? "✗ 导出中没有这个回执" : `✓ 回执是第 ${index} 条`);
  console.log(
    report.findings.length === 0 ? `✓ ${report.size} 条存证全部相符` : `✗ ${report.findings.length} 处不符`,
  );
}
process.exitCode = report.findings.length > 0 || missing ? 1 : 0;
