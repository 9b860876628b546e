import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { password, testHttp } from "../../../test/support/http.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { wallNow } from "../clocks/index.ts";
import { softwareCryptography } from "../crypto/index.ts";
import { inTransaction } from "../db/index.ts";
import { Keyring } from "../keys/index.ts";
import { resetSecondFactor } from "./index.ts";

let t: TestDatabase;
let site: Awaited<ReturnType<typeof testHttp>>;
const url = "/api/v1/session";

beforeAll(async () => {
  t = await testDatabase();
  const keyring = await Keyring.open(t.db, softwareCryptography, Buffer.alloc(32, 7));
  site = await testHttp(t, {
    needSecondFactor: ["security-admin"],
    sealing: {
      seal: (plain, place) => keyring.sealSecret(place, plain),
      open: (sealed, place) => keyring.openSecret(place, sealed),
    },
    routes: (http) => {
      http.get("/api/v1/things", { config: { access: "signed-in", audit: null } }, async () => ({
        ok: true,
      }));
      http.get("/api/v1/whoami", { config: { access: "anonymous", audit: null } }, async (request) => ({
        person: request.caller?.personId ?? null,
      }));
    },
  });
});
afterAll(async () => {
  await site.http.close();
  await t.drop();
});

type Headers = { authorization: string };
const signIn = (username: string, code?: string) =>
  site.http.inject({ method: "POST", url, payload: { username, password, ...(code && { code }) } });
const post = (path: string, headers: Headers, payload: object = {}) =>
  site.http.inject({ method: "POST", url: `${url}/second-factor${path}`, headers, payload });
const get = async (path: string, headers: Headers) => (await site.http.inject({ url: path, headers })).json();

/** A device as the person holds it; `code(n)`: n steps from now. */
function device(uri: string) {
  const totp = new URL(uri).searchParams;
  const generator = new TOTP({ secret: totp.get("secret") ?? "" });
  return { code: (steps = 0) => generator.generate({ timestamp: wallNow().getTime() + steps * 30_000 }) };
}

/** An account with a second factor: its device, recovery codes and the session that enrolled it. */
async function enrolled(username: string) {
  const caller = await site.account(username);
  const headers = await site.bearer(username);
  const { uri } = (await post("", headers)).json();
  const held = device(uri);
  const { codes } = (await post("/confirm", headers, { code: held.code(-1) })).json();
  return { caller, headers, held, codes };
}

