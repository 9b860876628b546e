import { createPrivateKey, createPublicKey } from "node:crypto";
import { type InnerList, parseItem, parseList } from "structured-headers";
import { describe, expect, it } from "vitest";
import { signBase, verifyBase } from "./algorithms.ts";
import { signatureBase } from "./base.ts";
import { contentDigest, contentDigestMatches } from "./content-digest.ts";

/** The request of RFC 9421, B.2. */
const message = {
  method: "POST",
  target: "/foo?param=Value&Pet=dog",
  authority: "example.com",
  headers: {
    date: "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
  },
};

function covered(text: string): InnerList {
  const [list] = parseList(text);
  if (list === undefined || !Array.isArray(list[0])) throw new Error("no inner list");
  return [list[0], list[1]];
}

const secret = Buffer.from(
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
  "base64",
);
const ed25519 = {
  private: createPrivateKey(
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----",
  ),
  public: createPublicKey(
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----",
  ),
};

describe("RFC 9421 appendix B", () => {
  it("B.2.5 hmac-sha256: base and signature", () => {
    const list = covered(
      '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
    const base = signatureBase(message, list);
    expect(base).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@authority": example.com',
        '"content-type": application/json',
        '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      ].join("\n"),
    );
    const key = { keyid: "test-shared-secret", algorithm: "hmac-sha256", secret } as const;
    const signature = "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=";
    expect(signBase(key, String(base)).toString("base64")).toBe(signature);
    expect(verifyBase(key, String(base), Buffer.from(signature, "base64"))).toBe(true);
  });

  it("B.2.6 ed25519: base and signature", () => {
    const list = covered(
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    );
    const base = String(signatureBase(message, list));
    expect(base.split("\n").slice(1, 3)).toEqual(['"@method": POST', '"@path": /foo']);
    const signature =
      "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    const keyid = "test-key-ed25519";
    expect(
      signBase({ keyid, algorithm: "ed25519", privateKey: ed25519.private }, base).toString("base64"),
    ).toBe(signature);
    expect(
      verifyBase(
        { keyid, algorithm: "ed25519", publicKey: ed25519.public },
        base,
        Buffer.from(signature, "base64"),
      ),
    ).toBe(true);
  });
});

describe("RFC 9530 content digest", () => {
  const body = Buffer.from('{"hello": "world"}');

  it("sha-256 of the RFC's example", () => {
    expect(contentDigest(body)).toBe("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  });

  it("sm3 as an additional profile, over the bytes of GB/T 32905's example", () => {
    const header = contentDigest(Buffer.from("abc"), "sm3");
    const [value] = parseItem(header.slice("sm3=".length));
    expect(value instanceof ArrayBuffer && Buffer.from(value).toString("hex")).toBe(
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    );
  });

  it("passes over digests it does not know, but wants one that it knows, and all of those right", () => {
    const right = contentDigest(body);
    const wrong = contentDigest(Buffer.from("other"), "sm3");
    expect(contentDigestMatches(`${right}, unixsum=:AA==:`, body)).toBe(true);
    expect(contentDigestMatches("unixsum=:AA==:", body)).toBe(false);
    expect(contentDigestMatches(`${right}, ${wrong}`, body)).toBe(false);
    expect(contentDigestMatches("sha-256=X48E9", body)).toBe(false);
    expect(contentDigestMatches("", body)).toBe(false);
  });
});
