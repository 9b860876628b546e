import { Command } from "commander";
import { readConfig } from "../config.ts";
import { serve } from "../serve.ts";
import { announce, closeOnSignals, run } from "../terminal.ts";

export const command = new Command("serve")
  .description("启动平台（已有环境；同一环境可再开一个进程，用另一个 PORT）")
  .action(() =>
    run(async () => {
      const server = await serve(readConfig(process.env));
      closeOnSignals(server);
      await announce(server);
    }),
  );
