import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type Gateway, signedBy, type VerifiedCall } from "../access/index.ts";
import type { VerificationKey } from "../ch2-parties/index.ts";
import { resourceCode } from "../contract/common.ts";
import { gatewayFile, gatewayFileList, gatewayFiles } from "../contract/data-file.ts";
import { gatewayAnswer, gatewayQuery, gatewayVerified, gatewayVerify } from "../contract/grant.ts";
import { refuse } from "../law/refusal.ts";
import { wallNow } from "../platform/clocks/index.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { sentence } from "../platform/http/sentences.ts";
import { unknownFields } from "../platform/http/unknown-fields.ts";
import { fieldErrors } from "../platform/http/validation.ts";
import { verifyRequest } from "../platform/signatures/index.ts";
import { type KeyLookup, RememberedKeys } from "./remembered-keys.ts";
import { sendFile } from "./send-file.ts";

export interface GatewayOptions {
  readonly gateway: Gateway;
  /** The live key of that name, or null. */
  verificationKey(keyid: string): Promise<VerificationKey | null>;
}

const params = z.object({ code: resourceCode });
/** Signatures stand in the place of sessions; who may read what is the grant's business. */
const config = { access: "anonymous", audit: "gateway.called" } as const;

const signing = [
  "按 RFC 9421 签名，不用登录。请求头：`Content-Digest`（RFC 9530，正文字节的 sha-256）、`Signature-Input`、`Signature`。",
  '签名覆盖 `("@method" "@authority" "@path" "@query" "content-digest")`，参数 `created`（当前时间，秒）、`nonce`（每次不同）、`keyid`（客户端密钥编号）。',
  "`@authority` 是平台对外的主机和端口；没有查询串时 `@query` 取 `?`。对称密钥签发时显示的是 base64，签名前先解码。",
].join("\n\n");
const documentation = {
  query: {
    summary: "共享接口查询：按主体标识查一人（户）获准的数据项",
    description: `${signing}\n\n正文（application/json）：\`{"purpose": "用途编码", "subject": "主体标识的值", "columns": ["字段名"]}\`。\`columns\` 可以不写，不写即全部获准的数据项。`,
  },
  verify: {
    summary: "共享接口核验：只回答所报的值是否相符",
    description: `${signing}\n\n正文（application/json）：\`{"purpose": "用途编码", "subject": "主体标识的值", "claims": {"字段名": "待核验的值"}}\`。多项一并回答；查无此人答不符。`,
  },
  files: {
    summary: "共享接口列出文件：用途之下可以取的文件",
    description: `${signing}\n\n正文（application/json）：\`{"purpose": "用途编码", "after": "上一页最后一个文件的编号", "limit": 200}\`，后两项可以不写。每个文件给出编号、名称、字节数、类型、SM3 校验值和入库时间。`,
  },
  file: {
    summary: "共享接口取文件：一个文件的全部内容",
    description: `${signing}\n\n正文（application/json）：\`{"purpose": "用途编码", "file": "文件编号"}\`。答复是文件本身，\`Content-Disposition\` 里有文件名，\`Gongshu-SM3\` 里有校验值（十六进制）；收齐后请核对，没有传完的重新取。`,
  },
} as const;

/**
 * The sharing gateway (Art. 27, 31, 33): requests signed by RFC 9421 whose body is read as the bytes that were signed.
 * Whatever a valid signature asks is on record, also when it is refused.
 */
