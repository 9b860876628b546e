import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { signedCall } from "../src/app/story/api.ts";
import { act, assess, start, view } from "../src/app/story/matters.ts";
import { request } from "../src/app/story/sharing.ts";
import { batch as batchSchema } from "../src/contract/batch.ts";
import { registerCsv, registerRows } from "./support/city.ts";
import { holdAt, type Point } from "./support/held.ts";
import {
  demonstration,
  type SharedRegister,
  sequenced,
  sharedRegister,
  silent,
  superuser,
} from "./support/home.ts";
import {
  eventually,
  freePort,
  gongshu,
  isRunning,
  postmasterOf,
  program,
  type Serving,
} from "./support/server.ts";

/*
 * kill -9 of the real server, or of its database, while it is held inside a named statement. Afterwards everything of
 * the act is there or nothing, the act can be repeated, and nothing is lost or doubled.
 */
interface KillPoint extends Point {
  readonly victim: "server" | "database";
}

const home = await demonstration();
const PORT = String(await freePort());
let server: Serving;
let admin: pg.Client;
let story: SharedRegister;

beforeAll(async () => {
  server = await home.start({ PORT });
  story = await sharedRegister(server.url, 200);
  admin = await superuser(home.directory);
});
afterEach(() => sequenced(admin));
afterAll(async () => {
  await admin?.end();
  await server?.stop();
  await home.remove();
});

const number = async (query: string, ...values: unknown[]): Promise<number> => {
  const { rows } = await admin.query<{ n: string }>(`select count(*) as n from ${query}`, values);
  return Number(rows[0]?.n);
};

/**
 * Begins the act, kills the victim inside the point, and brings the platform back to work. A server that lost its
 * database says so; a killed one says nothing.
 */
async function killedInside(point: KillPoint, begin: () => Promise<unknown>): Promise<unknown> {
  const hold = await holdAt(() => superuser(home.directory), point);
  const begun = begin();
  // Refused before it came by: there would be nobody to wait for.
  const refused = begun.then(() => new Promise<never>(() => undefined));
  const held = await Promise.race([hold.inside(), refused]);
  if (point.victim === "server") {
    server.child.kill("SIGKILL");
    await server.ended;
    await hold.release();
    server = await home.start({ PORT });
  } else {
    const postmaster = await postmasterOf(home.directory);
    // The held session dies first: when the holder of its lock noticed the end before it, it would go on and commit.
    process.kill(held, "SIGKILL");
    process.kill(postmaster, "SIGKILL");
    await eventually(async () => !(await isRunning(postmaster)));
    await eventually(async () => (await fetch(`${server.url}/readyz`)).status === 200);
    await hold.release();
    admin = await superuser(home.directory);
  }
  return begun.catch((error: unknown) => error);
}

const told = { server: { message: "fetch failed" }, database: { status: 503 } };

const atCommitOf = (table: string) => `after insert on ${table} deferrable initially deferred for each row`;
const ahead = (what: string, condition = "true") => `before ${what} for each row when (${condition})`;

