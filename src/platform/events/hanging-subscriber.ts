import { openDatabase } from "../db/index.ts";
import { createLog } from "../logging/log.ts";
import { Events } from "./index.ts";

/** A process of the fault test: says when it listens and when it is inside its handler, and never leaves it. */
const [url = ""] = process.argv.slice(2);
const events = new Events(openDatabase(url), createLog({ level: "silent" }));
events.subscribe("test.hanging", "hanging.hears", async () => {
  process.stdout.write("inside\n");
  await new Promise(() => undefined);
});
await events.start();
process.stdout.write("listening\n");