describe("a second factor", () => {
  test("is asked for after the password, and opens the account with it", async () => {
    const { held } = await enrolled("asked");
    expect((await signIn("asked")).json().code).toBe("second_factor_required");
    expect((await signIn("asked", "000000")).json().code).toBe("second_factor_wrong");
    const answer = await signIn("asked", held.code());
    expect([answer.statusCode, answer.json().me.secondFactor]).toEqual([
      200,
      { enrolled: true, missing: false },
    ]);
  });

  test("is not spoken of to someone without the password", async () => {
    const { held } = await enrolled("silent");
    const answer = await site.http.inject({
      method: "POST",
      url,
      payload: { username: "silent", password: "wrong", code: held.code() },
    });
    expect(answer.json().code).toBe("wrong_credentials");
  });

  test("A60.9 a code is taken once, also by two at once, and none of an earlier step after it", async () => {
    const { held } = await enrolled("replayed");
    const code = held.code();
    const both = await Promise.all([signIn("replayed", code), signIn("replayed", code)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
    expect((await signIn("replayed", held.code(-1))).json().code).toBe("second_factor_wrong");
    expect((await signIn("replayed", held.code(1))).statusCode).toBe(200);
  });

  test("A60.9 five wrong codes lock it, the right one too", async () => {
    const { held } = await enrolled("guessed");
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push((await signIn("guessed", "000000")).json().code);
    expect(codes).toEqual([...Array(4).fill("second_factor_wrong"), "second_factor_locked"]);
    expect((await signIn("guessed", held.code())).json().code).toBe("second_factor_locked");
  });

  test("A60.9 ten recovery codes serve once each, and only the account they were given to", async () => {
    const { codes } = await enrolled("lost-phone");
    const other = await enrolled("other-phone");
    expect(new Set(codes).size).toBe(10);
    expect((await signIn("lost-phone", other.codes[0])).json().code).toBe("second_factor_wrong");
    expect((await signIn("lost-phone", codes[0].toLowerCase())).statusCode).toBe(200);
    expect((await signIn("lost-phone", codes[0])).json().code).toBe("second_factor_wrong");
    expect((await signIn("lost-phone", codes[9])).statusCode).toBe(200);
  });

  test("neither secret nor recovery codes stand in the database", async () => {
    const { codes, held } = await enrolled("kept");
    const { rows } = await t.pool.query<{ row: string }>(
      "select f::text as row from platform.second_factor f union all select c::text from platform.recovery_code c",
    );
    const all = rows.map(({ row }) => row).join("\n");
    for (const code of codes) {
      expect(all).not.toContain(code);
      expect(all).not.toContain(Buffer.from(code.replaceAll("-", "")).toString("hex"));
    }
    expect(held.code()).toMatch(/^\d{6}$/);
  });

  test("a secret sealed for one account opens nothing for another", async () => {
    const one = await enrolled("mine");
    const other = await enrolled("theirs");
    await t.ownerPool.query(
      `update platform.second_factor set sealed_secret = (select sealed_secret from platform.second_factor f
         join platform.account a on a.id = f.account_id where a.person_id = $1)
       where account_id = (select id from platform.account where person_id = $2)`,
      [one.caller.personId, other.caller.personId],
    );
    expect((await signIn("theirs", one.held.code())).statusCode).toBe(500);
  });

  test("A60.9 sessions opened by a password alone end when it is enrolled; the one that did it goes on", async () => {
    await site.account("two-windows");
    const [one, other] = [await site.bearer("two-windows"), await site.bearer("two-windows")];
    const { uri } = (await post("", one)).json();
    await post("/confirm", one, { code: device(uri).code() });
    expect((await get(url, other)).code).toBe("not_signed_in");
    expect((await get(url, one)).secondFactor.enrolled).toBe(true);
  });

  test("A60.9 another device takes its place only with a code of the first", async () => {
    const { headers, held } = await enrolled("renewing");
    expect((await post("", headers)).json().code).toBe("second_factor_required");
    expect((await post("", headers, { code: "000000" })).json().code).toBe("second_factor_wrong");
    const { uri } = (await post("", headers, { code: held.code() })).json();
    expect((await signIn("renewing", held.code(1))).statusCode).toBe(200);
    const next = device(uri);
    expect((await post("/confirm", headers, { code: next.code() })).statusCode).toBe(200);
    expect((await signIn("renewing", next.code(1))).statusCode).toBe(200);
  });

  test("a reset ends it and its sessions", async () => {
    const { caller, headers } = await enrolled("reset");
    await inTransaction(t.db, (tx) => resetSecondFactor(tx, caller.personId));
    expect((await get(url, headers)).code).toBe("not_signed_in");
    expect((await signIn("reset")).statusCode).toBe(200);
  });
});

describe("a post that needs a second factor", () => {
  test("A60.9 opens nothing but the enrolment until there is one", async () => {
    await site.account("guarding", ["security-admin"]);
    const headers = await site.bearer("guarding");
    expect((await get(url, headers)).secondFactor).toEqual({ enrolled: false, missing: true });
    expect((await get("/api/v1/things", headers)).code).toBe("second_factor_missing");
    expect(await get("/api/v1/whoami", headers)).toEqual({ person: null });
    const { uri } = (await post("", headers)).json();
    expect((await get("/api/v1/things", headers)).code).toBe("second_factor_missing");
    await post("/confirm", headers, { code: device(uri).code() });
    expect(await get("/api/v1/things", headers)).toEqual({ ok: true });
  });

  test("is asked of nobody else", async () => {
    await site.account("handling");
    expect(await get("/api/v1/things", await site.bearer("handling"))).toEqual({ ok: true });
  });
});
