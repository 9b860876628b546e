import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { openDatabase } from "../../src/platform/db/index.ts";
import { Keyring } from "../../src/platform/keys/index.ts";
import { FileStores, resealWaiting } from "../../src/vault/index.ts";

/** A process of its own that seals anew whatever waits; to be killed in the middle. Arguments: url, master, zone (hex), folder of files. */
const [url = "", master = "", zone = "", directory = ""] = process.argv.slice(2);
const database = openDatabase(url);
const keyring = await Keyring.open(
  database.kysely,
  softwareCryptography,
  Buffer.from(master, "hex"),
  Buffer.from(zone, "hex"),
);
await resealWaiting({
  database,
  cryptography: softwareCryptography,
  keyring,
  stores: await FileStores.open(directory),
  record: async (_, { ref }) => ref,
  resumed: async () => undefined,
  heldUp: async () => undefined,
});
await database.pool.end();
