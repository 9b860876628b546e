import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type YearNotice, yearNotice } from "../../contract/calendar.ts";
import { parameters } from "../../law/parameters.ts";
import { importYear, previewYear } from "../../matters/index.ts";
import { lawNow } from "../../platform/clocks/index.ts";
import { type Db, inTransaction } from "../../platform/db/index.ts";
import { Problem } from "../../platform/http/index.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { withPlatform } from "../terminal.ts";

const shape = '{"year":2027,"source":"通知名称","off":["2027-01-01"],"work":["2027-02-06"]}';

export const command = new Command("calendar").description("工作日历");

command
  .command("import <文件>")
  .description(`导入或者更正一年的放假安排，未办结的期限随之重算；文件是 JSON：${shape}`)
  .option("--preview", "只列出将要变动的期限，不导入")
  .action((path: string, options: { preview?: true }) =>
    withPlatform(async ({ database }) => {
      const year = await readNotice(path);
      if (options.preview === true) {
        await preview(database.kysely, year);
        return;
      }
      const moved = await inTransaction(database.kysely, async (tx) =>
        importYear(tx, year, parameters, await lawNow(tx)),
      ).catch(refused);
      console.log(`已导入 ${year.year} 年放假安排，${moved} 个期限有变化，原值留存。`);
    }),
  );

const refused = (cause: unknown): never => {
  throw cause instanceof Problem ? new OperatorError(cause.detail, { cause }) : cause;
};

async function preview(db: Db, year: YearNotice): Promise<void> {
  const { plan, replaces } = await previewYear(db, year, parameters).catch(refused);
  if (replaces !== null) console.log(`将替换已导入的：${replaces}`);
  for (const { number, title, oldDueOn, newDueOn, newProvisional } of plan.deadlines) {
    console.log(`${number}　${title}　${oldDueOn} → ${newDueOn}${newProvisional ? "（暂定）" : ""}`);
  }
  console.log(`${year.year} 年：${plan.deadlines.length} 个期限将有变化，尚未导入。`);
}

async function readNotice(path: string): Promise<YearNotice> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new OperatorError(`读不到文件 ${path}，请检查路径。`, { cause });
  });
  try {
    return yearNotice.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorError(`${path} 不是放假安排，应如：${shape}`, { cause });
  }
}
