import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatewayAnswer } from "../src/contract/grant.ts";
import { wallNow } from "../src/platform/clocks/index.ts";
import { signRequest } from "../src/platform/signatures/index.ts";
import { registerRows } from "./support/city.ts";
import { demonstration, type SharedRegister, sharedRegister, superuser } from "./support/home.ts";
import { eventually, isRunning, postmasterOf, type Serving } from "./support/server.ts";

const home = await demonstration();
let server: Serving;
let story: SharedRegister;
let admin: pg.Client;

beforeAll(async () => {
  server = await home.start();
  story = await sharedRegister(server.url, 50);
  admin = await superuser(home.directory);
});
afterAll(async () => {
  await admin?.end();
  await server?.stop();
  await home.remove();
});

/** A signed query on a bare connection, so that the first byte of the answer is seen as it comes. */
async function call(): Promise<Socket> {
  const { grant, key } = story;
  const url = new URL(`/share/v1/${grant.resource.code}/query`, server.url);
  const body = JSON.stringify({ purpose: grant.purpose, subject: [...registerRows(1)][0]?.[0] });
  const signed = signRequest({ method: "POST", url: url.href, body }, key, { created: wallNow() });
  const headers = {
    host: url.host,
    connection: "close",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...signed,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, "connect");
  socket.write(`POST ${url.pathname} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
  return socket;
}

async function whole(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(socket, "close");
  return text;
}

const usageOf = (answer: string) =>
  gatewayAnswer.parse(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).usage;

describe("On disk before the answer, over HTTP", () => {
  test("A20.1 no byte arrives while the usage row is held, the answer once it is on record", async () => {
    const holder = await superuser(home.directory);
    await holder.query("begin");
    await holder.query("lock table access.usage in exclusive mode");
    const socket = await call();
    const held = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%with moment as%'`;
    await eventually(async () => (await admin.query(held)).rowCount === 1);
    // A round trip of another request shows that the server had every chance to send something.
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(socket.bytesRead).toBe(0);
    await holder.query("rollback");
    await holder.end();
    const answer = await whole(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const stored = await admin.query("select from access.usage where id = $1", [usageOf(answer)]);
    expect(stored.rowCount).toBe(1);
  });

  test("A20.4 a database killed at the answer's first byte comes back with the usage row", async () => {
    const postmaster = await postmasterOf(home.directory);
    const socket = await call();
    socket.once("data", () => process.kill(postmaster, "SIGKILL"));
    const answer = await whole(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    await eventually(async () => !(await isRunning(postmaster)));
    await eventually(async () => (await fetch(`${server.url}/readyz`)).status === 200);
    admin = await superuser(home.directory);
    const { rows } = await admin.query("select refusal from access.usage where id = $1", [usageOf(answer)]);
    expect(rows).toEqual([{ refusal: null }]);
  });
});
