import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { openDatabase } from "../../src/platform/db/index.ts";
import { Keyring } from "../../src/platform/keys/index.ts";
import { resealWaiting } from "../../src/vault/index.ts";

/** A process of its own that seals anew whatever waits; to be killed in the middle. Arguments: url, master, zone (hex). */
const [url = "", master = "", zone = ""] = process.argv.slice(2);
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
  record: async (_, { ref }) => ref,
});
await database.pool.end();
