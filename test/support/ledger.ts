import { randomBytes } from "node:crypto";
import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { type Db, inTransaction } from "../../src/platform/db/index.ts";
import { Keyring } from "../../src/platform/keys/index.ts";
import { append, checkpointSigner, proveInclusion, Sequencer } from "../../src/platform/ledger/index.ts";

/** A sequencer on a test's database, with keys of its own. */
export async function startSequencer(db: Db, url: string, master = randomBytes(32)) {
  const keyring = await Keyring.open(db, softwareCryptography, master);
  const signer = await checkpointSigner(keyring, "test");
  const errors: unknown[] = [];
  const sequencer = new Sequencer({ url, signer, onError: (error) => errors.push(error) });
  sequencer.start();
  return { sequencer, signer, errors, stop: () => sequencer.stop() };
}

/** One decision on record; its receipt once committed. */
export function appendOne(db: Db, name: string): Promise<string> {
  return inTransaction(db, (tx) =>
    append(tx, {
      kind: "decision",
      at: new Date("2026-10-09T01:30:00.123Z"),
      ref: `test.record:${name}`,
      body: { name, 结果: "同意" },
    }),
  );
}

/** Waits until the receipt has its index; the caller's own time limit applies. */
export async function included(db: Db, receipt: string) {
  for (;;) {
    const inclusion = await proveInclusion(db, receipt);
    if (inclusion.state === "included") return inclusion;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
