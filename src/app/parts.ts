import { join } from "node:path";
import { resolveCaller } from "../ch2-parties/index.ts";
import { Events } from "../platform/events/index.ts";
import { FileStore } from "../platform/files/index.ts";
import { type Cursors, createCursors, type Http } from "../platform/http/index.ts";
import { createIdentity, type Identity } from "../platform/identity/index.ts";
import { Jobs } from "../platform/jobs/index.ts";
import type { Platform } from "./platform.ts";

/** What the chapters are given to work with, besides the platform itself. */
export interface Parts {
  readonly identity: Identity;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly files: FileStore;
  readonly cursors: Cursors;
}

export async function createParts({ database, home, log, urls }: Platform): Promise<Parts> {
  const files = new FileStore(join(home.directory, "files"));
  await files.open();
  return {
    identity: createIdentity(database, (personId, postId) =>
      resolveCaller(database.kysely, personId, postId),
    ),
    events: new Events(database, log),
    jobs: new Jobs(urls.app, log),
    files,
    cursors: createCursors(await home.secret("cursors", 32)),
  };
}

/** Events and jobs begin when all routes stand, and end once the requests under way are answered. */
export function runWith(http: Http, { events, jobs }: Pick<Parts, "events" | "jobs">): void {
  http.addHook("onReady", async () => {
    await events.start();
    await jobs.start();
  });
  http.addHook("onClose", async () => {
    await jobs.stop();
    await events.stop();
  });
}
