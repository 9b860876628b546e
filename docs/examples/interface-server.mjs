// 部门接口示例：按身份证号查一个人，核对平台的签名。只用 Node 自带模块。
// 运行：PLATFORM_KEY=platform.pem PROVIDER=本单位代码 AUTHORITY=127.0.0.1:9000 node docs/examples/interface-server.mjs
//   PLATFORM_KEY  平台签名公钥（PEM）的文件，在挂载接口的页面上复制
//   PROVIDER      本单位的统一社会信用代码：平台为别的单位来问的，一律不答
//   AUTHORITY     平台登记的接口地址中的主机[:端口]（https 的 443、http 的 80 不写）；本例也在这个端口上监听
//   LISTEN        监听的地址；不设则为 127.0.0.1，只有本机能连
import { createHash, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const key = createPublicKey(readFileSync(process.env.PLATFORM_KEY ?? "platform.pem"));
const authority = process.env.AUTHORITY ?? "127.0.0.1:9000";
const provider = process.env.PROVIDER ?? "";
const seen = new Map();

// 换成贵单位的系统：一个人一行或者几行，查无此人是空的列表。字段的值一律用字符串。
const persons = { "230599194001010009": [{ idNo: "230599194001010009", fullName: "王䶮", town: "尖山区" }] };
const find = (idNo, want) =>
  (persons[idNo] ?? []).map((row) => Object.fromEntries(want.map((field) => [field, row[field] ?? null])));

/** 签名不对就说出哪里不对；对的返回 undefined。 */
function fault(request, body) {
  const digest = `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
  const given = Buffer.from(String(request.headers["content-digest"]));
  if (given.length !== digest.length || !timingSafeEqual(given, Buffer.from(digest)))
    return "正文与 Content-Digest 不符";
  const input =
    /^sig=(\("@method" "@authority" "@path" "@query" "content-digest" "gongshu-provider" "gongshu-resource"\);created=(\d+);nonce="([\w-]+)";keyid="gongshu")$/.exec(
      String(request.headers["signature-input"]),
    );
  const signature = /^sig=:([A-Za-z0-9+/=]+):$/.exec(String(request.headers.signature));
  if (input === null || signature === null) return "没有平台的签名";
  if (request.headers["gongshu-provider"] !== provider) return "不是为本单位来问的";
  const [, parameters, created, nonce] = input;
  const now = Math.floor(Date.now() / 1000);
  if (Math.abs(now - Number(created)) > 300) return "签名时间与本机相差超过五分钟";
  for (const [old, at] of seen) if (at < now - 600) seen.delete(old);
  if (seen.has(nonce)) return "同一个请求又来了一次";
  const url = new URL(request.url, "http://interface");
  const base = [
    `"@method": ${request.method}`,
    `"@authority": ${authority}`,
    `"@path": ${url.pathname}`,
    `"@query": ${url.search || "?"}`,
    `"content-digest": ${digest}`,
    `"gongshu-provider": ${provider}`,
    `"gongshu-resource": ${request.headers["gongshu-resource"]}`,
    `"@signature-params": ${parameters}`,
  ].join("\n");
  if (!verify(null, Buffer.from(base), key, Buffer.from(signature[1], "base64"))) return "签名不对";
  seen.set(nonce, now);
  return undefined;
}

createServer(async (request, reply) => {
  const answer = (status, value) => {
    reply.writeHead(status, { "content-type": "application/json; charset=utf-8" });
    reply.end(JSON.stringify(value));
  };
  try {
    const body = await buffer(request);
    const wrong = fault(request, body);
    if (wrong !== undefined) return answer(401, { message: wrong });
    const { idNo, want } = JSON.parse(body.toString());
    // 平台设置：数据的位置 /rows，成功标志的位置 /code，表示成功的值 0。
    return answer(200, { code: 0, rows: find(idNo, want) });
  } catch {
    // 出错时答 4xx、5xx；改不了状态码的，至少 code 不能是表示成功的值。
    return answer(500, { code: 500, message: "内部错误" });
  }
}).listen(Number(authority.split(":")[1] ?? 80), process.env.LISTEN ?? "127.0.0.1", () =>
  process.stdout.write(`接口已启动：${authority}\n`),
);
