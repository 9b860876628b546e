import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { createSigner, httpbis } from "http-message-signatures";
import { describe, expect, it } from "vitest";
import { contentDigest, type IncomingRequest, type SigningKey, signRequest, verifyRequest } from "./index.ts";

const authority = "data.example.gov.cn";
const now = new Date("2026-10-09T01:30:00Z");
const pair = generateKeyPairSync("ed25519");
const secret = randomBytes(32);
const signing: SigningKey[] = [
  { keyid: "k-sha256", algorithm: "hmac-sha256", secret },
  { keyid: "k-sm3", algorithm: "hmac-sm3", secret },
  { keyid: "k-ed25519", algorithm: "ed25519", privateKey: pair.privateKey },
];
const options = {
  authority,
  now,
  key: async (keyid: string) => {
    const key = signing.find((candidate) => candidate.keyid === keyid);
    if (key?.algorithm === "ed25519") return { ...key, publicKey: pair.publicKey };
    return key;
  },
};
const [sha256Key] = signing;
if (sha256Key === undefined) throw new Error("no key");

const target = "/share/v1/r-0123ABCD/query?page=1";
const body = Buffer.from('{"purpose":"p-0123ABCD"}');

function signed(
  key: SigningKey,
  more: { created?: Date; host?: string; digest?: "sm3" } = {},
): IncomingRequest {
  const host = more.host ?? authority;
  const headers = signRequest({ method: "POST", url: `https://${host}${target}`, body }, key, {
    created: more.created ?? now,
    ...(more.digest ? { digest: more.digest } : {}),
  });
  return { method: "POST", target, headers: { host, ...headers }, body };
}

async function code(request: IncomingRequest): Promise<string> {
  const result = await verifyRequest(request, options);
  return result.ok ? "ok" : result.code;
}

