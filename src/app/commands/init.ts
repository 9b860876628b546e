import { Command } from "commander";
import { migrate, migrationDirectories, urlsOfOneLogin } from "../../platform/db/index.ts";
import { kindNames } from "../../platform/home/index.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { readConfig } from "../config.ts";
import { openPlatform } from "../platform.ts";
import { run } from "../terminal.ts";

export const command = new Command("init")
  .description(
    "建立正式环境（GONGSHU_HOME 指明目录；GONGSHU_CITY 指明城市；DATABASE_URL 指明数据库，否则用内置数据库）",
  )
  .action(() =>
    run(async () => {
      const config = readConfig(process.env);
      if (config.databaseUrl !== null) {
        await migrate(urlsOfOneLogin(config.databaseUrl).migrator, migrationDirectories());
      }
      const platform = await openPlatform(config, { begin: "production" });
      const { home, city } = platform;
      await platform.close();
      if (!home.isNew) {
        throw new OperatorError(
          `${home.directory} 已是${kindNames[home.kind]}环境，没有改动。要另建环境，请用 GONGSHU_HOME 指明一个空目录。`,
        );
      }
      for (const notice of platform.notices) console.log(notice);
      console.log(
        `已建立正式环境（${city.name}）：${home.directory}。登记单位和账号：npx gongshu account --help；启动：npx gongshu serve`,
      );
    }),
  );
