import { Problem } from "../../platform/http/problem.ts";

/** Hosts that the deployer opened, as `https://host:port` or `http://host:port` in the form in which URLs are compared. */
export type OpenHosts = ReadonlySet<string>;

/** `host[:port]` means TLS; plain HTTP has to be said: `http://host[:port]`. Undefined where one is neither. */
export function openHosts(listed: readonly string[]): OpenHosts | undefined {
  const origins = listed.map(originOf);
  return origins.includes(undefined) ? undefined : new Set(origins.filter((origin) => origin !== undefined));
}

function originOf(entry: string): string | undefined {
  const written = /^https?:\/\//.test(entry) ? entry : `https://${entry}`;
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  const bare = url.username + url.password + url.search + url.hash === "" && url.pathname === "/";
  return bare && !entry.endsWith("/") ? url.origin : undefined;
}

/**
 * What the platform may be made to call is the deployer's word alone: else whoever mounts an interface could have it ask
 * any machine of the government network. @throws Problem `upstream_closed`
 */
export function assertOpen(hosts: OpenHosts, address: string): void {
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
    refuse("接口地址里不能带问号参数和 #：固定参数请放进路径，密钥请填在“密钥”一栏，平台加密保存");
  if (hosts.has(url.origin)) return;
  const wanted = url.protocol === "https:" ? url.host : url.origin;
  const plain = url.protocol === "http:" ? "；明文 http 只宜用于有专线保护的主机" : "";
  refuse(
    `平台还没有开放对主机 ${url.host} 的${url.protocol === "https:" ? "" : "明文 http "}访问。请联系市大数据中心：核对后在平台环境变量 GONGSHU_UPSTREAM_HOSTS 中加入 ${wanted} 并重启平台，再来挂载${plain}`,
  );
}
