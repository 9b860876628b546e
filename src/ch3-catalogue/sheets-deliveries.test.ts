import { afterAll, beforeAll, expect, test } from "vitest";
import { refusal } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { applied, checkWorkbook as upload } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { checkWorkbook } from "./sheets-checking.ts";
import { catalogueWorkbook } from "./sheets-template.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const contents = [epidemicEntry, { ...epidemicEntry, name: "另一个" }];
const facts = { code: "", providerName: "", providerCode: "" };
const book = async () =>
  Buffer.from(
    await catalogueWorkbook(
      contents.map((content) => ({ facts, content })),
      new Map([
        ["230000", "黑龙江省"],
        ["230500", "双鸭山市"],
      ]),
    ),
  );

/** An import whose job is still to come, of the same file as `like`. */
async function unread(like: string): Promise<string> {
  const { rows } = await p.t.ownerPool.query<{ id: string }>(
    `insert into catalogue.import (id, party_id, person_id, file_id, file_name, purpose, state, created_at)
     select gen_random_uuid(), party_id, person_id, file_id, file_name, purpose, 'reading', created_at
     from catalogue.import where id = $1 returning id`,
    [like],
  );
  return rows[0]?.id ?? "";
}

const stateOf = async (id: string) => {
  const { rows } = await p.t.ownerPool.query<{ state: string; kept: number }>(
    `select state, (select count(*)::int from catalogue.import_entry where import_id = id) as kept
     from catalogue.import where id = $1`,
    [id],
  );
  return rows[0];
};

const database = () => ({ pool: p.t.pool, kysely: p.t.db });
const filing = { inUseSince: "2026-02-11", grants: { standing: async () => new Map() } };

test("A12.1 a check that is delivered twice at once is done once", async () => {
  const id = await unread((await upload(await p.as("wjw"), await book())).id);
  const content = await book();
  const gate = Promise.withResolvers<Buffer>();
  let begun = 0;
  const deliver = (readFile: () => Promise<Buffer>) =>
    checkWorkbook({ database: database(), filing, readFile }, id);
  const counted = (read: Promise<Buffer>) => () => {
    begun += 1;
    return read;
  };
  const first = deliver(counted(gate.promise));
  await expect.poll(() => begun).toBe(1);
  const second = deliver(counted(gate.promise));
  const waiting = "select from pg_locks where locktype = 'advisory' and not granted";
  await expect
    .poll(async () => begun - 1 + (await p.t.ownerPool.query(waiting)).rows.length, { timeout: 20_000 })
    .toBe(1);
  gate.resolve(content);
  await Promise.all([first, second]);
  expect([begun, await stateOf(id)]).toEqual([1, { state: "ready", kept: contents.length }]);
});

test("A12.1 a check that breaks off leaves nothing, and the next delivery does it anew", async () => {
  const id = await unread((await upload(await p.as("wjw"), await book())).id);
  const broken = checkWorkbook(
    { database: database(), filing, readFile: () => Promise.reject(new Error("disk")) },
    id,
  );
  await expect(broken).rejects.toThrow("disk");
  expect(await stateOf(id)).toEqual({ state: "reading", kept: 0 });
  await checkWorkbook({ database: database(), filing, readFile: book }, id);
  expect(await stateOf(id)).toEqual({ state: "ready", kept: contents.length });
});

test("A9.3 an import of which a part is gone is not taken over", async () => {
  const wjw = await p.as("wjw");
  const { id } = await upload(wjw, await book());
  await p.t.ownerPool.query("delete from catalogue.import_entry where import_id = $1 and line = 2", [id]);
  const refused = await refusal(applied(wjw, id));
  expect([refused.code, refused.detail]).toEqual([
    "import_outdated",
    expect.stringContaining("检查时有 2 个目录，现在留存 1 个"),
  ]);
});
