import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  assess,
  code,
  grantConditional,
  grantOf,
  issueKey,
  mount,
  publish,
  request,
  upload,
} from "../../test/support/business.ts";
import { registerEntry, registerHeader, registerRows } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import { type Grant, gatewayAnswer, gatewayVerified, usage as usageSchema } from "../contract/grant.ts";
import { moveLawClock, wallNow } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { type SigningKey, signRequest } from "../platform/signatures/index.ts";

const [first = [], second = []] = [...registerRows(2)];
const [subject = "", name = ""] = first;

let p: TestPlatform;
let register: Entry;
let held: Grant;
let key: SigningKey & { readonly clientId: string };

beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", registerEntry);
  const resource = await mount(await p.as("gaj"), register);
  const csv = [registerHeader, first, second].map((row) => row.join(",")).join("\n");
  await upload(await p.as("gaj"), resource, `${csv}\n`);
  held = await grantConditional(p, "mzj", "gaj", register);
  key = await issueKey(await p.as("mzj"));
});
afterAll(() => p.close());

interface Sent {
  readonly operation?: "query" | "verify";
  readonly body?: unknown;
  /** The bytes sent in place of those that were signed. */
  readonly tampered?: string;
  readonly signer?: SigningKey;
  readonly nonce?: string;
  readonly created?: Date;
  /** Whom the request was signed for, and is sent to in its `Host`. */
  readonly authority?: string;
}

const body = (more: object = {}) => ({ purpose: held.purpose, subject, ...more });

/** A signed call over the platform's own socket; status and body. */
async function call(sent: Sent = {}): Promise<{ status: number; body: unknown }> {
  const path = `/share/v1/${held.resource.code}/${sent.operation ?? "query"}`;
  const text = JSON.stringify(sent.body ?? body());
  const { nonce, created, authority } = sent;
  const signature = signRequest(
    { method: "POST", url: new URL(path, authority ?? p.url), body: text },
    sent.signer ?? key,
    { ...(nonce === undefined ? {} : { nonce }), ...(created === undefined ? {} : { created }) },
  );
  const answer = await p.http.inject({
    method: "POST",
    url: path,
    headers: {
      host: new URL(authority ?? p.url).host,
      "content-type": "application/json",
      ...signature,
    },
    payload: sent.tampered ?? text,
  });
  return { status: answer.statusCode, body: answer.json() };
}

const problem = z.object({ code: z.string(), article: z.string().optional() });
const accesses = async () =>
  (await p.t.db.selectFrom("access.usage").selectAll().orderBy("id").execute()).at(-1);
const countOf = async () => (await p.t.db.selectFrom("access.usage").select("id").execute()).length;

/** The refusal of a call, and what went on record of it: the refusal, or nothing at all. */
async function refused(sent: Sent) {
  const before = await countOf();
  const answer = await call(sent);
  const { code: answered, article } = problem.parse(answer.body);
  const added = (await countOf()) - before;
  const last = added === 0 ? undefined : await accesses();
  return { code: answered, article, recorded: last?.refusal ?? null, by: last?.client_id ?? null };
}
const onRecord = (answered: string, article: string) => ({
  code: answered,
  article,
  recorded: answered,
  by: key.clientId,
});
const unrecorded = (answered: string) => ({ code: answered, article: "60¶3", recorded: null, by: null });

