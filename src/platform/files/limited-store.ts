import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Problem } from "../http/problem.ts";
import { FileStore } from "./store.ts";

/** A process of the fault test, started under a limit of the operating system: says how taking in a file ended. */
const [directory = ""] = process.argv.slice(2);
const store = new FileStore(directory);
await store.open();
const outcome = await store
  .put(Readable.from([Buffer.alloc(1_048_576)]), 20_000_000, async () => undefined)
  .then(
    () => "stored",
    (error: unknown) => (error instanceof Problem ? `${error.status} ${error.detail}` : String(error)),
  );
const left = await readdir(join(directory, "incoming"));
process.stdout.write(JSON.stringify({ outcome, left: left.length }));
