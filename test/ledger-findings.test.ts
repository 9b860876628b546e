import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatewayAnswer } from "../src/contract/grant.ts";
import {
  demonstration,
  queryPerson,
  type SharedRegister,
  sequenced,
  sharedRegister,
  superuser,
} from "./support/home.ts";
import { gongshu, program, type Serving } from "./support/server.ts";

/*
 * A short story on the composed platform, then its records changed behind its back by the superuser, each alone and
 * put back afterwards: every change is found and named.
 */
const home = await demonstration();
const folder = await mkdtemp(join(tmpdir(), "gongshu-exports-"));
const kept = join(folder, "checkpoint");
let server: Serving;
let admin: pg.Client;
let story: SharedRegister;
let usage: string;
let keys: string[];

beforeAll(async () => {
  server = await home.start();
  story = await sharedRegister(server.url, 200);
  for (let n = 0; n < 3; n++)
    usage = gatewayAnswer.parse(JSON.parse((await queryPerson(server.url, story, n)).text)).usage;
  admin = await superuser(home.directory);
  await sequenced(admin);
  await writeFile(kept, await (await fetch(`${server.url}/ledger/v1/checkpoint`)).text());
  keys = (await ledger("keys")).output.trim().split("\n");
});
afterAll(async () => {
  await admin?.end();
  await server?.stop();
  await home.remove();
  await rm(folder, { recursive: true, force: true });
});

const ledger = (...values: string[]) => gongshu(["ledger", ...values], home.variables).ended;

let exports = 0;

/** Export and offline check, with keys got elsewhere. */
async function verify(...options: string[]) {
  const directory = join(folder, String(exports++));
  const { code, output } = await ledger("export", directory);
  expect([code, output]).toEqual([0, expect.stringContaining("已导出")]);
  const trusted = keys.flatMap((key) => ["--key", key]);
  return program("verifier/verify.ts", [directory, ...trusted, ...options]).ended;
}

/** Changes what no role of the platform can, looks, and puts it back. */
async function changed<T>(change: string, undo: string, look: () => Promise<T>): Promise<T> {
  await admin.query("set session_replication_role = replica");
  try {
    const { rowCount } = await admin.query(change);
    expect(rowCount).toBeGreaterThan(0);
    return await look();
  } finally {
    await admin.query(undo);
    await admin.query("set session_replication_role = origin");
  }
}

async function one(query: string): Promise<string> {
  const { rows } = await admin.query<{ value: string }>(query);
  const value = rows[0]?.value;
  if (value === undefined) throw new Error(`nothing found: ${query}`);
  return value;
}

