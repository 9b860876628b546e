import { z } from "zod";
import { createLog } from "../logging/log.ts";
import { Jobs } from "./index.ts";

/** A process of the fault test: says when it works and when it is inside its job, and never leaves it. */
const [url = ""] = process.argv.slice(2);
const jobs = new Jobs(url, createLog({ level: "silent" }));
jobs.work({ name: "test.hanging", data: z.object({ n: z.number() }) }, async () => {
  process.stdout.write("inside\n");
  await new Promise(() => undefined);
});
await jobs.start();
process.stdout.write("working\n");
