import { randomBytes } from "node:crypto";
import { type BareItem, type InnerList, serializeDictionary } from "structured-headers";
import { wallNow } from "../clocks/index.ts";
import { type SigningKey, signBase } from "./algorithms.ts";
import { type HeaderFields, signatureBase } from "./base.ts";
import { contentDigest, type DigestAlgorithm } from "./content-digest.ts";
import { mandatoryComponents } from "./verify.ts";

export interface OutgoingRequest {
  readonly method: string;
  /** Absolute URL as the platform is known to the world. */
  readonly url: string | URL;
  /** Lower-case names; those in `alsoCover` are signed with their values. */
  readonly headers?: HeaderFields;
  readonly body?: Uint8Array | string;
}

export interface SignOptions {
  /** Wall time of signing; default now. */
  readonly created?: Date;
  readonly nonce?: string;
  readonly digest?: DigestAlgorithm;
  /** Further header fields to cover, such as `content-type`. */
  readonly alsoCover?: readonly string[];
}

/** The three headers to add to the request, ready for `fetch`: content-digest, signature-input, signature. */
export function signRequest(request: OutgoingRequest, key: SigningKey, options: SignOptions = {}) {
  const url = new URL(request.url);
  const body = request.body ?? "";
  const digest = contentDigest(typeof body === "string" ? Buffer.from(body) : body, options.digest);
  const parameters = new Map<string, BareItem>([
    ["created", Math.floor((options.created ?? wallNow()).getTime() / 1000)],
    ["nonce", options.nonce ?? randomBytes(18).toString("base64url")],
    ["keyid", key.keyid],
  ]);
  const names = [...mandatoryComponents, ...(options.alsoCover ?? [])];
  const covered: InnerList = [names.map((name) => [name, new Map()]), parameters];
  const base = signatureBase(
    {
      method: request.method,
      target: url.pathname + url.search,
      authority: url.host,
      headers: { ...request.headers, "content-digest": digest },
    },
    covered,
  );
  if (typeof base !== "string") throw new TypeError(`cannot sign component ${base.component}`);
  return {
    "content-digest": digest,
    "signature-input": serializeDictionary({ sig: covered }),
    signature: serializeDictionary({ sig: new Uint8Array(signBase(key, base)) }),
  };
}