describe("What is granted", () => {
  test("A33.1 exactly the granted items of one person come back, masked as granted, and are on record", async () => {
    const answer = await call();
    const { items, usage } = gatewayAnswer.parse(answer.body);
    expect(items.map((item) => Object.keys(item).toSorted())).toEqual([["hjdz", "xm"]]);
    expect(items[0]?.xm).toMatch(/^.\*/u);
    expect(JSON.stringify(items)).not.toContain(name);
    expect(await accesses()).toMatchObject({
      id: usage,
      grant_id: held.id,
      holder_id: p.party("mzj"),
      columns: ["xm", "hjdz"],
      refusal: null,
    });
    const one = gatewayAnswer.parse((await call({ body: body({ columns: ["xm"] }) })).body);
    expect(Object.keys(one.items[0] ?? {})).toEqual(["xm"]);
  });

  test("over a real socket, and for an unknown person, nothing is given and the access is on record", async () => {
    const text = JSON.stringify(body({ subject: "230599190001010002" }));
    const url = `${p.url}/share/v1/${held.resource.code}/query`;
    const headers = {
      "content-type": "application/json",
      ...signRequest({ method: "POST", url, body: text }, key),
    };
    const answer = await fetch(url, { method: "POST", headers, body: text });
    const { items, usage } = gatewayAnswer.parse(await answer.json());
    expect(items).toEqual([]);
    expect(await accesses()).toMatchObject({ id: usage, refusal: null });
  });

  test("A27.4 a grant to verify answers yes or no and gives nothing away", async () => {
    const applied = await apply(await p.as("mzj"), register, { ...request, mode: "verify", columns: ["xm"] });
    await act(await p.as("sjj"), applied.id, "passToProvider");
    const columns = [{ column: "xm", treatment: "verify-only", reason: "" }];
    await assess(await p.as("gaj"), applied.id);
    await act(await p.as("gaj"), applied.id, "grant", { form: { columns } });
    const { purpose } = await grantOf(await p.as("mzj"), applied.id);
    const ask = async (xm: string, of = subject) =>
      gatewayVerified.parse(
        (await call({ operation: "verify", body: { purpose, subject: of, claims: { xm } } })).body,
      ).match;
    expect([await ask(name), await ask("查无此名"), await ask(name, "230599190001010002")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await refused({ body: { purpose, subject } })).toEqual(onRecord("mode_not_granted", "31"));
  });

  test("A60.4 who asked for what, under which grant, with what outcome: read by holder, provider and bureau alone", async () => {
    await call();
    const path = `/api/v1/grants/${held.id}/usage?limit=200`;
    for (const reader of ["mzj", "gaj", "sjj", "auditor"]) {
      const { items } = await (await p.as(reader)).get(path, listOf(usageSchema));
      const answered = items.find(({ outcome }) => outcome === "answered");
      expect(answered).toMatchObject({ grantId: held.id, purpose: held.purpose, operation: "query" });
      expect(JSON.stringify(items)).not.toMatch(new RegExp(`${subject}|${name}`));
    }
    for (const other of ["wjw", "rsj", "dsj", "jixian-wjw", "jixian-sjj", "citizen", "operator"])
      expect([other, await code((await p.as(other)).send("GET", path))]).toEqual([other, "grant_not_found"]);
  });
});

describe("What goes beyond, from a known caller, is refused and on record", () => {
  test("A31.1 an item that was not granted", async () => {
    expect(await refused({ body: body({ columns: ["xm", "csrq"] }) })).toEqual(
      onRecord("column_not_granted", "31"),
    );
  });

  test("A33.1 a purpose that was not granted", async () => {
    expect(await refused({ body: body({ purpose: "p-00000000" }) })).toEqual(
      onRecord("purpose_not_granted", "33"),
    );
  });

  test("A33.2 a grant used by another unit than its holder", async () => {
    const signer = await issueKey(await p.as("rsj"));
    expect(await refused({ signer })).toEqual({ ...onRecord("grant_missing", "27"), by: signer.clientId });
  });

  test("A60.9 the same request once more", async () => {
    const once = { nonce: randomUUID(), created: wallNow() };
    expect((await call(once)).status).toBe(200);
    expect(await refused(once)).toEqual(onRecord("nonce_replayed", "31"));
  });

  test("A60.9 a body changed after signing", async () => {
    const tampered = JSON.stringify(body({ subject: second[0] }));
    expect(await refused({ tampered })).toEqual(onRecord("digest_mismatch", "60¶3"));
  });

  test("A60.9 a request signed for another address", async () => {
    expect(await refused({ authority: "https://elsewhere.example" })).toEqual(
      onRecord("wrong_authority", "60¶3"),
    );
  });

  test("A60.9 a signature older than five minutes", async () => {
    const created = new Date(wallNow().getTime() - 301_000);
    expect(await refused({ created })).toEqual(onRecord("signature_expired", "60¶3"));
  });

  test("a body of the wrong shape", async () => {
    expect(await refused({ body: { subject } })).toMatchObject({
      code: "bad_request",
      recorded: "bad_request",
      by: key.clientId,
    });
  });
});

test("A33.1 a field that the interface does not have is refused and on record, not dropped in silence", async () => {
  const sent = { body: body({ colums: ["xm"] }) };
  expect(await refused(sent)).toMatchObject({
    code: "bad_request",
    recorded: "bad_request",
    by: key.clientId,
  });
  expect((await call(sent)).body).toMatchObject({ errors: [{ pointer: "/colums", detail: "没有这个字段" }] });
});

describe("What nobody known signed is refused and leaves no record of a caller", () => {
  test("A60.9 no signature, an unknown key, a forged one, a revoked one", async () => {
    const before = await countOf();
    const url = `/share/v1/${held.resource.code}/query`;
    const bare = await p.http.inject({ method: "POST", url, payload: body() });
    expect([bare.statusCode, problem.parse(bare.json()).code]).toEqual([401, "signature_missing"]);
    expect(await countOf()).toBe(before);
    const stranger: SigningKey = {
      ...key,
      algorithm: "hmac-sha256",
      keyid: "k-nobody",
      secret: Buffer.alloc(32),
    };
    expect(await refused({ signer: stranger })).toEqual(unrecorded("unknown_key"));
    const forged: SigningKey = { algorithm: "hmac-sha256", keyid: key.keyid, secret: Buffer.alloc(32) };
    expect(await refused({ signer: forged })).toEqual(unrecorded("signature_invalid"));
    const own = await issueKey(await p.as("mzj"));
    expect((await call({ signer: own })).status).toBe(200);
    await (await p.as("mzj")).send("POST", `/api/v1/clients/${own.clientId}/keys/${own.keyid}/revoke`);
    expect(await refused({ signer: own })).toEqual(unrecorded("unknown_key"));
  });

  test("A60.9 a key of SM3 and a key of Ed25519 sign as well", async () => {
    const api = await p.as("mzj");
    const issued = await api.post(
      `/api/v1/clients/${key.clientId}/keys`,
      { algorithm: "hmac-sm3" },
      z.object({ keyid: z.string(), secret: z.string() }),
    );
    const sm3: SigningKey = {
      algorithm: "hmac-sm3",
      keyid: issued.keyid,
      secret: Buffer.from(issued.secret, "base64"),
    };
    expect((await call({ signer: sm3 })).status).toBe(200);
    await api.send("POST", `/api/v1/clients/${key.clientId}/keys/${issued.keyid}/revoke`);
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const { keyid } = await api.post(
      `/api/v1/clients/${key.clientId}/keys`,
      { algorithm: "ed25519", publicKey: pem },
      z.object({ keyid: z.string(), secret: z.null() }),
    );
    expect((await call({ signer: { algorithm: "ed25519", keyid, privateKey } })).status).toBe(200);
  });
});

describe("When a grant is over", () => {
  test("A31.5 after it was given back the next call is refused", async () => {
    const ended = await grantConditional(p, "mzj", "gaj", register);
    expect((await call({ body: body({ purpose: ended.purpose }) })).status).toBe(200);
    await (await p.as("mzj")).send("POST", "/api/v1/matters", {
      kind: "grant-return",
      subject: ended.id,
      form: { why: "本批核对已办结" },
    });
    expect(await refused({ body: body({ purpose: ended.purpose }) })).toEqual(onRecord("grant_ended", "31"));
  });

  test("after its last day it is refused until the provider agrees anew", async () => {
    const { validUntil } = held;
    await inTransaction(p.t.db, (tx) =>
      moveLawClock(tx, new Date(new Date(validUntil ?? "").getTime() - 3_600_000)),
    );
    expect((await call()).status).toBe(200);
    await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date(validUntil ?? "")));
    expect(await refused({})).toEqual(onRecord("grant_expired", "31"));
  });
});