export function gatewayRoutes(http: Http, { gateway, verificationKey }: GatewayOptions): void {
  const keys = new RememberedKeys(verificationKey);
  http.register(async (scope) => {
    const signed: Http = scope.withTypeProvider();
    signed.removeAllContentTypeParsers();
    signed.addContentTypeParser(
      "application/json",
      { parseAs: "buffer" },
      async (_: FastifyRequest, body: Buffer) => body,
    );
    const answers = { query: gatewayAnswer, verify: gatewayVerified };
    signed.post(
      "/share/v1/:code/query",
      { config, schema: { ...documentation.query, params, response: { 200: answers.query } } },
      async (request) =>
        keys.withLive(async (key) => {
          const call = await authenticate(gateway, key, request, request.params.code, "query");
          return gateway.query(call, await read(gateway, call, "query", gatewayQuery, request.body));
        }),
    );
    signed.post(
      "/share/v1/:code/verify",
      { config, schema: { ...documentation.verify, params, response: { 200: answers.verify } } },
      async (request) =>
        keys.withLive(async (key) => {
          const call = await authenticate(gateway, key, request, request.params.code, "verify");
          return gateway.verify(call, await read(gateway, call, "verify", gatewayVerify, request.body));
        }),
    );
    signed.post(
      "/share/v1/:code/files",
      { config, schema: { ...documentation.files, params, response: { 200: gatewayFileList } } },
      async (request) =>
        keys.withLive(async (key) => {
          const call = await authenticate(gateway, key, request, request.params.code, "files");
          const asked = await read(gateway, call, "files", gatewayFiles, request.body);
          return gateway.files.list(signedBy(call), asked);
        }),
    );
    signed.post(
      "/share/v1/:code/file",
      { config, schema: { ...documentation.file, params } },
      async (request, reply) =>
        keys.withLive(async (key) => {
          const call = await authenticate(gateway, key, request, request.params.code, "file");
          const asked = await read(gateway, call, "file", gatewayFile, request.body);
          return sendFile(reply, await gateway.files.deliver(signedBy(call), asked));
        }),
    );
  });
}

type Operation = Parameters<Gateway["refused"]>[1];

async function authenticate(
  gateway: Gateway,
  key: KeyLookup,
  request: FastifyRequest,
  resource: string,
  operation: Operation,
): Promise<VerifiedCall> {
  const known = new Map<string, VerificationKey>();
  const result = await verifyRequest(
    {
      method: request.method,
      target: request.raw.url ?? "",
      headers: request.headers,
      body: bytes(request.body),
    },
    {
      authority: new URL(request.server.publicUrl).host,
      now: wallNow(),
      key: async (keyid) => {
        const found = await key(keyid);
        if (found === null) return undefined;
        known.set(keyid, found.key);
        return found.verifying;
      },
    },
  );
  if (!result.ok) {
    const signer = result.signedBy === undefined ? undefined : known.get(result.signedBy);
    const refusal = refuse(result.code, "60¶3", result.detail);
    if (signer !== undefined && result.signedBy !== undefined)
      await gateway.refused({ keyid: result.signedBy, ...identityOf(signer), resource }, operation, refusal);
    throw new Problem(result.code, result.detail, { article: refusal.article });
  }
  const signer = known.get(result.keyid);
  if (signer === undefined) throw new Error("a verified key was not looked up");
  const { keyid, created, nonce } = result;
  return { keyid, created, nonce, ...identityOf(signer), resource };
}

const identityOf = ({ clientId, clientName, partyId }: VerificationKey) => ({
  clientId,
  clientName,
  partyId,
});

const bytes = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** The signed body as JSON of the right shape; a misshapen one is on record like every refusal of a known caller. */
async function read<T>(
  gateway: Gateway,
  call: VerifiedCall,
  operation: Operation,
  schema: z.ZodType<T>,
  body: unknown,
): Promise<T> {
  const sent = json(bytes(body));
  const parsed = schema.safeParse(sent, { error: sentence });
  const errors = parsed.success ? unknownFields(sent, parsed.data) : fieldErrors(parsed.error, "");
  if (parsed.success && errors.length === 0) return parsed.data;
  const said =
    sent === undefined
      ? "请求正文不是合法的 JSON（UTF-8），请改正后重发"
      : "请求内容有误，请按接口文档改正所列各项";
  const refusal = refuse("bad_request", "27¶1", said);
  await gateway.refused(call, operation, refusal);
  throw new Problem("bad_request", refusal.detail, { errors: sent === undefined ? [] : errors });
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
