import { expect, test } from "vitest";
import {
  call,
  entry,
  extra,
  held,
  logged,
  name,
  p,
  record,
  refused,
  secret,
  subject,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { json } from "../../test/support/upstream.ts";
import { listOf } from "../contract/common.ts";
import { usage as usageSchema } from "../contract/grant.ts";

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
