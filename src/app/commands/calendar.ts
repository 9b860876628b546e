import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { parameters } from "../../law/parameters.ts";
import { importYear } from "../../matters/index.ts";
import { lawNow } from "../../platform/clocks/index.ts";
import { inTransaction } from "../../platform/db/index.ts";
import { Problem } from "../../platform/http/index.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { withPlatform } from "../terminal.ts";

const notice = z.object({
  year: z.int().min(2025).max(2100),
  source: z.string().min(1),
  off: z.array(z.iso.date()),
  work: z.array(z.iso.date()),
});

const shape = '{"year":2027,"source":"通知名称","off":["2027-01-01"],"work":["2027-02-06"]}';

export const command = new Command("calendar").description("工作日历");

command
  .command("import <文件>")
  .description(`导入或者更正一年的放假安排，未办结的期限随之重算；文件是 JSON：${shape}`)
  .action((path: string) =>
    withPlatform(async ({ database }) => {
      const year = await readNotice(path);
      const moved = await inTransaction(database.kysely, async (tx) =>
        importYear(tx, year, parameters, await lawNow(tx)),
      ).catch((cause: unknown) => {
        throw cause instanceof Problem ? new OperatorError(cause.detail, { cause }) : cause;
      });
      console.log(`已导入 ${year.year} 年放假安排，${moved} 个期限有变化，原值留存。`);
    }),
  );

async function readNotice(path: string): Promise<z.infer<typeof notice>> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new OperatorError(`读不到文件 ${path}，请检查路径。`, { cause });
  });
  try {
    return notice.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorError(`${path} 不是放假安排，应如：${shape}`, { cause });
  }
}
