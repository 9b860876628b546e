import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app/app.ts";
import { readConfig } from "../../src/app/config.ts";
import { seedCity } from "../../src/app/demo/seed.ts";
import { Api, signIn } from "../../src/app/story/api.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { openHome } from "../../src/platform/home/index.ts";
import type { Http } from "../../src/platform/http/index.ts";
import { createAccount } from "../../src/platform/identity/index.ts";
import { createLog } from "../../src/platform/logging/log.ts";
import { createMetrics } from "../../src/platform/metrics/metrics.ts";
import { shuangyashan } from "./city.ts";
import { type TestDatabase, testDatabase } from "./postgres.ts";
import { freePort } from "./server.ts";

const { parties } = shuangyashan.demonstration;
const password = "one for all of them";

/** Names of all demonstration accounts. */
export const accounts: readonly string[] = parties.flatMap((party) =>
  party.accounts.map(({ username }) => username),
);

/** Party key of an account, such as `sjj` of `sjj2`. */
export function partyOfAccount(username: string): string {
  const found = parties.find((party) => party.accounts.some((account) => account.username === username));
  if (found === undefined) throw new Error(`the demonstration city has no account ${username}`);
  return found.key;
}

export interface TestPlatform {
  readonly t: TestDatabase;
  readonly http: Http;
  readonly url: string;
  /** Whoever has not signed in. */
  readonly anybody: Api;
  /** A demonstration account, signed in over HTTP; its account is made when it is first asked for. */
  as(username: string): Promise<Api>;
  /** The home. */
  readonly directory: string;
  /** Any account, by name and password. */
  signIn(username: string, password: string): Promise<Api>;
  /** Id of a party by its key in the demonstration city. */
  party(key: string): string;
  close(): Promise<void>;
}

/**
 * The composed platform on a database and in a home of its own, listening, with the parties and persons of the
 * demonstration city. The law's clock begins on a Monday, 2026-09-21T09:00:00+08:00.
 * `variables`: settings of the environment, such as a mail server.
 */
export async function testPlatform(
  variables: NodeJS.ProcessEnv = {},
  log = createLog({ level: "silent" }),
): Promise<TestPlatform> {
  const t = await testDatabase();
  const city = await inTransaction(t.db, (tx) => seedCity(tx, shuangyashan));
  const directory = await mkdtemp(join(tmpdir(), "gongshu-platform-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const home = await openHome(directory, "demonstration");
  const http = await createApp(
    {
      config: readConfig(variables),
      home,
      city: shuangyashan,
      database: t.database,
      portal: t.portalPool,
      urls: t.urls,
      log,
      metrics: createMetrics(),
      notices: [],
      close: async () => undefined,
    },
    url,
  );
  await http.listen({ port, host: "127.0.0.1" });
  const signedIn = new Map<string, Promise<Api>>();
  const enter = async (username: string): Promise<Api> => {
    const personId = known(city.persons, username);
    await inTransaction(t.db, (tx) => createAccount(tx, { username, password, personId }));
    return signIn(url, username, password);
  };
  return {
    t,
    http,
    url,
    directory,
    anybody: new Api(url, null, "任何人"),
    signIn: (username, given) => signIn(url, username, given),
    party: (key) => known(city.parties, key),
    as(username) {
      const entered = signedIn.get(username) ?? enter(username);
      signedIn.set(username, entered);
      return entered;
    },
    async close() {
      await http.close();
      await t.drop();
      await rm(directory, { recursive: true });
    },
  };
}

function known(map: ReadonlyMap<string, string>, key: string): string {
  const id = map.get(key);
  if (id === undefined) throw new Error(`the demonstration city has no ${key}`);
  return id;
}
