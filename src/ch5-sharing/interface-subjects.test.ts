import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refusal } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import {
  interfaces,
  name,
  nobody,
  record,
  rows,
  secret,
  subject,
} from "../../test/support/small-interfaces.ts";
import { DepartmentSystem, json, openedTo } from "../../test/support/upstream.ts";
import type { Entry } from "../contract/entry.ts";
import type { Grant } from "../contract/grant.ts";
import { createLog } from "../platform/logging/log.ts";

let system: DepartmentSystem;
let p: TestPlatform;
let on: ReturnType<typeof interfaces>;
let entry: Entry;
let grant: Grant;
const logged: string[] = [];

beforeAll(async () => {
  system = await DepartmentSystem.start();
  system.answer = () => rows(record());
  p = await testPlatform(
    { GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", system.origin) },
    createLog({ destination: { write: (line) => void logged.push(line) } }),
  );
  on = interfaces(p, system);
  ({ entry, grant } = await on.granted());
}, 60_000);
afterAll(async () => {
  await p.close();
  await system.close();
});
beforeEach(async () => {
  system.answer = () => rows(record());
  await on.trial(entry);
});

const lastRefusal = async () => {
  const { refusal } = await p.t.db
    .selectFrom("access.usage")
    .select("refusal")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return refusal;
};

const deep = "[".repeat(20_000) + "]".repeat(20_000);
test.each([
  ["a number", subject],
  ["an object that will not be text", '{"toString":1,"valueOf":1}'],
  ["a list", `["${subject}"]`],
  ["a deep list", deep],
  ["true", "true"],
  ["another person", `"${nobody}"`],
])("A7.8 A20.1 %s in place of the subject is no answer, and is on record", async (_, said) => {
  system.answer = () =>
    json(undefined, { body: `{"rows":[{"gmsfhm":${said},"xm":"${name}","hjdz":"双鸭山市"}]}` });
  expect(await on.call(grant)).toEqual([502, "upstream_failed"]);
  expect(await lastRefusal()).toBe("upstream_failed");
  expect((await on.state(entry)).calls.lastFailure).toContain("主体标识不是字符串");
  const { ok, failure } = await on.trial(entry);
  expect([ok, failure]).toEqual([false, expect.stringContaining("主体标识不是字符串")]);
});

test("A7.8 a row that does not say whom it is about, or in small letters, is about the one asked for", async () => {
  for (const gmsfhm of [null, undefined, ` ${subject} `]) {
    system.answer = () => rows(record({ gmsfhm }));
    expect([gmsfhm, await on.call(grant)]).toEqual([gmsfhm, [200, undefined]]);
  }
});

test("A20.1 what nobody foresaw is told as no answer too, and is on record and in the log", async () => {
  const { rows: sealed } = await p.t.ownerPool.query<{ secret: Buffer }>(
    "select secret from access.upstream where resource = $1",
    [grant.resource.code],
  );
  const seal = (secret: Buffer | undefined) =>
    p.t.ownerPool.query("update access.upstream set secret = $2 where resource = $1", [
      grant.resource.code,
      secret,
    ]);
  await seal(Buffer.from("not sealed here"));
  try {
    expect(await on.call(grant)).toEqual([502, "upstream_failed"]);
    expect(await lastRefusal()).toBe("upstream_failed");
    expect((await on.state(entry)).calls.lastFailure).toContain("平台没能处理");
    expect(logged.join("")).toContain("interface call failed");
    expect(logged.join("")).not.toContain(subject);
  } finally {
    await seal(sealed[0]?.secret);
  }
});

test("A7.8 the fields wanted cannot take the place of the subject", async () => {
  const fresh = await on.fresh();
  const same = { columnsParameter: "idNo" };
  const settings = { ...on.settings(same), secret };
  for (const asking of [
    () => on.mounting(fresh, same),
    () => on.change(entry, same),
    () => on.trial(fresh, { settings }),
  ]) {
    const { code, errors = [] } = await refusal(asking());
    expect([code, errors.map(({ pointer }) => pointer.split("/").at(-1))]).toEqual([
      "bad_request",
      ["columnsParameter"],
    ]);
    expect(errors[0]?.detail).toContain("两个参数名不能相同");
  }
});

test("A33.1 what cannot be a subject's number is not passed on", async () => {
  const before = system.asked.length;
  expect(await on.call(grant, "' or 1=1 --")).toEqual([200, undefined]);
  expect(system.asked).toHaveLength(before);
});
