import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { readCity } from "../../platform/home/index.ts";
import { demoCity, loadCity } from "../city/load.ts";
import { readConfig } from "../config.ts";
import { Refused } from "./api.ts";
import { Report } from "./report.ts";
import { tell } from "./story.ts";

const config = readConfig(process.env);
const options = new Command("story")
  .description("在运行中的演示平台上，把一份数据从编目到开放走一遍（只用公开的 HTTP 接口）")
  .helpOption("-h, --help", "显示帮助")
  .option("--url <网址>", "平台网址", `http://${config.host}:${config.port}`)
  .option("--epidemic <文件>", "疫情逐日统计（GB18030 编码的 CSV）；不给则用生成的数据")
  .option("--persons <人数>", "户籍登记生成多少人", "20000")
  .option("--label <文字>", "加在目录名称后面，用来区分多次演示", "")
  .option("--home <目录>", "平台的环境目录（与平台同机时）：导出存证并离线核对")
  .option("--report <文件>", "把结果写成 Markdown 表格")
  .parse()
  .opts<{ url: string; epidemic?: string; persons: string; label: string; home?: string; report?: string }>();

const password =
  config.demoPassword ?? (await readFile(join(config.home, "secrets", "demo-password"), "utf8")).trim();
const city = demoCity(await loadCity(config.city, await readCity(options.home ?? config.home)));
const report = new Report((text) => console.log(text));
try {
  await tell(
    {
      url: options.url,
      city,
      password,
      epidemic: options.epidemic === undefined ? null : await readFile(options.epidemic),
      persons: Number(options.persons),
      label: options.label,
      home: options.home ?? null,
    },
    report,
  );
  console.log(`\n全部 ${report.lines.length} 步与预期相符。`);
} catch (error) {
  process.exitCode = 1;
  console.error(`\n✗ ${error instanceof Refused ? `${error.code}：${error.detail}` : String(error)}`);
}
if (options.report !== undefined) await writeFile(options.report, `${report.markdown()}\n`);
