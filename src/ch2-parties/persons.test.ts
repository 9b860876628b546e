import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, code, issueKey } from "../../test/support/business.ts";
import { accounts, type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { whileWaiting } from "../../test/support/waiting.ts";
import { listOf } from "../contract/common.ts";
import { inHandList, issuedActivation, type Person, person, recordedAct } from "../contract/person.ts";
import { me } from "../contract/session.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { personActEvidence } from "./index.ts";

let p: TestPlatform;
let system: Api;
let security: Api;
let auditor: Api;
const base = "/api/v1/administration/persons";
const chosen = "three quiet winters";

beforeAll(async () => {
  p = await testPlatform({ GONGSHU_OIDC_ISSUER: "http://127.0.0.1:9", GONGSHU_OIDC_CLIENT_ID: "gongshu" });
  [system, security, auditor] = await Promise.all([p.as("sysadmin"), p.as("secadmin"), p.as("auditor")]);
});
afterAll(() => p.close());

const people = async (api: Api, q = "") =>
  (await api.get(`${base}?limit=200&q=${encodeURIComponent(q)}`, listOf(person))).items;
const acts = async (id: string) =>
  (await auditor.get(`/api/v1/administration/acts?person=${id}`, listOf(recordedAct))).items;
const reason = { reason: "工作调整" };
const open = (username: string, name = "新来的人") => system.post(base, { name, username }, issuedActivation);
const grant = (id: string, roles: string[], party = "mzj") =>
  security.send("POST", `${base}/${id}/posts`, { party: p.party(party), unit: null, roles });
const activate = (username: string, given: string) =>
  p.anybody.send("POST", "/api/v1/session/activation", { username, code: given, password: chosen });

/** A person who signed in: opened, activated, with a post. */
async function employed(username: string, roles = ["data-officer"], party = "mzj") {
  const issued = await open(username);
  await grant(issued.person, roles, party);
  await activate(username, issued.code);
  return { id: issued.person, api: await p.signIn(username, chosen) };
}
const ask = (id: string, subject?: string) =>
  security.send("POST", `${base}/${id}/requests`, {
    ...reason,
    ...(subject === undefined ? { act: "activation" } : { act: "external-link", subject }),
  });
const confirm = (id: string, by = system) => by.post(`${base}/${id}/activation`, reason, issuedActivation);
const link = (id: string, subject: string, by = system) =>
  by.send("POST", `${base}/${id}/external-login`, { subject });
const decline = async (username: string) => {
  const { id, requests } = await found(username);
  await system.send("POST", `${base}/${id}/requests/${requests[0]?.id}/decline`, reason);
};
const move = (at: string) => inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date(at)));
const self = async (api: Api) => (await api.get("/api/v1/session", me)).person.id;
const found = async (username: string, by = security): Promise<Person> => {
  const one = (await people(by, username)).find((each) => each.username === username);
  if (one === undefined) throw new Error(`no person has the account ${username}`);
  return one;
};

