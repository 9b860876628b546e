import { type InnerList, isInnerList } from "structured-headers";
import { type VerifyingKey, verifyBase } from "./algorithms.ts";
import { canonicalAuthority, type HeaderFields, type Message, signatureBase } from "./base.ts";
import { contentDigestMatches, dictionary } from "./content-digest.ts";

/** Components that every signature must cover (design: sharing gateway). */
export const mandatoryComponents = ["@method", "@authority", "@path", "@query", "content-digest"] as const;
/** Seconds that `created` may lie before or after the platform's wall clock. */
export const WINDOW_SECONDS = 300;

export interface IncomingRequest {
  readonly method: string;
  /** `request.raw.url`: the target in origin form, untouched. */
  readonly target: string;
  readonly headers: HeaderFields;
  /** The body's bytes as received, empty if none. */
  readonly body: Uint8Array;
}

export interface VerifyOptions {
  /** Authority of `GONGSHU_PUBLIC_URL`. */
  readonly authority: string;
  /** Wall time. */
  readonly now: Date;
  /** The live key of that name; undefined if unknown, expired or revoked. */
  readonly key: (keyid: string) => Promise<VerifyingKey | undefined>;
}

export type SignatureFailure =
  | "signature_missing"
  | "signature_malformed"
  | "signature_component_missing"
  | "signature_expired"
  | "signature_invalid"
  | "digest_mismatch"
  | "wrong_authority"
  | "unknown_key";

export interface VerifiedSignature {
  readonly ok: true;
  readonly keyid: string;
  /** Seconds since 1970, as signed. Claim `(keyid, created, nonce)` to refuse a replay. */
  readonly created: number;
  readonly nonce: string;
}

export interface RefusedSignature {
  readonly ok: false;
  readonly code: SignatureFailure;
  /** What is wrong and how to mend it, Chinese; holds no secret and no personal value. */
  readonly detail: string;
  /** The key that provably signed: present when the signature itself is valid but another check refuses. */
  readonly signedBy: string | undefined;
}

export type SignatureResult = VerifiedSignature | RefusedSignature;

const refused = (code: SignatureFailure, detail: string, signedBy?: string): RefusedSignature => ({
  ok: false,
  code,
  detail,
  signedBy,
});

interface Parsed {
  readonly covered: InnerList;
  readonly signature: Uint8Array;
  readonly keyid: string;
  readonly created: number;
  readonly expires: number | undefined;
  readonly nonce: string;
  readonly alg: string | undefined;
}

/** Checks one request's RFC 9421 signature and RFC 9530 digest. Does not claim the nonce: that belongs to the usage row. */
export async function verifyRequest(
  request: IncomingRequest,
  options: VerifyOptions,
): Promise<SignatureResult> {
  const parsed = parse(request.headers);
  if ("ok" in parsed) return parsed;
  if (!request.target.startsWith("/")) {
    return refused("signature_malformed", "请求目标须为以 / 开头的路径");
  }
  const key = await options.key(parsed.keyid);
  if (!key) return refused("unknown_key", "密钥标识 keyid 不存在、已过期或已吊销，请在客户端管理页核对");
  if (parsed.alg !== undefined && parsed.alg !== key.algorithm) {
    return refused(
      "signature_invalid",
      `alg 参数与密钥登记的算法（${key.algorithm}）不符，请删去 alg 或改正`,
    );
  }
  const message = { ...request, authority: options.authority };
  const base = signatureBase(message, parsed.covered);
  if (typeof base !== "string") {
    return base.problem === "absent"
      ? refused("signature_component_missing", `签名所列的请求头 ${base.component} 没有随请求发送`)
      : refused("signature_malformed", `签名所列的组成 ${base.component} 重复或不受支持`);
  }
  if (!verifyBase(key, base, parsed.signature)) return notValid(message, parsed, key);
  return checkSigned(request, parsed, options.now);
}

