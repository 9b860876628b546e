import { createCipheriv, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HmacSm3, sm3 } from "./sm3.ts";
import { Sm4Ctr } from "./sm4.ts";

const bytes = (more: fc.IntArrayConstraints = {}) => fc.uint8Array({ maxLength: 300, ...more });

describe("SM3, GB/T 32905-2016 annex A", () => {
  it("hashes the example of 3 bytes", () => {
    expect(sm3("abc").toString("hex")).toBe(
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    );
  });

  it("hashes the example of 64 bytes", () => {
    expect(sm3("abcd".repeat(16)).toString("hex")).toBe(
      "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    );
  });
});

describe("HMAC-SM3", () => {
  it("gives the published value (GM/T 0042 example)", () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
    const message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".repeat(2);
    expect(new HmacSm3(key).digest(Buffer.from(message)).toString("hex")).toBe(
      "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
    );
  });

  it("equals OpenSSL's HMAC for any key and message, also when one object is used twice", () => {
    fc.assert(
      fc.property(bytes(), bytes({ maxLength: 5000 }), bytes(), (key, first, second) => {
        const mac = new HmacSm3(key);
        for (const message of [first, second, first]) {
          expect(mac.digest(message)).toEqual(createHmac("sm3", key).update(message).digest());
        }
      }),
    );
  });
});

describe("SM4-CTR, GB/T 32907-2016 annex A", () => {
  const key = Buffer.from("0123456789abcdeffedcba9876543210", "hex");

  it("stands on a block cipher that gives the published values", () => {
    const block = createCipheriv("sm4-ecb", key, null).setAutoPadding(false);
    expect(block.update(key).toString("hex")).toBe("681edf34d206965e86b3e94f536e4246");
    let state: Buffer = key;
    for (let i = 0; i < 1_000_000; i++) state = block.update(state);
    expect(state.toString("hex")).toBe("595298c7c6fd271f0402f804c33d3f66");
  });

  it("equals OpenSSL's counter mode, for many messages under one object", () => {
    const cipher = new Sm4Ctr(key);
    const iv = bytes({ minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(iv, fc.uint8Array({ maxLength: 200 }), (nonce, data) => {
        const reference = createCipheriv("sm4-ctr", key, Buffer.concat([nonce, Buffer.alloc(4)]));
        expect(cipher.apply(nonce, data)).toEqual(Buffer.concat([reference.update(data), reference.final()]));
        expect(cipher.apply(nonce, cipher.apply(nonce, data))).toEqual(Buffer.from(data));
      }),
    );
  });

  it("goes on counting across its chunks", () => {
    const data = Buffer.alloc(200_001, 7);
    const reference = createCipheriv("sm4-ctr", key, Buffer.alloc(16));
    const expected = Buffer.concat([reference.update(data), reference.final()]);
    expect(new Sm4Ctr(key).apply(Buffer.alloc(12), data).equals(expected)).toBe(true);
  });

  it("refuses an iv of another length", () => {
    expect(() => new Sm4Ctr(key).apply(Buffer.alloc(16), Buffer.alloc(1))).toThrow(RangeError);
  });
});
