import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { LogSeal } from "../ch6-opening/index.ts";
import { sm3 } from "../platform/crypto/index.ts";
import type { Keyring } from "../platform/keys/index.ts";

/** Ed25519 over SM3 digests: the publication log is signed by the government side and checked by the public one. */
export async function publicationSeal(keyring: Keyring): Promise<LogSeal> {
  const { secret } = await keyring.namedKey("publication log", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    return { secret: privateKey.export({ type: "pkcs8", format: "der" }), publicKey: null };
  });
  const privateKey = createPrivateKey({ key: secret, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  return {
    digest: (data) => sm3(data),
    sign: (digest) => sign(null, digest, privateKey),
    verify: (digest, signature) => verify(null, digest, publicKey, signature),
  };
}