describe("kill -9 during an upload", () => {
  const points: KillPoint[] = [
    { victim: "database", name: "the batch is put down", trigger: ahead("insert on collection.batch") },
    {
      victim: "server",
      name: "the batch is taken up",
      trigger: ahead("update on collection.batch", "new.state = 'running'"),
    },
    { victim: "server", name: "its rows are merged", trigger: ahead("insert on vault.batch") },
    {
      victim: "server",
      name: "its leaf is appended",
      trigger: ahead("insert on ledger.leaf", "new.kind = 'batch'"),
    },
    { victim: "database", name: "its event is put out", trigger: ahead("insert on platform.outbox") },
  ];

  const call = (
    method: string,
    where: string,
    headers: Record<string, string>,
    body?: Uint8Array<ArrayBuffer>,
  ) =>
    fetch(new URL(where, server.url), {
      method,
      headers: { authorization: `Bearer ${story.cast.gaj.token}`, "tus-resumable": "1.0.0", ...headers },
      ...(body === undefined ? {} : { body }),
    });

  async function announce(bytes: number): Promise<string> {
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const metadata = `filename ${base64("户籍登记.csv")},resource ${base64(story.resource)}`;
    const answer = await call("POST", "/api/v1/uploads", {
      "upload-length": String(bytes),
      "upload-metadata": metadata,
    });
    return answer.headers.get("location") ?? "";
  }

  test.each(points)("A7.8 A17.4 of the $victim while $name: the batch once and whole", async (point) => {
    const persons = 300 + 10 * points.indexOf(point);
    const bytes = new Uint8Array(Buffer.from(registerCsv(persons)));
    const where = await announce(bytes.length);
    const type = { "content-type": "application/offset+octet-stream", "upload-offset": "0" };
    const outcome = await killedInside(point, () => call("PATCH", where, type, bytes));
    if (points.indexOf(point) === 0) expect(outcome).toMatchObject(told[point.victim]);

    const id = (await call("HEAD", where, {})).headers.get("gongshu-batch");
    const read = async () => batchSchema.parse(await (await call("GET", `/api/v1/batches/${id}`, {})).json());
    await eventually(async () => (await read()).state === "done");
    const all = String(persons);
    expect((await read()).counts).toMatchObject({
      received: all,
      accepted: all,
      quarantined: "0",
      reconciles: true,
    });
    const table = (await admin.query<{ t: string }>("select 'data.r_' || number as t from vault.resource"))
      .rows[0]?.t;
    expect(await number(`${table}`)).toBe(persons);
    expect(await number("vault.batch where id = $1", id)).toBe(1);
    expect(await number("ledger.body where ref = $1", `collection.batch:${id}`)).toBe(1);
    expect(await number("platform.outbox where body->>'batch' = $1", id)).toBe(1);
    await eventually(async () => (await readdir(join(home.directory, "uploads"))).length === 0);
  });
});

describe("kill -9 during an approval", () => {
  const points: KillPoint[] = [
    { victim: "server", name: "the matter moves", trigger: ahead("update on matters.matter") },
    { victim: "database", name: "the grant is made", trigger: ahead("insert on access.grant") },
    {
      victim: "server",
      name: "the grant's leaf is appended",
      trigger: ahead("insert on ledger.leaf", "new.kind = 'grant'"),
    },
    { victim: "server", name: "the step is written", trigger: ahead("insert on matters.step") },
    { victim: "database", name: "the event is put out", trigger: ahead("insert on platform.outbox") },
  ];

  test.each(points)("A27.5 of the $victim while $name: undecided, then decided once", async (point) => {
    const { cast, entry } = story;
    const form = { ...request, scenario: `核对 ${point.name}` };
    const opened = await start(silent(), cast.mzj, { kind: "sharing-application", subject: entry.id, form });
    const passed = await act(silent(), cast.sjj, opened.id, "passToProvider");
    await assess(silent(), cast.gaj, opened.id);
    const columns = request.columns.map((column) => ({ column, treatment: "masked", reason: "" }));
    const decide = () =>
      act(silent(), cast.gaj, opened.id, "grant", { form: { columns, opinion: "同意。" } });
    const left = async () => ({
      steps: await number("matters.step where matter_id = $1", opened.id),
      leaves: await number(
        "ledger.body b join matters.step s on b.ref = 'matters.step:' || s.id where s.matter_id = $1",
        opened.id,
      ),
      grants: await number(`access."grant" where matter_id = $1`, opened.id),
      grantLeaves: await number(
        `ledger.body b join access."grant" g on b.ref = 'access.grant:' || g.id || '.1' where g.matter_id = $1`,
        opened.id,
      ),
      events: await number("platform.outbox where body->>'matter' = $1", opened.id),
    });
    const undecided = await left();

    expect(await killedInside(point, decide)).toMatchObject(told[point.victim]);
    expect(await left()).toEqual(undecided);
    expect(await view(cast.gaj, opened.id)).toMatchObject({ state: passed.state, version: passed.version });
    await decide();
    expect(await left()).toEqual({
      steps: undecided.steps + 1,
      leaves: undecided.leaves + 1,
      grants: 1,
      grantLeaves: 1,
      events: undecided.events + 1,
    });
  });
});

