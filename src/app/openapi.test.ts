import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { demands, promises } from "../../test/support/openapi.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";

const kept = join(import.meta.dirname, "../../docs/generated/openapi.json");

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

/** The live document, without the address that this test happens to have. */
async function live(): Promise<object> {
  const document = z.looseObject({}).parse((await p.http.inject("/api/v1/openapi.json")).json());
  return { ...document, servers: [{ url: "/" }] };
}

test("the interface keeps every promise of docs/generated/openapi.json, and demands nothing more", async () => {
  const now = await live();
  if (process.env.GONGSHU_WRITE_OPENAPI === "1") await writeFile(kept, `${JSON.stringify(now, null, 2)}\n`);
  const before: unknown = JSON.parse(await readFile(kept, "utf8"));
  const [promised, demanded] = [promises(now), demands(now)];
  expect(
    [...promises(before)].filter((line) => !promised.has(line)),
    "removed from /api/v1, which only grows; what breaks belongs into v2",
  ).toEqual([]);
  const [known, operations] = [demands(before), promises(before)];
  expect(
    [...demanded].filter(
      (line) => !known.has(line) && operations.has(line.slice(0, line.indexOf(" demands"))),
    ),
    "newly demanded of clients that do not know it",
  ).toEqual([]);
});

test("docs/generated/openapi.json names every operation: npm run generate:openapi", async () => {
  const now = [...promises(await live())];
  const before = promises(JSON.parse(await readFile(kept, "utf8")));
  expect(now.filter((line) => !before.has(line))).toEqual([]);
});

test("every operation says in a few words what it is for", async () => {
  const methods = z.record(z.string(), z.object({ summary: z.string().optional() }));
  const { paths } = z.object({ paths: z.record(z.string(), methods) }).parse(await live());
  const silent = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { summary }]) => (summary ? [] : [`${method} ${path}`])),
  );
  expect(silent).toEqual([]);
});

test("who is signed in may be asked with a token, with a cookie and with neither", async () => {
  const { paths } = z
    .object({ paths: z.object({ "/api/v1/session": z.object({ get: z.looseObject({}) }) }) })
    .parse(await live());
  expect(paths["/api/v1/session"].get.security).toEqual([{}, { bearer: [] }, { cookie: [] }]);
});

test("a removed operation, field or choice and a new demand are told apart from additions", () => {
  const document = (answer: object, body: object = {}) => ({
    paths: {
      "/a": {
        post: {
          requestBody: { content: { "application/json": { schema: body } } },
          responses: { 200: { content: { "application/json": { schema: answer } } } },
        },
      },
    },
  });
  const one = document({ properties: { x: { enum: ["p", "q"] } } });
  expect([...promises(one)]).toEqual([
    "POST /a",
    "POST /a answers 200",
    "POST /a 200 has x",
    "POST /a 200.x may be p",
    "POST /a 200.x may be q",
  ]);
  expect(demands(document({}, { required: ["y"] }))).toEqual(new Set(["POST /a demands y"]));
});