describe("A signed request", () => {
  it.each(signing)("by $algorithm is accepted, with key, time and nonce", async (key) => {
    const result = await verifyRequest(signed(key), options);
    expect(result).toMatchObject({ ok: true, keyid: key.keyid, created: now.getTime() / 1000 });
    expect(result.ok && result.nonce.length).toBe(24);
    expect(await code(signed(key, { digest: "sm3" }))).toBe("ok");
  });

  it.each(signing)("by $algorithm is refused after a change of any signed component", async (key) => {
    const request = signed(key);
    const header = (name: string, value: string) => ({
      ...request,
      headers: { ...request.headers, [name]: value },
    });
    const input = String(request.headers["signature-input"]);
    const changes: IncomingRequest[] = [
      { ...request, method: "PUT" },
      { ...request, target: "/share/v1/r-0123ABCE/query?page=1" },
      { ...request, target: "/share/v1/r-0123ABCD/query?page=2" },
      { ...request, target: "/share/v1/r-0123ABCD/query" },
      header("content-digest", contentDigest(Buffer.from("other"))),
      // A nonce begins with any letter of base64url, so the change depends on it.
      header(
        "signature-input",
        input.replace(/nonce="(.)/, (_, first) => `nonce="${first === "_" ? "-" : "_"}`),
      ),
      header("signature-input", input.replace(/created=\d+/, `created=${now.getTime() / 1000 - 1}`)),
      header("signature-input", input.replace('"@method" "@authority"', '"@authority" "@method"')),
      header("signature", String(request.headers.signature).replace(/:.{4}/, ":AAAA")),
    ];
    for (const changed of changes) expect(await code(changed)).toBe("signature_invalid");
    const elsewhere = await verifyRequest(request, { ...options, authority: "other.example.gov.cn" });
    expect(elsewhere.ok).toBe(false);
  });

  it("is refused after any change of one character in target or parameters (property)", async () => {
    const request = signed(sha256Key);
    const input = String(request.headers["signature-input"]);
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.nat(),
        fc.constantFrom(..."abc019-_~"),
        async (inTarget, at, letter) => {
          const text = inTarget ? target : input;
          const i = 1 + (at % (text.length - 1));
          const changed = text.slice(0, i) + letter + text.slice(i + 1);
          fc.pre(changed !== text);
          const headers = inTarget ? request.headers : { ...request.headers, "signature-input": changed };
          expect(await code({ ...request, target: inTarget ? changed : target, headers })).not.toBe("ok");
        },
      ),
    );
  });

  it("with another body is refused, the signer known", async () => {
    const result = await verifyRequest({ ...signed(sha256Key), body: Buffer.from("{}") }, options);
    expect(result).toMatchObject({ ok: false, code: "digest_mismatch", signedBy: "k-sha256" });
  });

  it("lives five minutes before and after the wall clock, no second longer", async () => {
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    for (const near of [-300, 300]) expect(await code(signed(sha256Key, { created: at(near) }))).toBe("ok");
    for (const far of [-301, 301]) {
      const result = await verifyRequest(signed(sha256Key, { created: at(far) }), options);
      expect(result).toMatchObject({ ok: false, code: "signature_expired", signedBy: "k-sha256" });
    }
  });

  it("for another authority is refused by the configured one, whatever Host says", async () => {
    const request = signed(sha256Key, { host: "evil.example" });
    expect(await verifyRequest(request, options)).toMatchObject({
      ok: false,
      code: "wrong_authority",
      signedBy: "k-sha256",
    });
    const pretending = { ...request, headers: { ...request.headers, host: authority } };
    expect(await code(pretending)).toBe("signature_invalid");
    const right = signed(sha256Key);
    expect(await code({ ...right, headers: { ...right.headers, host: "evil.example" } })).toBe("ok");
  });

  it("names what is missing", async () => {
    const request = signed(sha256Key);
    const input = String(request.headers["signature-input"]);
    const withInput = (text: string) =>
      code({ ...request, headers: { ...request.headers, "signature-input": text } });
    expect(await code({ ...request, headers: {} })).toBe("signature_missing");
    for (const component of ['"@method" ', '"@authority" ', '"@path" ', '"@query" ', ' "content-digest"']) {
      expect(await withInput(input.replace(component, ""))).toBe("signature_component_missing");
    }
    for (const parameter of [/;created=\d+/, /;nonce="[^"]*"/, /;keyid="[^"]*"/]) {
      expect(await withInput(input.replace(parameter, ""))).toBe("signature_component_missing");
    }
    const { "content-digest": _, ...without } = request.headers;
    expect(await code({ ...request, headers: without })).toBe("signature_component_missing");
    expect(await withInput("sig=(((")).toBe("signature_malformed");
    expect(await withInput(input.replace("sig=", "other="))).toBe("signature_malformed");
    expect(await withInput(input.replace('"@method"', '"@method";req'))).toBe("signature_malformed");
    expect(await withInput(input.replace('"@method"', '"@method" "@method"'))).toBe("signature_malformed");
    expect(await withInput(input.replace('"@method"', '"@method" "@scheme"'))).toBe("signature_malformed");
    expect(await withInput(input.replace(/nonce="[^"]*"/, 'nonce="short"'))).toBe("signature_malformed");
    expect(await withInput(input.replace(/keyid="[^"]*"/, 'keyid="nobody"'))).toBe("unknown_key");
    expect(await withInput(`${input};alg="hmac-sm3"`)).toBe("signature_invalid");
  });
});

describe("An independent implementation", () => {
  it.each(["hmac-sha256", "ed25519"] as const)("signs by %s what we accept", async (algorithm) => {
    const hmac = algorithm === "hmac-sha256";
    const headers = { host: authority, "content-digest": contentDigest(body) };
    const request = await httpbis.signMessage(
      {
        key: hmac
          ? createSigner(secret, "hmac-sha256", "k-sha256")
          : createSigner(pair.privateKey, "ed25519", "k-ed25519"),
        fields: ["@method", "@authority", "@path", "@query", "content-digest"],
        params: ["created", "expires", "nonce", "keyid", "alg"],
        paramValues: {
          created: now,
          expires: new Date(now.getTime() + 60_000),
          nonce: randomBytes(16).toString("hex"),
        },
      },
      { method: "POST", url: `https://${authority}${target}`, headers },
    );
    const lower = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(await code({ method: "POST", target, headers: lower, body })).toBe("ok");
    expect(
      await verifyRequest(
        { method: "POST", target, headers: lower, body },
        { ...options, now: new Date(now.getTime() + 61_000) },
      ),
    ).toMatchObject({ code: "signature_expired" });
  });
});
