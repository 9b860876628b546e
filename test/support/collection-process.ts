import { z } from "zod";
import { openDatabase } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";
import { serveCollection } from "./collection.ts";

/** Chapter 4 in a process of its own, to be killed; its setup comes as JSON in the environment. */
const given = z.object({
  url: z.string(),
  folder: z.string(),
  callers: z.custom<Record<string, Caller>>(),
});
const setup = given.parse(JSON.parse(process.env.COLLECTION_SETUP ?? "null"));
const server = await serveCollection({ ...setup, database: openDatabase(setup.url) });
process.stdout.write(`${server.url}\n`);
