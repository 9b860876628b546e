import { randomBytes } from "node:crypto";
import { softwareCryptography } from "../crypto/index.ts";
import { openDatabase } from "../db/index.ts";
import { Keyring } from "../keys/index.ts";
import { checkpointSigner } from "./note.ts";
import { Sequencer } from "./sequencer.ts";

/** A process of its own that does nothing but sequence, so that a test can kill it: `sequence-process.ts URL MASTER`. */
const [url = "", master = randomBytes(32).toString("hex")] = process.argv.slice(2);
const { kysely } = openDatabase(url, { max: 1 });
const keyring = await Keyring.open(kysely, softwareCryptography, Buffer.from(master, "hex"));
const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`);
new Sequencer({ url, signer: await checkpointSigner(keyring, "test"), onError }).start();
