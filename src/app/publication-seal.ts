import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { LogSeal } from "../ch6-opening/index.ts";
import { sm3 } from "../platform/crypto/index.ts";
import type { Keyring } from "../platform/keys/index.ts";

/** A seal with the public key that checks it: SPKI in base64. */
export interface NamedSeal extends LogSeal {
  readonly publicKey: string;
}

/** The publication log is signed by the government side and checked by the public one. */
export const publicationSeal = (keyring: Keyring) => logSeal(keyring, "publication log");

/** The messages to the province are signed here and checked there. */
export const provinceSeal = (keyring: Keyring) => logSeal(keyring, "province messages");

/** The platform signs its requests to interfaces of departments with it: PKCS#8 in DER. */
export const upstreamKey = (keyring: Keyring) => ed25519(keyring, "upstream requests");

async function ed25519(keyring: Keyring, name: string): Promise<Buffer> {
  const { secret } = await keyring.namedKey(name, () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    return { secret: privateKey.export({ type: "pkcs8", format: "der" }), publicKey: null };
  });
  return secret;
}

/** Ed25519 over SM3 digests. */
async function logSeal(keyring: Keyring, name: string): Promise<NamedSeal> {
  const secret = await ed25519(keyring, name);
  const privateKey = createPrivateKey({ key: secret, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  return {
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    digest: (data) => sm3(data),
    sign: (digest) => sign(null, digest, privateKey),
    verify: (digest, signature) => verify(null, digest, publicKey, signature),
  };
}
