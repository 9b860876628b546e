import { Command } from "commander";
import { migrate, migrationDirectories, urlsOfOneLogin } from "../../platform/db/index.ts";
import { readConfig } from "../config.ts";
import { openPlatform } from "../platform.ts";
import { run } from "../terminal.ts";

export const command = new Command("migrate")
  .description("升级数据库结构（使用 DATABASE_URL 时须手工执行；内置数据库启动时自动升级）")
  .action(() =>
    run(async () => {
      const config = readConfig(process.env);
      if (config.databaseUrl === null) {
        const platform = await openPlatform(config);
        await platform.close();
        console.log("内置数据库已是最新。");
        return;
      }
      const applied = await migrate(urlsOfOneLogin(config.databaseUrl).migrator, migrationDirectories());
      for (const name of applied) console.log(`已执行 ${name}`);
      console.log(applied.length === 0 ? "数据库已是最新。" : `共执行 ${applied.length} 个迁移。`);
    }),
  );
