import { join } from "node:path";
import { z } from "zod";
import { type OpenHosts, openHosts } from "../access/index.ts";
import { type Role, role } from "../contract/roles.ts";
import type { ExternalProvider } from "../platform/identity/index.ts";
import { OperatorError } from "../platform/operator-error.ts";

export const projectRoot = join(import.meta.dirname, "../..");

const listed = (text: string | undefined): string[] => text?.split(",").map((part) => part.trim()) ?? [];

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  GONGSHU_CITY: z.string().optional(),
  GONGSHU_HOME: z.string().min(1).default(join(projectRoot, "var")),
  GONGSHU_DEMO_PASSWORD: z.string().min(8).optional(),
  GONGSHU_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  GONGSHU_TRUSTED_PROXIES: z.string().optional(),
  GONGSHU_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  GONGSHU_MAIL_FROM: z.email().optional(),
  GONGSHU_MAIL_DOMAINS: z.string().optional(),
  GONGSHU_SECOND_FACTOR_ROLES: z.string().optional(),
  GONGSHU_PROVINCE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isGuarded)
    .refine(isPlain)
    .optional(),
  GONGSHU_UPSTREAM_HOSTS: z
    .string()
    .refine((text) => openHosts(listed(text)) !== undefined)
    .optional(),
  GONGSHU_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isGuarded)
    .optional(),
  GONGSHU_OIDC_CLIENT_ID: z.string().optional(),
  GONGSHU_OIDC_CLIENT_SECRET: z.string().optional(),
  GONGSHU_OIDC_NAME: z.string().max(20).default("统一身份认证"),
});

/** What travels by an address, and what is believed of it: only over TLS, or where it never leaves this machine. */
function isGuarded(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** An address that can be shown: no password, no token in it. */
function isPlain(url: string): boolean {
  const { username, password, search, hash } = new URL(url);
  return username + password + search + hash === "";
}

const mends: Readonly<Record<string, string>> = {
  PORT: "应为 0 到 65535 的整数",
  HOST: "应为监听地址，如 127.0.0.1",
  DATABASE_URL: "应为 postgres://用户:口令@主机:端口/库名",
  GONGSHU_HOME: "应为目录",
  GONGSHU_DEMO_PASSWORD: "至少 8 个字符",
  GONGSHU_SMTP_URL: "应为 smtp://用户:口令@主机:端口（或 smtps://）",
  GONGSHU_MAIL_FROM: "应为发信邮箱地址",
  GONGSHU_PROVINCE_URL: "应为省级平台的接收地址 https://…，不带用户名、口令和问号参数（http 只限本机）",
  GONGSHU_UPSTREAM_HOSTS:
    "应为可以挂载接口的主机，用逗号分隔，每项写成 单位的统一社会信用代码=主机[:端口][/路径]（走 https），明文的写成 代码=http://主机[:端口]；末尾不带 /，代码须 18 位、校验码正确",
  GONGSHU_OIDC_ISSUER: "应为 https://…，与提供方元数据中的 issuer 一字不差（http 只限本机）",
  GONGSHU_OIDC_NAME: "最多 20 个字",
  GONGSHU_PUBLIC_URL: "应为 https://域名（不带路径）",
};

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | null;
  readonly home: string;
  /** A name in `profiles/` or a folder; null: the home's, else the only one. */
  readonly city: string | null;
  readonly demoPassword: string | null;
  /** What the world sees, without a slash at the end; null: follows from host and port. */
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  /** Notices leave by e-mail where this is set. */
  readonly mail: { readonly url: string; readonly from: string; readonly domains: readonly string[] } | null;
  /** Who signs in with a second factor only: roles, and "bureau" for everyone of a data bureau. Null: by the kind of home. */
  readonly secondFactor: readonly (Role | "bureau")[] | null;
  /** Where the provincial platform takes messages; null: they gather. */
  readonly provinceUrl: string | null;
  /** Which hosts the platform may be made to call as interfaces of departments: none, unless they are named here. */
  readonly upstreamHosts: OpenHosts;
  /** People may sign in by this OpenID provider. */
  readonly external: ExternalProvider | null;
}

/** Settings come from the environment only; an empty variable counts as not set. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = environment.safeParse(set);
  if (!result.success) {
    const names = new Set(result.error.issues.map(({ path }) => String(path[0])));
    const lines = [...names].map((name) => `环境变量 ${name} 的值不对：${mends[name] ?? ""}。`);
    throw new OperatorError(lines.join("\n"));
  }
  const { data } = result;
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL ?? null,
    home: data.GONGSHU_HOME,
    city: data.GONGSHU_CITY ?? null,
    demoPassword: data.GONGSHU_DEMO_PASSWORD ?? null,
    publicUrl: data.GONGSHU_PUBLIC_URL === undefined ? null : new URL(data.GONGSHU_PUBLIC_URL).origin,
    trustedProxies: listed(data.GONGSHU_TRUSTED_PROXIES),
    mail: mailOf(data),
    secondFactor: secondFactorOf(data.GONGSHU_SECOND_FACTOR_ROLES),
    provinceUrl: data.GONGSHU_PROVINCE_URL ?? null,
    upstreamHosts: openHosts(listed(data.GONGSHU_UPSTREAM_HOSTS)) ?? [],
    external: externalOf(data),
  };
}

function mailOf(data: z.infer<typeof environment>): Config["mail"] {
  const { GONGSHU_SMTP_URL: url, GONGSHU_MAIL_FROM: from, GONGSHU_MAIL_DOMAINS: domains } = data;
  if (url === undefined) return null;
  if (from === undefined)
    throw new OperatorError("设置了 GONGSHU_SMTP_URL，还须设置发信邮箱 GONGSHU_MAIL_FROM。");
  return { url, from, domains: listed(domains).map((domain) => domain.toLowerCase()) };
}

const secondFactorRole = z.union([role, z.literal("bureau")]);

function secondFactorOf(text: string | undefined): Config["secondFactor"] {
  if (text === undefined) return null;
  if (text.trim() === "none") return [];
  return listed(text).map((name) => {
    const known = secondFactorRole.safeParse(name);
    if (known.success) return known.data;
    throw new OperatorError(
      `环境变量 GONGSHU_SECOND_FACTOR_ROLES 中的 ${name} 不是岗位。可用：bureau、${role.options.join("、")}，或者只写 none。`,
    );
  });
}

function externalOf(data: z.infer<typeof environment>): Config["external"] {
  const { GONGSHU_OIDC_ISSUER: issuer, GONGSHU_OIDC_CLIENT_ID: clientId, GONGSHU_OIDC_NAME: name } = data;
  if (issuer === undefined) return null;
  if (clientId === undefined)
    throw new OperatorError(
      "设置了 GONGSHU_OIDC_ISSUER，还须设置在提供方登记的客户端标识 GONGSHU_OIDC_CLIENT_ID。",
    );
  return { issuer, clientId, clientSecret: data.GONGSHU_OIDC_CLIENT_SECRET ?? null, name };
}
