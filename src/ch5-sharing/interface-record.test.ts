import { expect, test } from "vitest";
import { code } from "../../test/support/business.ts";
import {
  call,
  entry,
  extra,
  fresh,
  held,
  lastUses,
  logged,
  name,
  p,
  record,
  refused,
  secret,
  settings,
  subject,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { json } from "../../test/support/upstream.ts";
import { auditUsage, readersOf } from "../access/index.ts";
import { listOf } from "../contract/common.ts";
import { usage as usageSchema } from "../contract/grant.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";

withInterfaces();

test("A33.1 A60.9 whatever else it sends never leaves, and is neither stored nor logged", async () => {
  const answer = await call();
  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.body)).not.toContain(extra);
  await tryOut(entry);
  system.answer = () => json({ message: extra }, { status: 500 });
  await refused();
  system.answer = () => json({ data: { rows: [record({ fullName: extra.repeat(5) })] } });
  await refused();
  const { rows: tables } = await p.t.ownerPool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name: table } of tables) {
    const { rows: hits } = await p.t.ownerPool.query<{ words: string }>(
      `select w as words from unnest($1::text[]) w where exists (select from ${table} t where strpos(t::text, w) > 0)`,
      [[extra, name, secret, "新兴大街1号", p.party("gaj")]],
    );
    found.push(...hits.map(({ words }) => words));
  }
  // The search can find: the unit itself stands in the database.
  expect(new Set(found)).toEqual(new Set([p.party("gaj")]));
  const log = logged.join("");
  expect(log).toContain("interface.tried");
  for (const word of [extra, name, secret, subject]) expect(log).not.toContain(word);
});

test("A20.1 A60.9 a trial is on record with who asked for whom: by the keyed digest that calls are found by", async () => {
  await call();
  const [called] = await lastUses(1);
  const about = called?.subject;
  if (!about) throw new Error("a call is about a subject");
  const made = await fresh();
  await tryOut(made, { settings: { ...settings(), secret } });
  system.answer = () => json({}, { status: 500 });
  expect((await tryOut(entry)).ok).toBe(false);
  const sunLiqun = {
    client: "孙立群",
    holder_id: p.party("gaj"),
    person_id: expect.any(String),
    grant_id: null,
  };
  const [failed, before] = await readersOf(p.t.db, about, 2);
  expect(failed).toMatchObject({
    ...sunLiqun,
    operation: "trial",
    entry_id: entry.id,
    resource: held.resource.code,
  });
  expect(before).toMatchObject({ ...sunLiqun, operation: "trial", entry_id: made.id, resource: "" });
  // What is nobody's number was not asked for.
  const asked = system.asked.length;
  await tryOut(entry, { subject: "12" });
  expect(system.asked).toHaveLength(asked);
  expect((await readersOf(p.t.db, about, 1))[0]?.id).toBe(failed?.id);
  expect((await lastUses(1))[0]?.id).toBe(failed?.id);
  expect(await auditUsage(p.t.database, softwareCryptography)).toBeUndefined();
});

test("A20.1 A60.9 nobody is asked for where a trial cannot be put on record", async () => {
  const asked = system.asked.length;
  await p.t.ownerPool.query("alter table access.usage rename to usage_away");
  try {
    expect(await code(tryOut(entry))).toBe("usage_not_recorded");
  } finally {
    await p.t.ownerPool.query("alter table access.usage_away rename to usage");
  }
  expect(system.asked).toHaveLength(asked);
});

test("A20.1 the calls and their failures are read by provider and holder in the record of the grant", async () => {
  system.answer = () => json({}, { status: 500 });
  await refused();
  for (const reader of ["gaj", "mzj"]) {
    const { items } = await (await p.as(reader)).get(
      `/api/v1/grants/${held.id}/usage?limit=2`,
      listOf(usageSchema),
    );
    expect(items.map(({ outcome, refusal: why }) => [outcome, why])).toEqual([
      ["refused", "upstream_failed"],
      ["admitted", null],
    ]);
  }
});
