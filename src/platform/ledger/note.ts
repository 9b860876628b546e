import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { sm3 } from "../crypto/index.ts";
import type { Keyring, NamedKey } from "../keys/index.ts";

/*
 * Checkpoints as C2SP tlog-checkpoint in a C2SP signed note: origin, size, root in base64; an empty line; one line
 * per signature. Ed25519 is signature type 0x01; SM2 has no type of its own and is named after 0xff, as the
 * specification provides. SM2 with SM3 (GB/T 32918), user id 1234567812345678, r ‖ s.
 */
const ED25519 = Buffer.of(0x01);
const SM2 = Buffer.concat([Buffer.of(0xff), Buffer.from("sm2-sm3")]);

interface NoteKey {
  readonly type: Buffer;
  readonly publicKey: Buffer;
  sign(text: Buffer): Buffer;
}

/** Signs checkpoints. Every installation has its own origin, which names SM3. */
export interface CheckpointSigner {
  readonly origin: string;
  /** Verifier keys, `<origin>+<key id>+<base64 of type and public key>`: publish them apart from the ledger. */
  readonly verifierKeys: readonly string[];
  sign(size: number, root: Buffer): string;
}

/** @param place names the installation in its origin, such as the city */
export async function checkpointSigner(keyring: Keyring, place: string): Promise<CheckpointSigner> {
  const keys = [
    ed25519Key(await keyring.namedKey("ledger ed25519", makeEd25519)),
    sm2Key(await keyring.namedKey("ledger sm2", makeSm2)),
  ];
  const identity = sm3(Buffer.concat(keys.map(({ publicKey }) => publicKey)));
  const origin = `gongshu.${place}/ledger/sm3/${identity.toString("hex").slice(0, 12)}`;
  return {
    origin,
    verifierKeys: keys.map((key) => {
      const material = Buffer.concat([key.type, key.publicKey]).toString("base64");
      return `${origin}+${keyId(origin, key).toString("hex")}+${material}`;
    }),
    sign(size, root) {
      const text = `${origin}\n${size}\n${root.toString("base64")}\n`;
      const lines = keys.map((key) => {
        const signature = Buffer.concat([keyId(origin, key), key.sign(Buffer.from(text))]);
        return `— ${origin} ${signature.toString("base64")}\n`;
      });
      return `${text}\n${lines.join("")}`;
    },
  };
}

/** First four bytes of SHA-256(name ‖ LF ‖ type ‖ public key): which key a signature line is of. */
function keyId(name: string, key: NoteKey): Buffer {
  return createHash("sha256")
    .update(`${name}\n`)
    .update(key.type)
    .update(key.publicKey)
    .digest()
    .subarray(0, 4);
}

function makeEd25519(): NamedKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    secret: privateKey.export({ format: "der", type: "pkcs8" }),
    publicKey: publicKey.export({ format: "der", type: "spki" }).subarray(-32),
  };
}

function ed25519Key({ secret, publicKey }: NamedKey): NoteKey {
  const key = createPrivateKey({ key: secret, format: "der", type: "pkcs8" });
  return { type: ED25519, publicKey: required(publicKey), sign: (text) => sign(null, text, key) };
}

function makeSm2(): NamedKey {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { secret: Buffer.from(privateKey, "hex"), publicKey: Buffer.from(publicKey, "hex") };
}

function sm2Key({ secret, publicKey }: NamedKey): NoteKey {
  const key = secret.toString("hex");
  const point = required(publicKey);
  const options = { hash: true, publicKey: point.toString("hex") };
  return {
    type: SM2,
    publicKey: point,
    sign: (text) => Buffer.from(sm2.doSignature(text, key, options), "hex"),
  };
}

function required(publicKey: Buffer | null): Buffer {
  if (publicKey === null) throw new Error("a signing key lacks its public key");
  return publicKey;
}
