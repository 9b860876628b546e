import { randomBytes, randomInt } from "node:crypto";
import fastify from "fastify";
import { createGateway, createGrant } from "../src/access/index.ts";
import { verificationKey } from "../src/ch2-parties/index.ts";
import { gatewayRoutes } from "../src/ch5-sharing/index.ts";
import { lawNow } from "../src/platform/clocks/index.ts";
import { softwareCryptography } from "../src/platform/crypto/index.ts";
import { inTransaction } from "../src/platform/db/index.ts";
import { createHttp } from "../src/platform/http/index.ts";
import { uuid } from "../src/platform/ids/index.ts";
import { Keyring } from "../src/platform/keys/index.ts";
import { append } from "../src/platform/ledger/index.ts";
import { createLog } from "../src/platform/logging/log.ts";
import { createMetrics } from "../src/platform/metrics/metrics.ts";
import { openResource } from "../src/vault/index.ts";
import { clientSystem } from "../test/support/client.ts";
import { type OwnCluster, ownCluster } from "../test/support/own-cluster.ts";
import { identityNumber as numberOf } from "../test/support/tables.ts";
import { fileStores, identityNumber, item, load, noInterfaces, tableOf } from "../test/support/vault.ts";
import { type CallResult, callFromOutside } from "./support/caller.ts";
import { compare, type Row } from "./support/measure.ts";

const PERSONS = 20_000;
const CALLS = 3000;
const CONNECTIONS = 64;
const OPEN = { perSecond: 2000, seconds: 2, connections: 256 };
const authority = "bench.invalid";

/** The gateway as the platform composes it: Fastify with all its hooks, the route, keys looked up in the database. */
async function governedServer({ database }: OwnCluster, keyring: Keyring) {
  const gateway = createGateway({
    database,
    cryptography: softwareCryptography,
    keyring,
    append,
    upstream: noInterfaces,
    stores: await fileStores(),
  });
  const http = await createHttp({
    publicUrl: `http://${authority}`,
    trustProxy: [],
    log: createLog({ level: "silent" }),
    metrics: createMetrics(),
    identify: async () => null,
    version: "0.0.0",
  });
  const box = boxOf(keyring);
  gatewayRoutes(http, { gateway, verificationKey: (id) => verificationKey(database.pool, box, id) });
  gateway.start();
  const port = Number(new URL(await http.listen({ host: "127.0.0.1", port: 0 })).port);
  const close = async () => {
    gateway.stop();
    await http.close();
  };
  return { port, close };
}

/** The peer: a bare Fastify that looks the same rows up through the same pool, named statement, JSON in and out. */
async function bareServer({ database }: OwnCluster, table: string) {
  const http = fastify();
  const text = `select c1, c2 from ${table} where dist_key = $1`;
  http.post<{ Body: { key: string } }>("/bare", async ({ body }) => {
    const { rows } = await database.pool.query({
      name: "bare",
      text,
      values: [Buffer.from(body.key, "hex")],
    });
    return { items: rows.map(({ c2 }) => ({ town: c2 })) };
  });
  return { port: Number(new URL(await http.listen({ host: "127.0.0.1", port: 0 })).port), http };
}

const boxOf = (keyring: Keyring) => ({
  seal: (plain: Buffer, place: string) => keyring.sealSecret(place, plain),
  open: (sealed: Buffer, place: string) => keyring.openSecret(place, sealed),
});

/** A using department with a client system, its HMAC key, and a grant on two columns of the resource. */
async function entitled({ database }: OwnCluster, keyring: Keyring, resource: string) {
  const db = database.kysely;
  const { keyid, secret, partyId } = await clientSystem(db, boxOf(keyring));
  const validFrom = await lawNow(db);
  const { purpose } = await inTransaction(db, (tx) =>
    createGrant(tx, append, {
      holderId: partyId,
      providerId: uuid(),
      resource,
      scenario: "measurement",
      modes: ["query"],
      columns: [
        { column: "number", treatment: "masked", reason: "" },
        { column: "town", treatment: "plain", reason: "" },
      ],
      validFrom,
      validUntil: null,
      matterId: uuid(),
    }),
  );
  return { purpose, key: { keyid, secret, authority } };
}

/** The two servers, each asked about random persons; a failed call ends the measurement. */
async function servers(cluster: OwnCluster) {
  const { database } = cluster;
  const keyring = await Keyring.open(database.kysely, softwareCryptography, randomBytes(32));
  const resource = await tableOf({ db: database.kysely }, [identityNumber, item("town")]);
  const persons = Array.from({ length: PERSONS }, (_, n) => ({ values: [numberOf(n), "尖山区"] }));
  await load(cluster, keyring, resource, 1, persons);
  const { purpose, key } = await entitled(cluster, keyring, resource);
  const reader = await openResource(database.kysely, softwareCryptography, keyring, resource);
  const table = `data.r_${reader.resource.number}`;
  const governed = await governedServer(cluster, keyring);
  const bare = await bareServer(cluster, table);
  const { rows } = await database.pool.query<{ key: string }>(
    `select encode(dist_key, 'hex') as key from ${table}`,
  );
  const anyone = () => randomInt(PERSONS);
  const questions = (count: number, ask: () => unknown) =>
    Array.from({ length: count }, () => JSON.stringify(ask()));
  const checked = (result: CallResult) => {
    if (result.failed > 0) throw new Error(`${result.failed} calls were not answered`);
    return result;
  };
  const closed = { connections: CONNECTIONS, perSecond: null };
  return {
    async governed(count: number, how: { connections: number; perSecond: number | null } = closed) {
      const bodies = questions(count, () => ({ purpose, subject: numberOf(anyone()) }));
      const order = { port: governed.port, path: `/share/v1/${resource}/query`, bodies, key, ...how };
      return checked(await callFromOutside(order));
    },
    async bare(count: number, how: { connections: number; perSecond: number | null } = closed) {
      const bodies = questions(count, () => rows[anyone()]);
      return checked(await callFromOutside({ port: bare.port, path: "/bare", bodies, key: null, ...how }));
    },
    async close() {
      await governed.close();
      await bare.http.close();
    },
  };
}

export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const { governed, bare, close } = await servers(cluster);
  try {
    await governed(CALLS / 4);
    await bare(CALLS / 4);
    const rate = await compare({
      name: `governed call, signed, logged, sealed, ${CONNECTIONS} connections`,
      unit: "calls/s",
      peerName: "Fastify + pg look-up, same table and pool",
      ours: async () => (await governed(CALLS)).rate,
      peer: async () => (await bare(CALLS)).rate,
    });
    const open = { connections: OPEN.connections, perSecond: OPEN.perSecond };
    const asked = OPEN.perSecond * OPEN.seconds;
    const latency = await compare({
      name: `governed call, p99 at ${OPEN.perSecond}/s, open loop`,
      unit: "ms",
      peerName: "Fastify + pg look-up, p99 at the same rate",
      ours: async () => (await governed(asked, open)).p99,
      peer: async () => (await bare(asked, open)).p99,
    });
    return [rate, latency];
  } finally {
    await close();
    await cluster.remove();
  }
}
