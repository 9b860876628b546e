import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { password, testHttp } from "../../../test/support/http.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import type { Role } from "../../contract/roles.ts";
import { inTransaction } from "../db/index.ts";
import { reactivate, setPassword, suspendAccount } from "./index.ts";

let t: TestDatabase;
let site: Awaited<ReturnType<typeof testHttp>>;
let secure: Awaited<ReturnType<typeof testHttp>>;

const sessionUrl = "/api/v1/session";
const routes = (http: typeof site.http) => {
  http.get("/api/v1/audits", { config: { access: ["auditor", "leader"], audit: null } }, async () => ({}));
  http.post("/api/v1/things", { config: { access: "signed-in", audit: "test.acted" } }, async () => ({
    ok: true,
  }));
  http.get("/api/v1/whoami", { config: { access: "anonymous", audit: null } }, async (request) => ({
    person: request.caller?.personId ?? null,
  }));
  http.post(
    "/api/v1/comments",
    { config: { access: "anonymous", audit: "test.commented" } },
    async (request) => ({
      person: request.caller?.personId ?? null,
    }),
  );
};

beforeAll(async () => {
  t = await testDatabase();
  site = await testHttp(t, { routes });
  secure = await testHttp(t, { routes, publicUrl: "https://data.example" });
});
afterAll(async () => {
  await site.http.close();
  await secure.http.close();
  await t.drop();
});

const signIn = (
  username: string,
  given = password,
  more: { cookie?: string; "sec-fetch-site"?: string } = {},
) =>
  site.http.inject({
    method: "POST",
    url: sessionUrl,
    payload: { username, password: given },
    headers: more,
  });

async function browser(username: string) {
  const answer = await signIn(username);
  const cookie = `gongshu=${answer.cookies[0]?.value}`;
  return { cookie, csrf: String(answer.json().me.csrfToken) };
}

describe("signing in", () => {
  test("gives a token for programs and a cookie for browsers", async () => {
    const caller = await site.account("entering");
    const answer = await signIn("  Entering ");
    expect(answer.statusCode).toBe(200);
    expect(answer.json().me.person.id).toBe(caller.personId);
    expect(answer.cookies[0]).toMatchObject({ name: "gongshu", httpOnly: true, sameSite: "Lax", path: "/" });
    const me = await site.http.inject({
      url: sessionUrl,
      headers: { authorization: `Bearer ${answer.json().token}` },
    });
    expect(me.json()).toEqual(answer.json().me);
  });

  test("on https the cookie is bound to the host and never sent in clear", async () => {
    await secure.account("secured");
    const answer = await secure.http.inject({
      method: "POST",
      url: sessionUrl,
      payload: { username: "secured", password },
    });
    expect(answer.cookies[0]).toMatchObject({ name: "__Host-gongshu", secure: true, path: "/" });
    expect(answer.cookies[0]).not.toHaveProperty("domain");
  });

  test("the database holds neither token nor password", async () => {
    await site.account("stored");
    const token = String((await signIn("stored")).json().token);
    const { rows } = await t.pool.query<{ row: string }>(
      "select s::text as row from platform.session s union all select a::text from platform.account a",
    );
    const all = rows.map(({ row }) => row).join("\n");
    expect(all).not.toContain(token);
    expect(all).not.toContain(Buffer.from(token).toString("hex"));
    expect(all).not.toContain(password);
    expect(all).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  });

  test("a session that someone planted is not taken over: the token changes and the old one ends", async () => {
    await site.account("planted");
    const planted = await browser("planted");
    const answer = await signIn("planted", password, { cookie: planted.cookie });
    expect(answer.cookies[0]?.value).not.toBe(planted.cookie.slice("gongshu=".length));
    const forged = await signIn("planted", password, { cookie: "gongshu=chosen-by-the-attacker" });
    expect(forged.cookies[0]?.value).not.toBe("chosen-by-the-attacker");
  });

  test("signing in again under the page's token ends the session before", async () => {
    await site.account("again");
    const first = await browser("again");
    await site.http.inject({
      method: "POST",
      url: sessionUrl,
      payload: { username: "again", password },
      headers: { cookie: first.cookie, "x-csrf-token": first.csrf },
    });
    const before = await site.http.inject({ url: "/api/v1/whoami", headers: { cookie: first.cookie } });
    expect(before.json()).toEqual({ person: null });
  });

  test("another site cannot sign a browser in", async () => {
    await site.account("crossing");
    const answer = await signIn("crossing", password, { "sec-fetch-site": "cross-site" });
    expect(answer.json().code).toBe("csrf_failed");
  });
});

