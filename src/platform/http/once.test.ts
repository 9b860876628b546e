import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { testHttp } from "../../../test/support/http.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { emit } from "../events/index.ts";
import { uuid } from "../ids/index.ts";
import { once } from "./once.ts";

let t: TestDatabase;
let site: Awaited<ReturnType<typeof testHttp>>;
let mine: { authorization: string };
let theirs: { authorization: string };

/** What the handler waits for inside its transaction. */
let held: Promise<void> = Promise.resolve();
let inside: () => void = () => undefined;
const answer = z.object({ n: z.number() });

beforeAll(async () => {
  t = await testDatabase();
  site = await testHttp(t, {
    routes: (http) => {
      http.post(
        "/api/v1/things",
        {
          config: { access: "signed-in", audit: "test.acted", once: true },
          schema: { body: z.object({ n: z.number() }), response: { 200: answer } },
        },
        async (request) =>
          once(t.database, request, answer, async (tx) => {
            await emit(tx, {
              type: "test.acted",
              version: 1,
              aggregate: "thing",
              body: { n: request.body.n },
            });
            inside();
            await held;
            if (request.body.n < 0) throw new Error("refused halfway");
            return { n: Number((await tx.selectFrom("platform.outbox").select("seq").execute()).length) };
          }),
      );
      http.post("/api/v1/plain", { config: { access: "signed-in", audit: "test.acted" } }, async () => ({}));
    },
  });
  await site.account("me");
  await site.account("them");
  [mine, theirs] = [await site.bearer("me"), await site.bearer("them")];
});
afterAll(async () => {
  await site.http.close();
  await t.drop();
});
beforeEach(async () => {
  [held, inside] = [Promise.resolve(), () => undefined];
  await t.ownerPool.query("truncate platform.outbox, platform.delivery, platform.idempotency");
});

const post = (key: string | null, n: number, headers = mine, url = "/api/v1/things") =>
  site.http.inject({
    method: "POST",
    url,
    payload: { n },
    headers: { ...headers, ...(key === null ? {} : { "idempotency-key": key }) },
  });
const done = async () => (await t.db.selectFrom("platform.outbox").select("seq").execute()).length;

test("the same request under the same key is done once and answered alike", async () => {
  const [first, second] = [await post("k", 1), await post("k", 1)];
  expect(second.json()).toEqual(first.json());
  expect(await done()).toBe(1);
});

test("without a key, and for another person, it is done again", async () => {
  await post(null, 1);
  await post(null, 1);
  await post("k", 1);
  await post("k", 1, theirs);
  expect(await done()).toBe(4);
});

test("a request in hand does not wait for another's clearing away of expired keys", async () => {
  await post("old", 1);
  await t.ownerPool.query("update platform.idempotency set at = at - interval '25 hours'");
  let release: () => void = () => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  const entered = new Promise<void>((resolve) => {
    inside = resolve;
  });
  const first = post("k", 1);
  await entered;
  const claimed = await t.ownerPool.query(
    "select from platform.idempotency where key = 'old' for update skip locked",
  );
  release();
  await first;
  expect(claimed.rowCount).toBe(1);
});

test("another request under the key is refused", async () => {
  await post("k", 1);
  expect((await post("k", 2)).json()).toMatchObject({ status: 422, code: "idempotency_mismatch" });
  expect(await done()).toBe(1);
});

test("what was answered to a person in one post is not given to them in another", async () => {
  const other = await site.account("moving");
  const headers = await site.bearer("moving");
  await post("k", 1, headers);
  site.callers.set(other.personId, { ...other, postId: uuid() });
  expect((await post("k", 1, headers)).json().code).toBe("idempotency_mismatch");
});

test("while the first is under way the second is refused, and may come again", async () => {
  let release: () => void = () => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  const entered = new Promise<void>((resolve) => {
    inside = resolve;
  });
  const first = post("k", 1);
  await entered;
  expect((await post("k", 1)).json()).toMatchObject({ status: 409, code: "in_flight" });
  release();
  expect((await first).statusCode).toBe(200);
  expect((await post("k", 1)).json()).toEqual((await first).json());
  expect(await done()).toBe(1);
});

test("what fails leaves neither its effect nor its key", async () => {
  expect((await post("k", -1)).statusCode).toBe(500);
  expect(await done()).toBe(0);
  expect((await post("k", 1)).statusCode).toBe(200);
});

test("after a day the key is free", async () => {
  await post("k", 1);
  await t.ownerPool.query("update platform.idempotency set at = at - interval '24 hours 1 second'");
  await post("k", 1);
  expect(await done()).toBe(2);
});

test("a key is refused where it would not be honoured, and when it is none", async () => {
  expect((await post("k", 1, mine, "/api/v1/plain")).json().code).toBe("bad_request");
  expect((await post("口令", 1)).statusCode).toBe(400);
  expect((await post("k".repeat(129), 1)).json().code).toBe("bad_request");
});
