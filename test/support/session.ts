import type { Session } from "../../src/platform/http/access.ts";
import type { Caller } from "../../src/platform/http/caller.ts";
import { uuid } from "../../src/platform/ids/index.ts";

/** A session of someone for tests that are not about signing in. */
export function sessionFor(caller: Caller, csrfToken = ""): Session {
  return { id: uuid(), accountId: uuid(), caller, csrfToken, secondFactor: false, mustEnrol: false };
}
