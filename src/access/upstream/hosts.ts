import { isCreditCode } from "../../contract/credit-code.ts";
import { Problem } from "../../platform/http/problem.ts";

/** A host, or what lies under a path of it, that the deployer opened for the interfaces of one unit. */
interface OpenHost {
  /** The unit's unified social credit code. */
  readonly unit: string;
  readonly origin: string;
  /** `/` is the whole host. */
  readonly path: string;
}
export type OpenHosts = readonly OpenHost[];

/** Each `code=host[:port][/path]` over TLS; plain HTTP has to be said: `code=http://…`. Undefined where one is neither. */
export function openHosts(listed: readonly string[]): OpenHosts | undefined {
  const hosts = listed.map(hostOf);
  return hosts.includes(undefined) ? undefined : hosts.filter((host) => host !== undefined);
}

function hostOf(entry: string): OpenHost | undefined {
  const [, unit = "", place = ""] = /^([^=]*)=(.*)$/.exec(entry) ?? [];
  const written = /^https?:\/\//.test(place) ? place : `https://${place}`;
  if (!isCreditCode(unit) || !URL.canParse(written)) return undefined;
  const url = new URL(written);
  const bare = url.username + url.password + url.search + url.hash === "";
  return bare && !place.endsWith("/") && !url.pathname.startsWith("//")
    ? { unit, origin: url.origin, path: url.pathname }
    : undefined;
}

const isOpen = (hosts: OpenHosts, unit: string | null, url: URL): boolean =>
  hosts.some(
    (host) =>
      host.unit === unit &&
      host.origin === url.origin &&
      (host.path === "/" || isUnder(host.path, url.pathname)),
  );

/** An escaped slash or backslash may be a step upwards for the server behind. */
const isUnder = (path: string, asked: string): boolean =>
  `${asked}/`.startsWith(`${path}/`) && !/%2f|%5c/i.test(asked);

/**
 * What the platform may be made to call, and for whom, is the deployer's word alone: else whoever mounts an interface
 * could have it ask any machine of the government network, or fetch another unit's data in the platform's name.
 * @throws Problem `upstream_closed`
 */
export function assertOpen(hosts: OpenHosts, unit: string | null, address: string): void {
  const url = new URL(address);
  const refuse = (detail: string) => {
    throw new Problem("upstream_closed", detail, {
      article: "7¶1",
      errors: [{ pointer: "/url", detail: "请核对接口地址" }],
    });
  };
  if (url.username + url.password !== "")
    refuse("接口地址里不能带用户名、口令：请把密钥填在“密钥”一栏，平台加密保存");
  if (url.search + url.hash !== "")
    refuse("接口地址里不能带问号参数和 #；密钥不要写在地址里，请填在“密钥”一栏，平台加密保存");
  if (isOpen(hosts, unit, url)) return;
  if (unit === null) refuse("本单位没有登记统一社会信用代码，平台不能为它开放主机：请联系市大数据中心登记");
  const wanted = url.protocol === "https:" ? url.host : url.origin;
  const plain = url.protocol === "http:" ? "；明文 http 只宜用于有专线保护的主机" : "";
  refuse(
    `平台还没有为本单位开放对 ${url.host} 这个地址的${url.protocol === "https:" ? "" : "明文 http "}访问。请联系市大数据中心：核对主机确属本单位后，在平台环境变量 GONGSHU_UPSTREAM_HOSTS 中加入 ${unit}=${wanted} 并重启平台，再来挂载${plain}`,
  );
}