const subject = [...registerRows(1)][0]?.[0] ?? "";

function ask(nonce: string) {
  const { grant, key } = story;
  const body = { purpose: grant.purpose, subject };
  return signedCall(server.url, `/share/v1/${grant.resource.code}/query`, body, key, { nonce });
}

describe("kill -9 during a call", () => {
  const points: KillPoint[] = [
    { victim: "server", name: "the nonce is claimed", trigger: ahead("insert on access.nonce") },
    { victim: "database", name: "the usage row is written", trigger: ahead("insert on access.usage") },
    {
      victim: "server",
      name: "the leaf is appended",
      trigger: ahead("insert on ledger.leaf", "new.kind = 'usage-digest'"),
    },
    { victim: "database", name: "the digest is kept", trigger: ahead("insert on access.usage_digest") },
    { victim: "database", name: "all is committed", trigger: atCommitOf("access.usage_digest") },
  ];

  test.each(points)(
    "A20.4 of the $victim while $name: no answer, no trace; then one of each",
    async (point) => {
      const nonce = randomUUID();
      const rows = "access.usage u join access.nonce n on n.usage_id = u.id where n.nonce = $1";
      const calls = await number("access.usage");
      expect(await killedInside(point, () => ask(nonce))).toMatchObject(told[point.victim]);
      expect([await number(rows, nonce), await number("access.usage")]).toEqual([0, calls]);
      const { usage } = JSON.parse((await ask(nonce)).text);
      expect([await number(rows, nonce), await number("access.usage")]).toEqual([1, calls + 1]);
      const leaf =
        "access.usage u join ledger.body b on b.ref = 'access.usage:' || u.digest_id where u.id = $1";
      expect(await number(leaf, usage)).toBe(1);
    },
  );
});

describe("kill -9 while the ledger takes up leaves", () => {
  const points: KillPoint[] = [
    { victim: "server", name: "entries are written", trigger: ahead("insert on ledger.entry") },
    { victim: "database", name: "nodes are written", trigger: ahead("insert on ledger.node") },
    { victim: "server", name: "the checkpoint is written", trigger: ahead("insert on ledger.checkpoint") },
    { victim: "database", name: "all is committed", trigger: atCommitOf("ledger.checkpoint") },
    { victim: "server", name: "all is committed", trigger: atCommitOf("ledger.checkpoint") },
  ];

  test.each(points)("A60.4 of the $victim while $name: no leaf is lost, none doubled", async (point) => {
    let usage = "";
    await killedInside(point, async () => {
      usage = JSON.parse((await ask(randomUUID())).text).usage;
      // Nodes above the leaves are written for every second one: the point may lie behind the next call.
      await ask(randomUUID()).catch(() => undefined);
    });
    expect(usage).not.toBe("");
    await sequenced(admin);
    const entries =
      "access.usage u join ledger.body b on b.ref = 'access.usage:' || u.digest_id join ledger.entry using (leaf_hash) where u.id = $1";
    expect(await number(entries, usage)).toBe(1);
    const { rows } = await admin.query<{ leaves: string; gapless: boolean }>(
      `select (select count(*) from ledger.leaf) as leaves,
         (select count(*) = max(index) + 1 from ledger.entry) as gapless`,
    );
    expect(rows).toEqual([{ leaves: String(await number("ledger.entry")), gapless: true }]);
  });
});

test("after all these kills everything on record fits, offline and with the keys", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gongshu-killed-"));
  const directory = join(folder, "export");
  expect(await gongshu(["ledger", "export", directory], home.variables).ended).toMatchObject({ code: 0 });
  const verified = await program("verifier/verify.ts", [directory]).ended;
  expect(verified).toMatchObject({ code: 0, output: expect.stringContaining("条存证全部相符") });
  const audited = await gongshu(["ledger", "audit"], home.variables).ended;
  expect(audited).toEqual({ code: 0, output: "✓ 全部相符\n" });
  await rm(folder, { recursive: true });
});
