import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testHttp } from "../../../test/support/http.ts";
import { openProvider } from "../../../test/support/openid.ts";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction } from "../db/index.ts";
import { linkExternally, reactivate, suspendAccount } from "./index.ts";

let t: TestDatabase;
let provider: Awaited<ReturnType<typeof openProvider>>;
let site: Awaited<ReturnType<typeof testHttp>>;
const base = "/api/v1/session/external";
const publicUrl = "http://127.0.0.1:8080";

beforeAll(async () => {
  t = await testDatabase();
  provider = await openProvider(`${publicUrl}${base}/callback`);
  site = await testHttp(t, {
    publicUrl,
    external: {
      issuer: provider.issuer,
      clientId: "gongshu",
      clientSecret: "shared with the provider",
      name: "政务统一认证",
    },
  });
});
afterAll(async () => {
  await site.http.close();
  provider.close();
  await t.drop();
});

/** One browser's cookies of the provider; follows its pages until it sends the browser back here. */
async function atProvider(start: string, subject: string): Promise<string> {
  const jar = new Map<string, string>();
  let address = start;
  let form: URLSearchParams | null = null;
  for (let hop = 0; hop < 12; hop++) {
    const answer: Response = await fetch(address, {
      method: form === null ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === null ? {} : { body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (next?.startsWith(publicUrl)) return next;
    if (next !== null) {
      address = new URL(next, address).href;
      form = null;
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined) throw new Error(`the provider shows neither sign-in nor consent: ${page}`);
    address = /action="([^"]+)"/.exec(page)?.[1] ?? address;
    form = new URLSearchParams({
      prompt,
      ...(prompt === "login" ? { login: subject, password: "any" } : {}),
    });
  }
  throw new Error("the provider sends the browser round and round");
}

async function begin() {
  const answer = await site.http.inject(base);
  const [cookie] = answer.cookies;
  return { to: String(answer.headers.location), cookie: `${cookie?.name}=${cookie?.value}`, set: cookie };
}

const comeBack = async (address: string, cookie: string) => {
  const { pathname, search } = new URL(address);
  const answer = await site.http.inject({ url: pathname + search, headers: { cookie } });
  const [set] = answer.cookies;
  return { to: String(answer.headers.location), cookie: `${set?.name}=${set?.value}` };
};

/** Signs in at the provider; the cookie that stands for the proven subject. */
async function proven(subject: string): Promise<string> {
  const { to, cookie } = await begin();
  const back = await comeBack(await atProvider(to, subject), cookie);
  expect(back.to).toBe("/desk/?external=proven");
  return back.cookie;
}

const enter = (cookie: string, payload: object = {}) =>
  site.http.inject({ method: "POST", url: `${base}/enter`, headers: { cookie }, payload });
const linked = async (username: string, subject: string) => {
  const caller = await site.account(username);
  await inTransaction(t.db, (tx) =>
    linkExternally(tx, caller.personId, { issuer: provider.issuer, subject }),
  );
  return caller;
};

describe("sign-in at an OpenID provider", () => {
  test("opens a session for the person the subject is linked to", async () => {
    const caller = await linked("linked", "subject-linked");
    const answer = await enter(await proven("subject-linked"));
    expect(answer.json().me.person.id).toBe(caller.personId);
    const session = answer.cookies.find(({ name }) => name === "gongshu");
    const me = await site.http.inject({
      url: "/api/v1/session",
      headers: { cookie: `gongshu=${session?.value}` },
    });
    expect(me.json().person.id).toBe(caller.personId);
  });

  test("goes by code with PKCE, state and nonce, and the cookie of it is of this path only", async () => {
    const { to, set } = await begin();
    const asked = new URL(to).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: "code", code_challenge_method: "S256" });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(asked.get(name)?.length).toBeGreaterThan(40);
    expect(set).toMatchObject({ httpOnly: true, sameSite: "Lax", path: base });
  });

  test("A60.9 makes no account and gives no right to a subject nobody is linked to", async () => {
    await linked("neighbour", "subject-neighbour");
    const count = async () => (await t.pool.query("select from platform.account")).rowCount;
    const before = await count();
    expect((await enter(await proven("stranger"))).json().code).toBe("external_login_unlinked");
    expect(await count()).toBe(before);
  });

  test("A60.9 an activation code links the subject, once; without the right one nothing is linked", async () => {
    const caller = await site.account("linking");
    const { code } = await inTransaction(t.db, (tx) => reactivate(tx, caller.personId));
    const cookie = await proven("subject-linking");
    const wrong = { activation: { username: "linking", code: "0000-0000-0000-0000" } };
    expect((await enter(cookie, wrong)).json().code).toBe("wrong_credentials");
    expect((await enter(cookie)).json().code).toBe("external_login_unlinked");
    const answer = await enter(cookie, { activation: { username: "linking", code } });
    expect(answer.json().me.person.id).toBe(caller.personId);
    const other = await proven("subject-late");
    const again = await enter(other, { activation: { username: "linking", code } });
    expect(again.json().code).toBe("wrong_credentials");
    expect((await enter(await proven("subject-linking"))).statusCode).toBe(200);
  });

  test("A60.9 a subject is one account's only", async () => {
    await linked("first", "subject-first");
    const second = await site.account("second");
    const taken = { issuer: provider.issuer, subject: "subject-first" };
    await expect(
      inTransaction(t.db, (tx) => linkExternally(tx, second.personId, taken)),
    ).rejects.toMatchObject({ code: "external_login_taken" });
  });

  test("A60.9 a suspended account stays shut", async () => {
    const caller = await linked("shut", "subject-shut");
    await inTransaction(t.db, (tx) => suspendAccount(tx, caller.personId));
    expect((await enter(await proven("subject-shut"))).json().code).toBe("external_login_unlinked");
  });

  test("A60.9 what is proven opens one session", async () => {
    await linked("once", "subject-once");
    const cookie = await proven("subject-once");
    expect((await enter(cookie)).statusCode).toBe(200);
    expect((await enter(cookie)).json().code).toBe("external_sign_in_stale");
  });

  test("another browser's answer is not taken: what was begun here must come back here", async () => {
    await linked("victim", "subject-victim");
    const attacker = await begin();
    const address = await atProvider(attacker.to, "subject-victim");
    const victim = await begin();
    expect((await comeBack(address, victim.cookie)).to).toBe("/desk/?external=failed");
    expect((await comeBack(address, "other=1")).to).toBe("/desk/?external=failed");
  });

  test("an answer is taken once", async () => {
    const { to, cookie } = await begin();
    const address = await atProvider(to, "subject-twice");
    expect((await comeBack(address, cookie)).to).toBe("/desk/?external=proven");
    expect((await comeBack(address, cookie)).to).toBe("/desk/?external=failed");
  });

  test("a code that the provider did not give, and a refusal there, open nothing", async () => {
    const one = await begin();
    const state = new URL(one.to).searchParams.get("state");
    const forged = `${publicUrl}${base}/callback?code=made-up&state=${state}&iss=${provider.issuer}`;
    expect((await comeBack(forged, one.cookie)).to).toBe("/desk/?external=failed");
    const two = await begin();
    const denied = new URL(two.to).searchParams.get("state");
    const refused = `${publicUrl}${base}/callback?error=access_denied&state=${denied}&iss=${provider.issuer}`;
    expect((await comeBack(refused, two.cookie)).to).toBe("/desk/?external=denied");
  });

  test("what was begun proves nothing before the provider answers", async () => {
    const { cookie } = await begin();
    expect((await enter(cookie)).json().code).toBe("external_sign_in_stale");
  });
});

test("where no provider is set, or it cannot be reached, people are told so", async () => {
  const alone = await testHttp(t);
  expect((await alone.http.inject(base)).statusCode).toBe(404);
  await alone.http.close();
  const lost = await testHttp(t, {
    external: { issuer: "http://127.0.0.1:9", clientId: "gongshu", clientSecret: null, name: "认证" },
  });
  const answer = await lost.http.inject(base);
  expect([answer.statusCode, answer.json().code]).toEqual([503, "external_unavailable"]);
  await lost.http.close();
});
