import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../operator-error.ts";

/** Neither kind can be turned into the other. */
export type HomeKind = "demonstration" | "production";

export const kindNames: Readonly<Record<HomeKind, string>> = { demonstration: "演示", production: "正式" };

/** The folder with everything that is not in the database: kind, secrets, files, and the embedded database. */
export interface Home {
  readonly directory: string;
  readonly kind: HomeKind;
  /** The city it was begun for; null until that is written down. */
  readonly city: string | null;
  /** True when this start is the first: the kind is not yet written down. */
  readonly isNew: boolean;
  /** Random bytes, made at the first call and the same ever after; a 0600 file in `secrets`. */
  secret(name: string, bytes: number): Promise<Buffer>;
  /** Text kept like a secret, made by `create` at the first call. */
  secretText(name: string, create: () => string): Promise<string>;
  /** Where {@link secretText} keeps the text. */
  secretFile(name: string): string;
  /** Writes kind and city down for good. */
  establish(city: string): Promise<void>;
}

/** Writes a file that did not exist, durably and whole or not at all; false when it is there already. */
async function createFile(path: string, text: string): Promise<boolean> {
  const partial = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(partial, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(partial, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(partial);
  }
}

async function readKind(directory: string): Promise<HomeKind | undefined> {
  const text = await readFile(join(directory, "kind"), "utf8").catch(() => undefined);
  const kind = text?.trim();
  if (kind === undefined || kind === "demonstration" || kind === "production") return kind;
  throw new OperatorError(
    `环境目录 ${directory} 的 kind 文件内容无法识别，应为 demonstration 或 production。请从备份恢复。`,
  );
}

/** Which city the home in the folder was begun for, or null. */
export async function readCity(directory: string): Promise<string | null> {
  const text = await readFile(join(directory, "city"), "utf8").catch(() => "");
  return text.trim() || null;
}

/**
 * Opens the home in the folder, or begins one of the kind given. A folder that is another kind of home already is
 * refused by whoever asks for a certain kind (see {@link Home.kind}).
 */
export async function openHome(directory: string, begin: HomeKind | undefined): Promise<Home> {
  const written = await readKind(directory);
  const kind = written ?? begin;
  if (kind === undefined) {
    throw new OperatorError(
      `${directory} 里还没有公数环境。演示请用 npm start，正式使用请先执行 npx gongshu init；或用 GONGSHU_HOME 指明已有环境。`,
    );
  }
  const secrets = join(directory, "secrets");
  await mkdir(secrets, { recursive: true, mode: 0o700 });
  const secretFile = (name: string) => join(secrets, name);
  const secretText = async (name: string, create: () => string) => {
    const path = secretFile(name);
    const existing = await readFile(path, "utf8").catch(() => undefined);
    if (existing !== undefined) return existing.trim();
    await createFile(path, `${create()}\n`);
    return (await readFile(path, "utf8")).trim();
  };
  return {
    directory,
    kind,
    city: await readCity(directory),
    isNew: written === undefined,
    secretFile,
    secretText,
    async secret(name, bytes) {
      const secret = Buffer.from(await secretText(name, () => randomBytes(bytes).toString("hex")), "hex");
      if (secret.length !== bytes) {
        throw new OperatorError(
          `密钥文件 ${secretFile(name)} 已损坏（应为 ${bytes} 字节）。请从备份恢复，不要删除它。`,
        );
      }
      return secret;
    },
    async establish(city) {
      await createFile(join(directory, "city"), `${city}\n`);
      if (written === undefined) await createFile(join(directory, "kind"), `${kind}\n`);
    },
  };
}
