import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wallNow } from "../src/platform/clocks/index.ts";
import { stopCluster } from "../src/platform/launcher/index.ts";
import { signRequest } from "../src/platform/signatures/index.ts";
import { epidemicEntry, registerRows } from "./support/city.ts";
import { demonstration, type SharedRegister, sharedRegister } from "./support/home.ts";
import { type OwnCluster, ownCluster } from "./support/own-cluster.ts";
import { eventually, type Serving } from "./support/server.ts";

/** A database server that is not the platform's own stops and starts under load; node goes on throughout. */
const home = await demonstration();
let cluster: OwnCluster;
let server: Serving;
let story: SharedRegister;

beforeAll(async () => {
  cluster = await ownCluster();
  server = await home.start({ DATABASE_URL: cluster.adminUrl });
  story = await sharedRegister(server.url, 50);
});
afterAll(async () => {
  await server?.stop();
  await cluster?.remove();
  await home.remove();
});

interface Told {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Told> {
  const answer = await fetch(new URL(path, server.url), init);
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
}

/** A signed query; the usage of an answer, under a nonce of its own. */
function query(nonce: string): Promise<Told> {
  const { grant, key } = story;
  const url = new URL(`/share/v1/${grant.resource.code}/query`, server.url).href;
  const body = JSON.stringify({ purpose: grant.purpose, subject: [...registerRows(1)][0]?.[0] });
  const signed = signRequest({ method: "POST", url, body }, key, { created: wallNow(), nonce });
  return ask(url, { method: "POST", headers: { "content-type": "application/json", ...signed }, body });
}

/** A draft under an idempotency key, asked for again as long as the platform cannot. */
function draft(name: string): Promise<Told> {
  return ask("/api/v1/entries", {
    method: "POST",
    headers: {
      authorization: `Bearer ${story.cast.wjw.token}`,
      "content-type": "application/json",
      "idempotency-key": name,
    },
    body: JSON.stringify({ draft: { ...epidemicEntry, name } }),
  });
}

test("A20.4 during a restart of the database calls get 503 with a sentence, then all goes on; nothing is doubled", async () => {
  const told: Record<"query" | "draft" | "list" | "ready", Told[]> = {
    query: [],
    draft: [],
    list: [],
    ready: [],
  };
  const usages = new Map<string, string>();
  const names: string[] = [];
  let over = false;

  async function queries(): Promise<void> {
    while (!over) {
      const nonce = randomUUID();
      const answer = await query(nonce);
      told.query.push(answer);
      if (answer.status === 200) usages.set(nonce, JSON.parse(answer.text).usage);
    }
  }
  async function drafts(): Promise<void> {
    while (!over) {
      const name = `重启 ${randomUUID()}`;
      const key = encodeURIComponent(name);
      let answer = await draft(key);
      told.draft.push(answer);
      while (answer.status === 503) {
        answer = await draft(key);
        told.draft.push(answer);
      }
      names.push(key);
    }
  }
  async function reads(what: "list" | "ready", path: string, headers: Record<string, string>): Promise<void> {
    while (!over) told[what].push(await ask(path, { headers }));
  }

  const seen = (status: (status: number) => boolean, from: Record<string, number>, count: number) =>
    Object.entries(told).every(
      ([what, answers]) =>
        answers.slice(from[what]).filter((answer) => status(answer.status)).length >= count,
    );
  const lengths = () =>
    Object.fromEntries(Object.entries(told).map(([what, answers]) => [what, answers.length]));
  const good = (status: number) => status < 300;
  const bearer = { authorization: `Bearer ${story.cast.wjw.token}` };
  const load = Promise.all([
    queries(),
    queries(),
    queries(),
    drafts(),
    reads("list", "/api/v1/entries?limit=5", bearer),
    reads("ready", "/readyz", {}),
  ]);
  await eventually(async () => seen(good, {}, 5));
  const stopping = lengths();
  await stopCluster(cluster.directory);
  await eventually(async () => seen((status) => status === 503, stopping, 3));
  cluster = await cluster.again();
  const started = lengths();
  await eventually(async () => seen(good, started, 5));
  over = true;
  await load;

  const refused = Object.values(told)
    .flat()
    .filter(({ status }) => !good(status));
  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 503, type: expect.stringContaining("application/problem+json") });
    expect(JSON.parse(answer.text).detail).toMatch(/请稍后重试|尚未就绪/);
  }
  const { pool } = cluster.database;
  const { rows } = await pool.query<{ nonce: string; usage: string }>(
    "select n.nonce, u.id as usage from access.nonce n join access.usage u on u.id = n.usage_id",
  );
  const stored = new Map(rows.map(({ nonce, usage }) => [nonce, usage]));
  expect(stored.size).toBe(rows.length);
  for (const [nonce, usage] of usages) expect(stored.get(nonce)).toBe(usage);
  const entries = await pool.query(
    "select draft->>'name' as name from catalogue.entry where draft->>'name' = any($1)",
    [names],
  );
  expect(entries.rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});
