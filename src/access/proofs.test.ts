import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientSystem } from "../../test/support/client.ts";
import { type OwnCluster, ownCluster } from "../../test/support/own-cluster.ts";
import {
  fileStores,
  identityNumber,
  item,
  load,
  noInterfaces,
  randomKeyring,
  tableOf,
} from "../../test/support/vault.ts";
import { lawNow, wallNow } from "../platform/clocks/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { append } from "../platform/ledger/index.ts";
import { createGateway, createGrant, type Gateway } from "./index.ts";

const keyring = randomKeyring();
const wang = "230599199001010017";
let cluster: OwnCluster;
let gateway: Gateway;
let resource: string;
let purpose: string;
let client: Awaited<ReturnType<typeof clientSystem>>;

beforeAll(async () => {
  cluster = await ownCluster();
  const db = cluster.database.kysely;
  resource = await tableOf({ db }, [identityNumber, item("town")]);
  await load(cluster, keyring, resource, 1, [{ values: [wang, "尖山区"] }]);
  gateway = createGateway({
    database: cluster.database,
    cryptography: softwareCryptography,
    keyring,
    append,
    upstream: noInterfaces,
    stores: await fileStores(),
  });
  client = await clientSystem(db);
  const validFrom = await lawNow(db);
  const made = await inTransaction(db, (tx) =>
    createGrant(tx, append, {
      holderId: client.partyId,
      providerId: randomUUID(),
      resource,
      scenario: "核对户籍",
      modes: ["query"],
      columns: [{ column: "town", treatment: "plain", reason: "" }],
      validFrom,
      validUntil: null,
      matterId: randomUUID(),
    }),
  );
  purpose = made.purpose;
});
afterAll(() => cluster.remove());

const ask = () =>
  gateway.query(
    {
      ...client,
      created: Math.floor(wallNow().getTime() / 1000),
      nonce: randomUUID(),
      resource,
    },
    { purpose, subject: wang },
  );

it("A20.1 gives no answer while the usage row cannot be stored, and the answer once it is", async () => {
  const holding = new pg.Client(cluster.adminUrl);
  await holding.connect();
  await holding.query("begin");
  await holding.query("lock table access.usage in exclusive mode");
  let answered = false;
  const answer = ask().finally(() => {
    answered = true;
  });
  const watching = new pg.Client(cluster.adminUrl);
  await watching.connect();
  const waiting =
    "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%with moment as%'";
  while ((await watching.query(waiting)).rowCount === 0) await new Promise(setImmediate);
  await watching.end();
  expect(answered).toBe(false);
  await holding.query("rollback");
  await holding.end();
  expect((await answer).items).toEqual([{ town: "尖山区" }]);
});

it("A20.4 the usage row of an answer survives the kill of the database server at that moment", async () => {
  const admin = new pg.Client(cluster.adminUrl);
  admin.on("error", () => undefined);
  await admin.connect();
  await ask();
  const { rows: processes } = await admin.query<{ pid: number }>("select pid from pg_stat_activity");
  const { usage } = await ask();
  for (const pid of [cluster.postmaster, ...processes.map(({ pid }) => pid)]) process.kill(pid, "SIGKILL");
  await expect(ask()).rejects.toBeDefined();
  cluster = await cluster.again();
  const { rows } = await cluster.database.pool.query("select purpose from access.usage where id = $1", [
    usage,
  ]);
  expect(rows).toEqual([{ purpose }]);
});
