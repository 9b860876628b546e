import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { version } from "./version.ts";

const program = new Command("gongshu")
  .description("公数：公共数据平台")
  .version(version, "-V, --version", "显示版本")
  .helpOption("-h, --help", "显示帮助")
  .helpCommand("help [命令]", "显示命令的帮助")
  .configureHelp({
    styleTitle: (title) => titles[title] ?? title,
    styleSubcommandTerm: (term) => term.replace("[options]", "[选项]"),
    styleUsage: (usage) => usage.replace("[options]", "[选项]").replace("[command]", "[命令]"),
  })
  .configureOutput({ outputError: (fault, write) => write(inChinese(fault)) })
  .addHelpText(
    "after",
    `
环境变量：
  PORT                   端口（8080）
  HOST                   监听地址（127.0.0.1）
  DATABASE_URL           PostgreSQL 地址；不设则用内置数据库
  GONGSHU_CITY           城市：profiles/ 里的名称或者配置所在的文件夹；已有环境不必再写
  GONGSHU_HOME           环境目录（./var）：内置数据库、文件、密钥
  GONGSHU_PUBLIC_URL     对外的网址（协议和域名）
  GONGSHU_DEMO_PASSWORD  演示账号的口令；不设则随机生成

其余的（反向代理、邮件、第二因素、省级平台、部门接口的主机、统一身份认证）见 README.md。`,
  );

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Arguments:": "参数：",
};

const faults = [
  [/^error: unknown command '(.+?)'.*$/s, "没有命令 $1"],
  [/^error: unknown option '(.+?)'.*$/s, "没有选项 $1"],
  [/^error: missing required argument '(.+?)'.*$/s, "缺少参数 $1"],
  [/^error: option '(.+?)' argument missing.*$/s, "选项 $1 缺少值"],
  [/^error: too many arguments.*$/s, "参数太多"],
] as const;

/** What the command line could not make sense of, and where its use is told. */
function inChinese(fault: string): string {
  const [known] = faults.flatMap(([said, words]) => (said.test(fault) ? [fault.replace(said, words)] : []));
  return `${known ?? fault.trimEnd()}。用法见 gongshu --help。\n`;
}

function speakChinese(command: Command, within: Command): Command {
  command.copyInheritedSettings(within).helpOption("-h, --help", "显示帮助");
  for (const inner of command.commands) speakChinese(inner, command);
  return command;
}

/** Every file of `commands` exports one `command`. */
const commands = join(import.meta.dirname, "commands");
for (const file of readdirSync(commands).sort()) {
  if (!/^[a-z-]+\.ts$/.test(file)) continue;
  const { command }: { command: Command } = await import(join(commands, file));
  program.addCommand(speakChinese(command, program));
}

await program.parseAsync();
