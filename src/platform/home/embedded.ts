import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { type DatabaseUrls, databaseRoles, prepareDatabase, urlsOfLogins } from "../db/index.ts";
import { clusterUrl, type HeldCluster, holdCluster } from "../launcher/index.ts";
import type { Home } from "./home.ts";

const database = "gongshu";
const setupLock = 7_105_003;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Roles with the passwords of the home, and the database they work in. Repeated at every start. */
async function setUp(
  admin: (database: string) => string,
  passwords: ReadonlyMap<string, string>,
): Promise<void> {
  await withClient(admin("postgres"), async (client) => {
    await client.query("select pg_advisory_lock($1)", [setupLock]);
    await prepareDatabase(client);
    for (const [role, password] of passwords) {
      await client.query(`alter role ${role} login password ${pg.escapeLiteral(password)}`);
    }
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${database} owner gongshu_owner`);
    await withClient(admin(database), prepareDatabase);
  });
}

/** The database that lives in the home: started or joined, with one login for each role. */
export async function embeddedDatabase(
  home: Home,
): Promise<{ readonly cluster: HeldCluster; readonly urls: DatabaseUrls }> {
  const password = (user: string) =>
    home.secretText(`postgres-${user}.password`, () => randomBytes(24).toString("base64url"));
  const superuser = await password("superuser");
  const passwords = new Map<string, string>();
  for (const role of databaseRoles) passwords.set(role, await password(role));

  const cluster = await holdCluster({ directory: join(home.directory, "postgres"), password: superuser });
  try {
    await setUp((name) => clusterUrl(cluster.port, "postgres", superuser, name), passwords);
  } catch (error) {
    await cluster.release();
    throw error;
  }
  const urls = urlsOfLogins((role) => clusterUrl(cluster.port, role, passwords.get(role) ?? "", database));
  return { cluster, urls };
}
