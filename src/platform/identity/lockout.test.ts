import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { password, testHttp } from "../../../test/support/http.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";

let t: TestDatabase;
let site: Awaited<ReturnType<typeof testHttp>>;

const sessionUrl = "/api/v1/session";

beforeAll(async () => {
  t = await testDatabase();
  site = await testHttp(t);
});
afterAll(async () => {
  await site.http.close();
  await t.drop();
});

const signIn = (username: string, given = password) =>
  site.http.inject({ method: "POST", url: sessionUrl, payload: { username, password: given } });

describe("lockout of a name", () => {
  const wrong = (username: string) => signIn(username, "wrong");

  test.each(["locking", "nobody-has-this-name"])(
    "A60.9 after five failures, told until when: %s",
    async (username) => {
      if (username === "locking") await site.account(username);
      const codes = [];
      for (let n = 0; n < 5; n++) codes.push((await wrong(username)).json().code);
      expect(codes).toEqual([...Array(4).fill("wrong_credentials"), "account_locked"]);
      const right = (await signIn(username)).json();
      expect(right.code).toBe("account_locked");
      expect(right.detail).toMatch(/锁定至 \d\d:\d\d/);
    },
  );

  test("known and unknown names get the same answers, word for word", async () => {
    await site.account("known");
    const known = (await wrong("known")).json();
    const unknown = (await wrong("unknown")).json();
    expect({ ...known, requestId: "" }).toEqual({ ...unknown, requestId: "" });
  });

  test("twenty guesses at once get no more than five looks at the password", async () => {
    await site.account("flooded");
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong("flooded")));
    const codes = answers.map((answer) => answer.json().code);
    expect(codes.filter((code) => code === "wrong_credentials")).toHaveLength(4);
    expect(codes.filter((code) => code === "account_locked")).toHaveLength(16);
  });

  test("A60.9 the lock ends by itself, and knocking does not prolong it", async () => {
    await site.account("waiting");
    for (let n = 0; n < 6; n++) await wrong("waiting");
    const lapse = "select max(lapses_at) as at from platform.sign_in_attempt";
    const before = await t.pool.query(lapse);
    await wrong("waiting");
    expect((await t.pool.query(lapse)).rows).toEqual(before.rows);
    await t.pool.query("update platform.sign_in_attempt set lapses_at = platform.wall_now()");
    expect((await signIn("waiting")).statusCode).toBe(200);
  });

  test("a success starts the count anew", async () => {
    await site.account("careless");
    for (let n = 0; n < 4; n++) await wrong("careless");
    await signIn("careless");
    for (let n = 0; n < 4; n++) expect((await wrong("careless")).json().code).toBe("wrong_credentials");
  });
});

describe("lockout of an address", () => {
  const from = (remoteAddress: string, username: string, given = password) =>
    site.http.inject({
      method: "POST",
      url: sessionUrl,
      remoteAddress,
      payload: { username, password: given },
    });

  test("A60.9 after a hundred failures under whatever names, for that address only", async () => {
    await site.account("bystander");
    const codes: string[] = [];
    for (let n = 0; n < 101; n++) codes.push((await from("10.0.0.7", `sprayed-${n}`, "wrong")).json().code);
    expect(codes.indexOf("address_locked")).toBe(100);
    expect((await from("10.0.0.7", "bystander")).json().code).toBe("address_locked");
    expect((await from("10.0.0.8", "bystander")).statusCode).toBe(200);
  });

  test("A60.9 a good account among them buys no more guesses", async () => {
    await site.account("insider");
    for (let n = 0; n < 60; n++) await from("10.0.0.9", `first-${n}`, "wrong");
    await from("10.0.0.9", "insider");
    for (let n = 0; n < 40; n++) await from("10.0.0.9", `second-${n}`, "wrong");
    expect((await from("10.0.0.9", "insider")).json().code).toBe("address_locked");
  });

  test("a name that reads like an address is another thing than the address", async () => {
    await site.account("address");
    for (let n = 0; n < 5; n++) await from("10.0.0.10", "10.0.0.11", "wrong");
    expect((await from("10.0.0.11", "address")).statusCode).toBe(200);
  });
});