/** The signature holds; now what was signed must be fresh and about this body. */
function checkSigned(request: IncomingRequest, parsed: Parsed, now: Date): SignatureResult {
  const seconds = now.getTime() / 1000;
  const stale = Math.abs(seconds - parsed.created) > WINDOW_SECONDS;
  if (stale || (parsed.expires !== undefined && parsed.expires < seconds)) {
    return refused(
      "signature_expired",
      "签名时间 created 与平台时钟相差超过 5 分钟，或已过 expires；请校准时钟后重新签名",
      parsed.keyid,
    );
  }
  if (!contentDigestMatches(headerText(request.headers, "content-digest") ?? "", request.body)) {
    return refused(
      "digest_mismatch",
      "Content-Digest 与收到的请求体不符（支持 sha-256、sm3），请对实际发送的字节重新计算",
      parsed.keyid,
    );
  }
  return { ok: true, keyid: parsed.keyid, created: parsed.created, nonce: parsed.nonce };
}

/** `Host` is used for nothing but this better explanation of a refusal. */
function notValid(message: Message, parsed: Parsed, key: VerifyingKey): RefusedSignature {
  const host = headerText(message.headers, "host");
  if (host !== undefined && canonicalAuthority(host) !== canonicalAuthority(message.authority)) {
    const base = signatureBase({ ...message, authority: host }, parsed.covered);
    if (typeof base === "string" && verifyBase(key, base, parsed.signature)) {
      return refused(
        "wrong_authority",
        `@authority 不是本平台的公开地址 ${message.authority}，请按该地址签名`,
        key.keyid,
      );
    }
  }
  return refused("signature_invalid", "签名与请求不符：请核对密钥、签名基串与各组成的取值");
}

function parse(headers: HeaderFields): Parsed | RefusedSignature {
  const inputText = headerText(headers, "signature-input");
  const signatureText = headerText(headers, "signature");
  if (inputText === undefined || signatureText === undefined) {
    return refused("signature_missing", "请求没有签名：须带 Signature-Input 与 Signature 请求头（RFC 9421）");
  }
  const input = dictionary(inputText);
  const signatures = dictionary(signatureText);
  const [label, covered] = [...(input ?? [])][0] ?? [];
  const member = label === undefined ? undefined : signatures?.get(label);
  if (input?.size !== 1 || signatures?.size !== 1 || covered === undefined || !isInnerList(covered)) {
    return refused("signature_malformed", "Signature-Input 与 Signature 须各有一个同名成员，格式见 RFC 9421");
  }
  if (member === undefined || isInnerList(member) || !(member[0] instanceof ArrayBuffer)) {
    return refused("signature_malformed", "Signature 须为字节序列（:base64:），名称与 Signature-Input 相同");
  }
  return parameters(covered, new Uint8Array(member[0]));
}

function parameters(covered: InnerList, signature: Uint8Array): Parsed | RefusedSignature {
  const names = covered[0].map(([name]) => name);
  const [list, given] = covered;
  const missing = [
    ...mandatoryComponents.filter((name) => !names.includes(name)),
    ...["created", "nonce", "keyid"].filter((name) => !given.has(name)),
  ];
  if (missing.length > 0) {
    return refused("signature_component_missing", `签名须覆盖或带有：${missing.join("、")}`);
  }
  const [keyid, created, nonce] = [given.get("keyid"), given.get("created"), given.get("nonce")];
  const [expires, alg] = [given.get("expires"), given.get("alg")];
  const wellFormed =
    list.every(([name]) => typeof name === "string") &&
    typeof keyid === "string" &&
    isSeconds(created) &&
    typeof nonce === "string" &&
    nonce.length >= 16 &&
    nonce.length <= 128 &&
    (expires === undefined || isSeconds(expires)) &&
    (alg === undefined || typeof alg === "string");
  if (!wellFormed) {
    return refused(
      "signature_malformed",
      "created、expires 须为整秒，keyid 为字符串，nonce 为 16 至 128 个字符",
    );
  }
  return { covered, signature, keyid, created, expires, nonce, alg };
}

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value);

function headerText(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || typeof value === "string" ? value : value.join(", ");
}