describe("separated administrators", () => {
  const everything = (id: string): [string, object][] => [
    [base, { name: "某人", username: `some-${randomUUID().slice(0, 8)}` }],
    [`${base}/${id}/suspend`, reason],
    [`${base}/${id}/restore`, reason],
    [`${base}/${id}/posts`, { party: p.party("mzj"), unit: null, roles: ["data-officer"] }],
    [`${base}/${id}/posts/${randomUUID()}/end`, reason],
    [`${base}/${id}/activation`, reason],
    [`${base}/${id}/second-factor/reset`, reason],
    [`${base}/${id}/external-login`, { subject: "someone" }],
    [`${base}/${id}/requests`, { act: "activation", ...reason }],
    [`${base}/${id}/requests/${randomUUID()}/decline`, reason],
  ];
  const opens = (path: string) =>
    path === base || /\/(suspend|restore|activation|external-login|decline)$/.test(path);

  test("accounts are the system administrator's, rights the security administrator's, nothing is another's", async () => {
    const { person: id } = await open("watched");
    for (const [path, body] of everything(id)) {
      const attempts = [
        ...(opens(path) ? [security] : [system]),
        auditor,
        ...(await Promise.all(["mzj", "sjj", "gov", "citizen"].map((name) => p.as(name)))),
      ];
      for (const api of attempts)
        expect([path, api.name, await code(api.send("POST", path, body))]).toEqual([
          path,
          api.name,
          "forbidden",
        ]);
      await expect(p.anybody.send("POST", path, body)).rejects.toMatchObject({ status: 401 });
    }
  });

  test("A60.9 nobody changes their own", async () => {
    const [own, ownSecurity] = [await self(system), await self(security)];
    const on = (path: string) => path !== base && opens(path) && !/requests.|activation|external/.test(path);
    for (const [path, body] of everything(own).filter(([path]) => on(path)))
      expect([path, await code(system.send("POST", path, body))]).toEqual([path, "own_account"]);
    for (const [path, body] of everything(ownSecurity).filter(([path]) => !opens(path)))
      expect([path, await code(security.send("POST", path, body))]).toEqual([path, "own_account"]);
  });

  test("A60.9 nobody holds two of them, nor one beside another post, also when both are granted at once", async () => {
    const { person: id } = await open("greedy");
    expect(await code(grant(id, ["system-admin", "auditor"]))).toBe("administrators_apart");
    expect(await code(grant(id, ["auditor", "data-officer"]))).toBe("administrators_apart");
    const both = await Promise.allSettled([grant(id, ["system-admin"]), grant(id, ["security-admin"])]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await code(grant(id, ["data-officer"], "wjw"))).toBe("administrators_apart");
    const { id: officer } = await employed("officer-first");
    expect(await code(grant(officer, ["auditor"]))).toBe("administrators_apart");
  });

  test("an administrator's password and login are no other administrator's to reset", async () => {
    const administrator = await self(system);
    expect(await code(ask(administrator))).toBe("administrator_by_operator");
    expect(await code(ask(administrator, "mine"))).toBe("administrator_by_operator");
  });

  test("A60.4 every act is on record, with its leaf, and no code in it", async () => {
    const { id } = await employed("recorded");
    const [post] = (await found("recorded")).posts;
    await ask(id);
    const { code: given } = await confirm(id);
    await security.send("POST", `${base}/${id}/second-factor/reset`, reason);
    await ask(id, "s-1");
    await link(id, "s-1");
    await security.send("POST", `${base}/${id}/posts/${post?.id}/end`, reason);
    await system.send("POST", `${base}/${id}/restore`, reason);
    await system.send("POST", `${base}/${id}/suspend`, reason);
    const recorded = await acts(id);
    expect(recorded.map(({ act }) => act).toReversed()).toEqual([
      "opened",
      "post-granted",
      "activation-asked",
      "activation-issued",
      "second-factor-reset",
      "link-asked",
      "external-linked",
      "post-ended",
      "restored",
      "suspended",
    ]);
    expect(JSON.stringify(recorded)).not.toContain(given);
    const ids = recorded.map((one) => one.id);
    const bodies = await p.t.db.transaction().execute((tx) => personActEvidence.read(tx, ids));
    expect(bodies.size).toBe(ids.length);
    const { rowCount } = await p.t.ownerPool.query("select from ledger.body where ref = any($1)", [
      ids.map((one) => `parties.person_act:${one}`),
    ]);
    expect(rowCount).toBe(ids.length);
    for (const stranger of ["sjj", "mzj", "gov"])
      await expect((await p.as(stranger)).send("GET", "/api/v1/administration/acts")).rejects.toMatchObject({
        code: "forbidden",
      });
  });
});

