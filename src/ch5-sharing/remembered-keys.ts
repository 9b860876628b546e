import { createPublicKey } from "node:crypto";
import { KeyEnded } from "../access/index.ts";
import type { VerificationKey } from "../ch2-parties/index.ts";
import type { VerifyingKey } from "../platform/signatures/index.ts";

/** A key as the directory knows it and as signatures are checked with it. */
export interface KnownKey {
  readonly key: VerificationKey;
  readonly verifying: VerifyingKey;
}

export type KeyLookup = (keyid: string) => Promise<KnownKey | null>;

const MOST = 1000;

/**
 * Keys that signed lately. The usage statement looks once more whether the key is live and its unit's, so what is
 * remembered may lag: it costs a second look-up, never an answer under a key that was revoked.
 */
export class RememberedKeys {
  readonly #read: (keyid: string) => Promise<VerificationKey | null>;
  readonly #keys = new Map<string, KnownKey>();

  constructor(read: (keyid: string) => Promise<VerificationKey | null>) {
    this.#read = read;
  }

  /** Does the work with what is remembered; where the key turns out to have ended, once more with what is in force. */
  async withLive<T>(work: (key: KeyLookup) => Promise<T>): Promise<T> {
    const used = new Set<string>();
    try {
      return await work((keyid) => {
        used.add(keyid);
        return this.#find(keyid);
      });
    } catch (error) {
      if (!(error instanceof KeyEnded)) throw error;
      for (const keyid of used) this.#keys.delete(keyid);
      return work((keyid) => this.#find(keyid));
    }
  }

  async #find(keyid: string): Promise<KnownKey | null> {
    const remembered = this.#keys.get(keyid);
    if (remembered !== undefined) return remembered;
    const key = await this.#read(keyid);
    if (key === null) return null;
    const known = { key, verifying: verifying(keyid, key) };
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= MOST && oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.set(keyid, known);
    return known;
  }
}

function verifying(keyid: string, { algorithm, material }: VerificationKey): VerifyingKey {
  if ("publicKey" in material)
    return { keyid, algorithm: "ed25519", publicKey: createPublicKey(material.publicKey) };
  if (algorithm === "ed25519") throw new Error(`key ${keyid} has no public key`);
  return { keyid, algorithm, secret: material.secret };
}
