import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import fastify from "fastify";
import { createGateway, createGrant } from "../src/access/index.ts";
import { lawNow, wallNow } from "../src/platform/clocks/index.ts";
import { softwareCryptography } from "../src/platform/crypto/index.ts";
import { inTransaction } from "../src/platform/db/index.ts";
import { append } from "../src/platform/ledger/index.ts";
import { signRequest, verifyRequest } from "../src/platform/signatures/index.ts";
import { resourceByCode } from "../src/vault/index.ts";
import { ownCluster } from "../test/support/own-cluster.ts";
import { identityNumber as numberOf } from "../test/support/tables.ts";
import { identityNumber, item, load, randomKeyring, tableOf } from "../test/support/vault.ts";
import { compare, type Row } from "./support/measure.ts";

const CALLS = 4000;
const CONNECTIONS = 64;
const authority = "bench.invalid";

interface Call {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Calls per second of a server that answers all of them with 200, over kept connections. */
async function rate(port: number, calls: readonly Call[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const waiting = [...calls];
  const one = ({ path, headers, body }: Call) =>
    new Promise<void>((resolve, reject) => {
      const options = { agent, port, path, method: "POST", headers };
      const sent = request({ host: "127.0.0.1", ...options }, (response) => {
        response.resume().once("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`answered ${response.statusCode}`));
        });
      });
      sent.once("error", reject).end(body);
    });
  const started = performance.now();
  const worker = async () => {
    for (let call = waiting.pop(); call; call = waiting.pop()) await one(call);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return (calls.length * 1000) / (performance.now() - started);
}

export async function run(): Promise<Row[]> {
  const cluster = await ownCluster();
  const { database } = cluster;
  const keyring = randomKeyring();
  const resource = await tableOf({ db: database.kysely }, [identityNumber, item("town")]);
  const persons = Array.from({ length: 20_000 }, (_, n) => ({ values: [numberOf(n), "尖山区"] }));
  await load(cluster, keyring, resource, 1, persons);
  const partyId = randomUUID();
  const validFrom = await lawNow(database.kysely);
  const { purpose } = await inTransaction(database.kysely, (tx) =>
    createGrant(tx, append, {
      holderId: partyId,
      providerId: randomUUID(),
      resource,
      scenario: "measurement",
      modes: ["query"],
      columns: [
        { column: "number", treatment: "masked", reason: "" },
        { column: "town", treatment: "plain", reason: "" },
      ],
      validFrom,
      validUntil: null,
      matterId: randomUUID(),
    }),
  );
  const { number } = await resourceByCode(database.kysely, resource);
  const gateway = createGateway({ database, cryptography: softwareCryptography, keyring, append });
  gateway.start();
  const keys = await database.pool.query<{ key: Buffer }>(
    `select dist_key as key from data.r_${number} limit 1`,
  );
  const secret = softwareCryptography.random(32);
  const server = fastify();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.post("/governed", async ({ raw, headers, body }) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const incoming = {
      method: "POST",
      target: raw.url ?? "",
      headers: { ...headers, host: authority },
      body: bytes,
    };
    const key = async () => ({ keyid: "k-1", algorithm: "hmac-sha256" as const, secret });
    const verified = await verifyRequest(incoming, { authority, now: wallNow(), key });
    if (!verified.ok) throw new Error(verified.code);
    const call = { ...verified, clientId: partyId, clientName: "bench", partyId, resource };
    return gateway.query(call, JSON.parse(bytes.toString("utf8")));
  });
  server.post("/bare", async () => {
    const text = `select c1, c2 from data.r_${number} where dist_key = $1`;
    const { rows } = await database.pool.query({ name: "bare", text, values: [keys.rows[0]?.key] });
    return { items: rows.map(({ c2 }) => ({ town: c2 })) };
  });
  const port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
  const body = (n: number) => JSON.stringify({ purpose, subject: numberOf(n % 20_000) });
  const plain = { "content-type": "application/json" };
  try {
    const governed = async () => {
      const calls: Call[] = [];
      for (let n = 0; n < CALLS; n++) calls.push(signedCall(secret, body(n)));
      return rate(port, calls);
    };
    const bare = () =>
      rate(
        port,
        Array.from({ length: CALLS }, (_, n) => ({ path: "/bare", headers: plain, body: body(n) })),
      );
    return [
      await compare({
        name: `governed call, signed, logged, sealed, ${CONNECTIONS} connections`,
        unit: "calls/s",
        peerName: "Fastify + pg look-up, same table and pool",
        ours: governed,
        peer: bare,
      }),
    ];
  } finally {
    gateway.stop();
    await server.close();
    await cluster.remove();
  }
}

function signedCall(secret: Buffer, body: string): Call {
  const outgoing = { method: "POST", url: `http://${authority}/governed`, body };
  const signed = signRequest(outgoing, { keyid: "k-1", algorithm: "hmac-sha256", secret });
  return { path: "/governed", headers: { "content-type": "application/json", ...signed }, body };
}
