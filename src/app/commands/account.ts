import { createInterface } from "node:readline";
import { Command, Option } from "commander";
import { z } from "zod";
import { addParty, addPerson, addRegion, administrators, partyOfCode } from "../../ch2-parties/index.ts";
import { isCreditCode } from "../../contract/credit-code.ts";
import { partyKind, partyLevel, role } from "../../contract/roles.ts";
import { lawNow } from "../../platform/clocks/index.ts";
import { inTransaction, type Tx } from "../../platform/db/index.ts";
import {
  createAccount,
  personOfAccount,
  resetSecondFactor,
  setPassword,
  suspendAccount,
} from "../../platform/identity/index.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import type { City } from "../city/load.ts";
import { withPlatform } from "../terminal.ts";

const shortest = 12;
const onStdin = `口令从标准输入读取一行，至少 ${shortest} 个字符，如：npx gongshu account … < 口令文件`;

export const command = new Command("account").description("正式环境的单位、人员和账号");

command
  .command("party <统一社会信用代码>")
  .description("登记单位")
  .requiredOption("--name <名称>", "全称")
  .requiredOption("--short-name <简称>", "简称")
  .addOption(
    new Option("--kind <类别>", "单位类别")
      .choices(partyKind.options.filter((kind) => kind !== "citizen"))
      .makeOptionMandatory(),
  )
  .addOption(new Option("--level <层级>", "层级").choices(partyLevel.options).default("city"))
  .option("--region <区划>", "区划代码，缺省为本市")
  .action((code: string, options: unknown) =>
    inProduction(async (tx, city) => {
      if (!isCreditCode(code))
        throw new OperatorError(`统一社会信用代码 ${code} 不对（18 位，含校验位），请核对登记证。`);
      const given = partyOptions.parse(options);
      const region = given.region ?? city.code;
      if (!city.regions.some((one) => one.code === region))
        throw new OperatorError(`没有区划 ${region}。可用：${city.regions.map(named).join("、")}。`);
      for (const one of city.regions) await addRegion(tx, one);
      await addParty(tx, await lawNow(tx), { ...given, region, uscc: code });
      return `已登记单位：${given.name}`;
    }),
  );

command
  .command("create <账号>")
  .description(`登记人员和账号；${onStdin}`)
  .requiredOption("--party <统一社会信用代码>", "所在单位，须已登记")
  .requiredOption("--person <姓名>", "姓名")
  .option("--unit <处室>", "处室")
  .addOption(new Option("--role <岗位...>", "岗位，可以有几个").choices(role.options).makeOptionMandatory())
  .action((username: string, options: unknown) =>
    inProduction(async (tx) => {
      const { party, person, unit, role: roles } = personOptions.parse(options);
      if (roles.length > 1 && administrators.some((one) => roles.includes(one)))
        throw new OperatorError("系统管理员、安全管理员、审计员须由专人担任，不能兼任其他岗位。");
      const partyId = await partyOfCode(tx, party);
      if (partyId === null)
        throw new OperatorError(`还没有登记 ${party} 这个单位，请先执行 npx gongshu account party。`);
      const password = await readPassword();
      const personId = await addPerson(tx, await lawNow(tx), { name: person, partyId, unit, roles });
      await createAccount(tx, { username, password, personId });
      return `已建立账号：${username}`;
    }),
  );

command
  .command("password <账号>")
  .description(`重设口令，原有登录随即失效；${onStdin}`)
  .action((username: string) =>
    inProduction(async (tx) => {
      await setPassword(tx, await personOf(tx, username), await readPassword());
      return `已重设口令：${username}`;
    }),
  );

command
  .command("second-factor <账号>")
  .description("取消动态码和备用码，登录随即失效；本人下次登录后重新绑定")
  .action((username: string) =>
    inProduction(async (tx) => {
      await resetSecondFactor(tx, await personOf(tx, username));
      return `已取消动态码：${username}`;
    }),
  );

command
  .command("suspend <账号>")
  .description("停用账号，登录随即失效")
  .action((username: string) =>
    inProduction(async (tx) => {
      await suspendAccount(tx, await personOf(tx, username));
      return `已停用账号：${username}`;
    }),
  );

const partyOptions = z.object({
  name: z.string().min(1),
  shortName: z.string().min(1),
  kind: partyKind,
  level: partyLevel,
  region: z.string().optional(),
});
const personOptions = z.object({
  party: z.string(),
  person: z.string().min(1),
  unit: z.string().nullable().default(null),
  role: z.array(role),
});

const named = ({ code, name }: { code: string; name: string }) => `${code} ${name}`;

/** All or nothing; tells what was done. The demonstration makes its own city, the same at every start. */
function inProduction(work: (tx: Tx, city: City) => Promise<string>): Promise<void> {
  return withPlatform(async ({ home, city, database }) => {
    if (home.kind !== "production")
      throw new OperatorError(
        "演示环境的单位和账号随演示城市生成，不能另建；正式环境请先执行 npx gongshu init。",
      );
    const done = await inTransaction(database.kysely, (tx) => work(tx, city)).catch((cause: unknown) => {
      if (cause instanceof Error && "code" in cause && cause.code === "23505")
        throw new OperatorError("已经登记过：单位的代码、账号，以及一个地区的数据局都只能有一个。", {
          cause,
        });
      throw cause;
    });
    console.log(done);
  });
}

async function personOf(tx: Tx, username: string): Promise<string> {
  const person = await personOfAccount(tx, username);
  if (person === null) throw new OperatorError(`没有账号 ${username}，请检查拼写。`);
  return person;
}

/** Never an argument: those stand in the list of processes and in the shell's history. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) throw new OperatorError(`${onStdin}。不在终端里输入，以免显示出来。`);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.length >= shortest && line.length <= 256) return line;
    break;
  }
  throw new OperatorError(`口令须为 ${shortest} 至 256 个字符。${onStdin}`);
}