describe("activation", () => {
  const activate = (username: string, code: string, chosen = "three quiet winters") =>
    site.http.inject({
      method: "POST",
      url: `${sessionUrl}/activation`,
      payload: { username, code, password: chosen },
    });
  const opened = async (username: string) => {
    const caller = await site.account(username);
    return inTransaction(t.db, (tx) => reactivate(tx, caller.personId));
  };

  test("a code opens the account once, for a password of the person's own", async () => {
    const { code } = await opened("newcomer");
    expect((await signIn("newcomer")).json().code).toBe("wrong_credentials");
    expect((await activate("newcomer", `${code.slice(0, -1)}-`)).json().code).toBe("wrong_credentials");
    expect((await activate("newcomer", code)).statusCode).toBe(204);
    expect((await signIn("newcomer", "three quiet winters")).statusCode).toBe(200);
    expect((await activate("newcomer", code, "four quiet winters")).json().code).toBe("wrong_credentials");
  });

  test("A60.9 is nobody else's, and expires", async () => {
    const { code } = await opened("dated");
    await opened("undated");
    expect((await activate("undated", code)).json().code).toBe("wrong_credentials");
    await t.pool.query("update platform.activation set expires_at = platform.wall_now()");
    expect((await activate("dated", code)).json().code).toBe("wrong_credentials");
  });

  test.each([
    ["short", "eleven char"],
    ["the account's name in it", "Choosing-a-long-one"],
    ["the person's name in it", "我是演示人员没错而且很长的口令"],
    ["hardly any characters", "abababababababab"],
  ])("A60.9 a weak password is refused and the code kept: %s", async (kind, weak) => {
    const username = `choosing${kind.length}`;
    const { code } = await opened(username);
    const refused = await activate(username, code, weak.replace("Choosing", username));
    expect(refused.json().code).toBe("password_refused");
    expect((await activate(username, code)).statusCode).toBe(204);
  });

  test("A60.9 guesses at a code lock the account's name like guesses at a password", async () => {
    const { code } = await opened("besieged");
    for (let n = 0; n < 5; n++) await activate("besieged", "0000-0000-0000-0000");
    expect((await activate("besieged", code)).json().code).toBe("account_locked");
  });

  test("ends with the account's suspension", async () => {
    const caller = await site.account("gone");
    const { code } = await inTransaction(t.db, (tx) => reactivate(tx, caller.personId));
    await inTransaction(t.db, (tx) => suspendAccount(tx, caller.personId));
    expect((await activate("gone", code)).json().code).toBe("wrong_credentials");
  });
});

describe("requests forged by another page", () => {
  const post = (headers: Record<string, string>, url = "/api/v1/things") =>
    site.http.inject({ method: "POST", url, payload: {}, headers });

  test("A60.9 a mutation under the cookie needs the page's token; a program's does not", async () => {
    await site.account("clicking");
    const { cookie, csrf } = await browser("clicking");
    expect((await post({ cookie })).json().code).toBe("csrf_failed");
    expect((await post({ cookie, "x-csrf-token": `${csrf.slice(0, -1)}!` })).json().code).toBe("csrf_failed");
    expect((await post({ cookie, "x-csrf-token": csrf })).statusCode).toBe(200);
    expect((await post(await site.bearer("clicking"))).statusCode).toBe(200);
  });

  test("the token of one session does not serve another", async () => {
    await site.account("one-window");
    await site.account("other-window");
    const [one, other] = [await browser("one-window"), await browser("other-window")];
    expect((await post({ cookie: one.cookie, "x-csrf-token": other.csrf })).json().code).toBe("csrf_failed");
  });

  test("on an open route a forged mutation has no caller", async () => {
    const caller = await site.account("commenting");
    const { cookie, csrf } = await browser("commenting");
    expect((await post({ cookie }, "/api/v1/comments")).json()).toEqual({ person: null });
    expect((await post({ cookie, "x-csrf-token": csrf }, "/api/v1/comments")).json()).toEqual({
      person: caller.personId,
    });
  });
});