describe("an account", () => {
  test("is opened without a right, and gets one by a post", async () => {
    const issued = await open("fresh");
    await activate("fresh", issued.code);
    await expect(p.signIn("fresh", chosen)).rejects.toMatchObject({ code: "forbidden" });
    await grant(issued.person, ["data-officer"]);
    const api = await p.signIn("fresh", chosen);
    expect((await api.get("/api/v1/session", me)).party.id).toBe(p.party("mzj"));
    expect(await found("fresh")).toMatchObject({ awaitsActivation: false, suspended: false });
  });

  test("is one of its name", async () => {
    await open("unique");
    expect(await code(open("UNIQUE"))).toBe("username_taken");
  });

  test("A60.9 suspended, is shut at once: sessions, client keys, codes; it comes back without its posts", async () => {
    const { id, api } = await employed("leaving-us");
    const { keyid } = await issueKey(api);
    await system.send("POST", `${base}/${id}/suspend`, reason);
    await expect(api.send("GET", "/api/v1/session")).rejects.toMatchObject({ status: 401 });
    await expect(p.signIn("leaving-us", chosen)).rejects.toMatchObject({ code: "wrong_credentials" });
    const { rows } = await p.t.ownerPool.query(
      "select revoked_at is not null as revoked from parties.client_key where keyid = $1",
      [keyid],
    );
    expect(rows).toEqual([{ revoked: true }]);
    expect(await code(system.send("POST", `${base}/${id}/suspend`, reason))).toBe("person_suspended");
    expect(await code(grant(id, ["data-officer"]))).toBe("person_suspended");
    await system.send("POST", `${base}/${id}/restore`, reason);
    await expect(p.signIn("leaving-us", chosen)).rejects.toMatchObject({ code: "forbidden" });
    await grant(id, ["data-officer"]);
    await p.signIn("leaving-us", chosen);
    expect(await code(system.send("POST", `${base}/${id}/restore`, reason))).toBe("person_active");
  });

  test("loses one post of two and keeps the other", async () => {
    const { id, api } = await employed("two-posts");
    await grant(id, ["data-officer"], "wjw");
    const ended = (await found("two-posts")).posts.find((post) => post.party.id === p.party("mzj"));
    await security.send("POST", `${base}/${id}/posts/${ended?.id}/end`, reason);
    const present = (await found("two-posts")).posts.filter(({ until }) => until === null);
    expect(present.map(({ party }) => party.id)).toEqual([p.party("wjw")]);
    expect((await api.get("/api/v1/session", me)).party.id).toBe(p.party("wjw"));
    expect(await code(security.send("POST", `${base}/${id}/posts/${ended?.id}/end`, reason))).toBe(
      "not_found",
    );
  });

  test("A60.9 no administrator alone takes over an account: what opens it is asked for by one, confirmed by another", async () => {
    const { id, api } = await employed("coveted");
    const unchanged = async () => {
      expect((await api.get("/api/v1/session", me)).person.id).toBe(id);
      expect(await found("coveted")).toMatchObject({ awaitsActivation: false, externalLogin: false });
    };
    expect(await code(confirm(id))).toBe("request_missing");
    expect(await code(link(id, "not-theirs"))).toBe("request_missing");
    await ask(id);
    expect(await code(ask(id))).toBe("request_open");
    expect(await code(confirm(id, security))).toBe("forbidden");
    expect(await code(link(id, "not-theirs"))).toBe("request_missing");
    await unchanged();
    await decline("coveted");
    expect((await found("coveted")).requests).toEqual([]);
    expect(await code(confirm(id))).toBe("request_missing");

    await ask(id, "subject-1");
    expect(await code(link(id, "subject-2"))).toBe("request_differs");
    await unchanged();
    await link(id, "subject-1");
    expect((await found("coveted")).externalLogin).toBe(true);

    await ask(id);
    const [request] = (await found("coveted")).requests;
    const both = await Promise.allSettled([confirm(id), confirm(id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    // Whoever has held both offices one after the other is still one person.
    await expect(
      p.t.ownerPool.query("update parties.person_request set settled_by = asked_by where id = $1", [
        request?.id,
      ]),
    ).rejects.toThrow("settled_by_another");
  });

  test("A60.9 what was asked for is not given once the person is suspended or an administrator", async () => {
    const { id } = await employed("changing");
    await ask(id);
    await system.send("POST", `${base}/${id}/suspend`, reason);
    expect(await code(confirm(id))).toBe("person_suspended");
    await system.send("POST", `${base}/${id}/restore`, reason);
    await grant(id, ["auditor"]);
    expect(await code(confirm(id))).toBe("administrator_by_operator");
    await decline("changing");
  });

  test("A60.9 what was asked for lapses with its days, and with the office of who asked; it gives way to a new one", async () => {
    const { id } = await employed("overtaken");
    const shown = async () => (await found("overtaken")).requests.map(({ until, lapsed }) => [until, lapsed]);
    await ask(id);
    await move("2026-09-24T23:59:00+08:00");
    expect(await shown()).toEqual([["2026-09-24", null]]);
    await move("2026-09-25T00:01:00+08:00");
    expect(await shown()).toEqual([["2026-09-24", "expired"]]);
    expect(await code(confirm(id))).toBe("request_lapsed");
    const [old] = (await found("overtaken")).requests;
    const declined = {
      lock: "select from parties.person_request where id = $1 for update",
      meanwhile: `update parties.person_request set settled_at = platform.law_now(), confirmed = false,
        settled_by = '${await self(system)}' where id = $1`,
      id: old?.id ?? "",
    };
    await whileWaiting(p, declined, () => ask(id));
    expect(await shown()).toEqual([["2026-09-28", null]]);

    const asker = await self(security);
    const posted = (until: string | null) =>
      p.t.ownerPool.query("update parties.post set held_until = $1 where person_id = $2", [until, asker]);
    await posted("2026-09-25T00:02:00+08:00");
    expect((await found("overtaken", system)).requests.map(({ lapsed }) => lapsed)).toEqual(["asker-left"]);
    expect(await code(confirm(id))).toBe("request_lapsed");
    await posted(null);
    await confirm(id);
  });

  test("A60.9 whoever leaves is followed by the one chosen in their office, by nobody from elsewhere", async () => {
    const { id, api } = await employed("leaver", ["data-officer"], "wjw");
    await issueKey(api);
    const { items } = await system.get(`${base}/${id}/in-hand`, inHandList);
    expect(items).toMatchObject([{ office: { id: p.party("wjw") }, posts: 1, matters: 0, keys: 1 }]);
    const candidates = items[0]?.candidates.map((one) => one.id) ?? [];
    expect(candidates).not.toContain(id);
    const [heir] = candidates;
    const foreign = await self(await p.as("mzj"));
    const suspend = (successors: object) =>
      system.send("POST", `${base}/${id}/suspend`, { ...reason, successors });
    for (const wrong of [
      { [p.party("wjw")]: foreign },
      { [p.party("wjw")]: id },
      { [p.party("mzj")]: foreign },
    ])
      expect(await code(suspend(wrong))).toBe("successor_unfit");
    expect((await api.get("/api/v1/session", me)).person.id).toBe(id);
    await suspend({ [p.party("wjw")]: heir });
    expect((await acts(id))[0]?.detail).toMatch(/^移交办件 0 件、送审件 0 件（.+），注销密钥 1 把$/);
    await expect(api.send("GET", "/api/v1/session")).rejects.toMatchObject({ status: 401 });
  });

  test("a code sent anew ends password and sessions", async () => {
    const { id, api } = await employed("forgetful");
    await ask(id);
    const issued = await confirm(id);
    await expect(api.send("GET", "/api/v1/session")).rejects.toMatchObject({ status: 401 });
    await expect(p.signIn("forgetful", chosen)).rejects.toMatchObject({ code: "wrong_credentials" });
    await activate("forgetful", issued.code);
    await p.signIn("forgetful", chosen);
  });
});

describe("who sees persons", () => {
  test("A60.9 administrators see all, a unit's data officers those of their unit, and nobody else", async () => {
    const all = (await people(auditor)).map(({ username }) => username);
    expect(all.length).toBeGreaterThanOrEqual(3);
    const own = await people(await p.as("mzj"));
    expect(own.length).toBeGreaterThan(0);
    for (const one of own) {
      const held = one.posts.filter(({ until }) => until === null).map(({ party }) => party.id);
      expect(new Set(held)).toEqual(new Set([p.party("mzj")]));
    }
    for (const outsider of ["citizen", "company", "operator", "gov"].filter((name) =>
      accounts.includes(name),
    ))
      expect([outsider, await code((await p.as(outsider)).send("GET", base))]).toEqual([
        outsider,
        "forbidden",
      ]);
  });

  test("are found by a part of name or account", async () => {
    await open("findable-one", "司马相如");
    expect((await people(system, "马相")).map(({ username }) => username)).toEqual(["findable-one"]);
    expect((await people(system, "ABLE-ON")).map(({ username }) => username)).toEqual(["findable-one"]);
    expect(await people(system, "没有这样的人")).toEqual([]);
  });
});
