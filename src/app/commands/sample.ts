import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { readCity } from "../../platform/home/index.ts";
import { demoCity, loadCity } from "../city/load.ts";
import { readConfig } from "../config.ts";
import { epidemicCsv } from "../demo/epidemic.ts";
import { registerCsv } from "../demo/register.ts";
import { run } from "../terminal.ts";

export const command = new Command("sample")
  .description("生成可以在演示环境里上传的示例文件（疫情逐日统计、户籍登记）")
  .argument("[目录]", "写到哪里", "sample")
  .option("--persons <人数>", "户籍登记生成多少人", "20000")
  .action((folder: string, { persons }: { persons: string }) =>
    run(async () => {
      const config = readConfig(process.env);
      const city = demoCity(await loadCity(config.city, await readCity(config.home)));
      await mkdir(folder, { recursive: true });
      const files = {
        "疫情逐日统计.csv": epidemicCsv(city, 323),
        "户籍登记.csv": registerCsv(city, Number(persons)),
      };
      for (const [name, content] of Object.entries(files)) {
        const path = join(folder, name);
        await writeFile(path, content);
        console.log(path);
      }
    }),
  );