describe("Behind the platform's back", () => {
  it("A60.4 everything fits to begin with: every source is read, a receipt is found", async () => {
    const { rows } = await admin.query<{ source: string }>(
      "select distinct split_part(ref, ':', 1) as source from ledger.body order by 1",
    );
    const sources = rows.map(({ source }) => source);
    expect(sources).toEqual([
      "access.grant",
      "access.usage",
      "collection.batch",
      "matters.document",
      "matters.step",
    ]);
    const receipt = await one("select receipt as value from matters.step where action = 'grant'");
    const { code, output } = await verify("--checkpoint", kept, "--receipt", receipt);
    expect([code, output]).toEqual([0, expect.stringMatching(/✓ 回执是第 \d+ 条\n✓ \d+ 条存证全部相符/)]);
    expect(output).not.toContain("只核对了存证");
    expect(await ledger("audit")).toEqual({ code: 0, output: "✓ 全部相符\n" });
  });

  it("A60.4 names a changed leaf", async () => {
    const ref = await one("select ref as value from ledger.body where ref like 'collection.batch:%'");
    const where = `where leaf_hash = (select leaf_hash from ledger.body where ref = '${ref}')`;
    const { code, output } = await changed(
      `update ledger.leaf set at = at - interval '1 day' ${where}`,
      `update ledger.leaf set at = at + interval '1 day' ${where}`,
      () => verify(),
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`（${ref}） 存证条目被改动`)]);
  });

  it("A60.4 names a changed decision", async () => {
    const id = await one("select id as value from matters.step where action = 'grant'");
    const { code, output } = await changed(
      `update matters.step set person_name = '别人' || person_name where id = '${id}'`,
      `update matters.step set person_name = substr(person_name, 3) where id = '${id}'`,
      () => verify(),
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`（matters.step:${id}） 记录被改动`)]);
    expect(output).toContain("✗ 1 处不符");
  });

  it("A60.4 names a grant that says more than was granted", async () => {
    const { id } = story.grant;
    const { code, output } = await changed(
      `update access.grant set valid_until = valid_until + interval '10 years' where id = '${id}'`,
      `update access.grant set valid_until = valid_until - interval '10 years' where id = '${id}'`,
      () => verify(),
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`（access.grant:${id}.1） 记录被改动`)]);
  });

  it("A20.4 names a changed usage row", async () => {
    const { code, output } = await changed(
      `update access.usage set client = client || '（代）' where id = '${usage}'`,
      `update access.usage set client = left(client, -3) where id = '${usage}'`,
      () => verify(),
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`明细 ${usage} 被改动`)]);
    expect(output).toContain("✗ 1 处不符");
  });

  it("A20.4 names the digest from which a usage row is gone", async () => {
    const digest = await one(`select digest_id as value from access.usage where id = '${usage}'`);
    await admin.query(`create temporary table gone as select * from access.usage where id = '${usage}'`);
    const { code, output } = await changed(
      `delete from access.usage where id = '${usage}'`,
      "insert into access.usage select * from gone",
      () => verify(),
    );
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(`（access.usage:${digest}） 明细应有 1 行，现有 0 行`),
    ]);
  });

  it("A60.4 the audit names a changed data row", async () => {
    const table = await one("select 'data.r_' || number as value from vault.resource");
    const column = await one(
      `select attname as value from pg_attribute where attrelid = '${table}'::regclass
         and attname ~ '^c[0-9]+$' and atttypid = 'text'::regtype order by attnum limit 1`,
    );
    const row = await one(`select row_id::text as value from ${table} where row_id & 4294967295 = 17`);
    const { code, output } = await changed(
      `update ${table} set ${column} = ${column} || '改' where row_id = ${row}`,
      `update ${table} set ${column} = left(${column}, -1) where row_id = ${row}`,
      () => ledger("audit"),
    );
    const told = `数据表 ${table}：第 1 批第 17 行（行号 ${row}）被改动`;
    expect([code, output]).toEqual([1, expect.stringContaining(told)]);
    expect(output).toContain("1 处不符");
  });

  it("A60.4 the audit names the batch that lost a row, also where its record in the vault was made to fit", async () => {
    const table = await one("select 'data.r_' || number as value from vault.resource");
    const batch = await one("select id as value from vault.batch");
    await admin.query(`create temporary table lost as select * from ${table} order by row_id limit 1`);
    await admin.query("create temporary table honest as select * from vault.batch");
    const lost = await changed(
      `delete from ${table} where row_id = (select row_id from lost)`,
      `insert into ${table} select * from lost`,
      () => ledger("audit"),
    );
    expect([lost.code, lost.output]).toEqual([
      1,
      expect.stringContaining(`第 1 批（${batch}）的数据行有缺失`),
    ]);
    const fitted = await changed(
      "update vault.batch set digest = sha256('')",
      "update vault.batch b set digest = h.digest from honest h where h.id = b.id",
      () => ledger("audit"),
    );
    expect(fitted.output).toContain(`（collection.batch:${batch}）`);
    expect(await ledger("audit")).toMatchObject({ code: 0 });
  });

  it("A60.4 a tail cut off without a trace shows against a checkpoint kept elsewhere, and only there", async () => {
    await admin.query("set session_replication_role = replica");
    const size = await one("select size as value from ledger.checkpoint order by size desc limit 1");
    const rest = await one("select size as value from ledger.checkpoint order by size desc offset 1 limit 1");
    await admin.query(`delete from ledger.checkpoint where size > ${rest}`);
    await admin.query(`delete from ledger.entry where index >= ${rest}`);
    for (const table of ["body", "leaf"])
      await admin.query(
        `delete from ledger.${table} where leaf_hash not in (select leaf_hash from ledger.entry)`,
      );
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, output } = await verify("--checkpoint", kept);
    const told = `留存的检查点有 ${size} 条，导出只有 ${rest} 条`;
    expect([code, output]).toEqual([1, expect.stringContaining(told)]);

    await server.stop();
    expect((await verify("--checkpoint", kept)).output).toContain(told);
  });
});