test("a route for roles admits who holds one of them, and no one else", async () => {
  const status = async (username: string, roles: Role[]) => {
    await site.account(username, roles);
    return (await site.http.inject({ url: "/api/v1/audits", headers: await site.bearer(username) }))
      .statusCode;
  };
  expect(await status("auditing", ["auditor"])).toBe(200);
  expect(await status("leading", ["data-officer", "leader"])).toBe(200);
  expect(await status("handling", ["data-officer", "section-head"])).toBe(403);
  expect((await site.http.inject("/api/v1/audits")).statusCode).toBe(401);
});

describe("the end of a session", () => {
  const me = (headers: { authorization: string }) => site.http.inject({ url: sessionUrl, headers });

  test("A60.9 a page that has no session, or an ended one, is told so without an error; a program's ended token is refused", async () => {
    const asked = (headers: { cookie?: string; authorization?: string }) =>
      site.http.inject({ url: sessionUrl, headers });
    await site.account("leaving-the-page");
    const { cookie, csrf } = await browser("leaving-the-page");
    expect((await asked({ cookie })).json().person.name).toBeDefined();
    await site.http.inject({
      method: "DELETE",
      url: sessionUrl,
      headers: { cookie, "x-csrf-token": csrf },
    });
    const proxied = { authorization: "Basic bWFkZTp1cA==" };
    for (const headers of [{}, { cookie }, { cookie: "gongshu=made-up" }, proxied, { ...proxied, cookie }]) {
      const { statusCode, body } = await asked(headers);
      expect([headers, statusCode, body]).toEqual([headers, 204, ""]);
    }
    for (const authorization of ["Bearer made-up", "Bearer"])
      expect((await asked({ authorization })).json().code).toBe("not_signed_in");
  });

  test("by signing out", async () => {
    await site.account("leaving");
    const headers = await site.bearer("leaving");
    expect((await site.http.inject({ method: "DELETE", url: sessionUrl, headers })).statusCode).toBe(204);
    expect((await me(headers)).json().code).toBe("not_signed_in");
  });

  test.each([
    ["absolute", "expires_at = platform.wall_now()"],
    ["idle", "last_used_at = platform.wall_now() - interval '60 minutes'"],
  ])("A60.9 by time: %s", async (kind, change) => {
    await site.account(`expiring-${kind}`);
    const headers = await site.bearer(`expiring-${kind}`);
    expect((await me(headers)).statusCode).toBe(200);
    await t.pool.query(`update platform.session set ${change}`);
    expect((await me(headers)).json().code).toBe("not_signed_in");
  });

  test("A60.9 by suspension, at the next request; and no new one begins", async () => {
    const caller = await site.account("suspended");
    const headers = await site.bearer("suspended");
    await inTransaction(t.db, (tx) => suspendAccount(tx, caller.personId));
    expect((await me(headers)).json().code).toBe("not_signed_in");
    expect((await signIn("suspended")).json().code).toBe("wrong_credentials");
  });

  test("by suspension in whatever way it was written", async () => {
    const caller = await site.account("struck");
    const headers = await site.bearer("struck");
    await t.pool.query(
      "update platform.account set suspended_at = platform.wall_now() where person_id = $1",
      [caller.personId],
    );
    expect((await me(headers)).json().code).toBe("not_signed_in");
  });

  test("by a new password", async () => {
    const caller = await site.account("renewing");
    const headers = await site.bearer("renewing");
    await inTransaction(t.db, (tx) => setPassword(tx, caller.personId, "another one"));
    expect((await me(headers)).json().code).toBe("not_signed_in");
    expect((await signIn("renewing", "another one")).statusCode).toBe(200);
  });

  test("by the loss of the post", async () => {
    const caller = await site.account("posted");
    const headers = await site.bearer("posted");
    site.callers.delete(caller.personId);
    expect((await me(headers)).json().code).toBe("not_signed_in");
  });
});
