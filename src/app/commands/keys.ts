import { Command } from "commander";
import { Problem } from "../../platform/http/problem.ts";
import { OperatorError } from "../../platform/operator-error.ts";
import { type Rotated, rotateKeysOf, rotateKeysOlderThan } from "../../vault/index.ts";
import { rotationParts } from "../key-rotation.ts";
import { openKeyring } from "../keyring.ts";
import { withPlatform } from "../terminal.ts";

export const command = new Command("keys").description("数据密钥");

command
  .command("rotate [资源代码...]")
  .description(
    "立即轮换数据密钥：已有数据仍用原密钥读取，一分钟后新写入的数据使用新密钥。部门接口的密钥不在其中：它由主密钥加密保存，要换的在目录页的接口设置里重新填写",
  )
  .option("--all", "轮换全部资源")
  .action((codes: string[], { all = false }: { all?: boolean }) =>
    withPlatform(async (platform) => {
      if (all === codes.length > 0)
        throw new OperatorError("请指明要轮换的资源代码（r-…），或者用 --all 轮换全部资源，二者选一。");
      const parts = rotationParts(platform.database.kysely, await openKeyring(platform));
      if (all) {
        const rotated = await rotateKeysOlderThan(parts, 0);
        for (const one of rotated) console.log(told(one));
        console.log(`共轮换 ${rotated.length} 个资源的密钥。`);
        return;
      }
      for (const code of codes) {
        const rotated = await rotateKeysOf(parts, code).catch(unknown(code));
        if (rotated === undefined)
          throw new OperatorError(
            `资源 ${code} 没有可以轮换的密钥：还没有写入过数据，或者一分钟内刚刚轮换过。`,
          );
        console.log(told(rotated));
      }
    }),
  );

const unknown = (code: string) => (cause: unknown) => {
  if (!(cause instanceof Problem)) throw cause;
  throw new OperatorError(`没有资源 ${code}，请核对目录页“挂载的数据”里的资源代码。`, { cause });
};

const told = ({ code, version, receipt }: Rotated) =>
  `资源 ${code}：已生成第 ${version} 版密钥，一分钟后用于写入；原有数据仍用原密钥读取。存证回执 ${receipt}`;
