import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { openDatabase } from "../../src/platform/db/index.ts";
import { Keyring } from "../../src/platform/keys/index.ts";
import { FileStores, ingestFile } from "../../src/vault/index.ts";

/**
 * A process of its own that takes in a file of which the end does not come; to be killed in the middle. Arguments: url,
 * master, zone (hex), folder of files, resource, id of the batch.
 */
const [url = "", master = "", zone = "", directory = "", resource = "", id = ""] = process.argv.slice(2);
const database = openDatabase(url);
const keyring = await Keyring.open(
  database.kysely,
  softwareCryptography,
  Buffer.from(master, "hex"),
  Buffer.from(zone, "hex"),
);
const stores = await FileStores.open(directory);
const parts = { database, cryptography: softwareCryptography, keyring, stores };
const content = async function* () {
  yield Buffer.alloc(200_000, "甲");
  process.stdout.write("inside\n");
  await new Promise((resolve) => setTimeout(resolve, 600_000));
};
await ingestFile(parts, {
  resource,
  batch: { id, number: 1 },
  file: { name: "台账.pdf", bytes: 300_000, mediaType: "application/pdf", sm3: "00".repeat(32), content },
});
