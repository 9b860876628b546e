import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Api } from "../../test/support/business.ts";
import { code, refusal } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { client } from "../contract/client.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const issued = z.object({ keyid: z.string(), secret: z.string().nullable() });
const create = async (api: Api, name: string = randomUUID()) =>
  (await api.post("/api/v1/clients", { name }, z.object({ id: z.uuid() }))).id;
const issue = (api: Api, id: string, wanted: object = { algorithm: "hmac-sha256" }) =>
  api.post(`/api/v1/clients/${id}/keys`, wanted, issued);
const revoke = (api: Api, id: string, keyid: string) =>
  api.send("POST", `/api/v1/clients/${id}/keys/${keyid}/revoke`);
const list = async (api: Api) =>
  (await api.get("/api/v1/clients", z.object({ items: z.array(client) }))).items;

test("A60.9 a secret is shown once; what is kept of it is sealed", async () => {
  const api = await p.as("mzj");
  const id = await create(api);
  const { keyid, secret } = await issue(api, id);
  expect(Buffer.from(secret ?? "", "base64")).toHaveLength(32);
  const shown = await list(api);
  expect(shown.find((one) => one.id === id)?.keys.map((key) => key.keyid)).toEqual([keyid]);
  expect(JSON.stringify(shown)).not.toContain(secret);
  const kept = await p.t.db.selectFrom("parties.client_key").selectAll().where("keyid", "=", keyid).execute();
  expect(kept[0]?.sealed_secret?.includes(Buffer.from(secret ?? "", "base64"))).toBe(false);
});

test("only a unit's own officers keep its systems and their keys", async () => {
  const api = await p.as("mzj");
  const id = await create(api);
  const { keyid } = await issue(api, id);
  for (const other of ["wjw", "gaj", "sjj", "operator", "developer"]) {
    const stranger = await p.as(other);
    expect((await list(stranger)).map((one) => one.id)).not.toContain(id);
    expect([other, await code(issue(stranger, id))]).toEqual([other, "not_found"]);
    expect([other, await code(revoke(stranger, id, keyid))]).toEqual([other, "not_found"]);
  }
  for (const outsider of ["citizen", "company", "auditor", "sysadmin", "secadmin"]) {
    const api = await p.as(outsider);
    expect([outsider, await code(create(api))]).toEqual([outsider, "forbidden"]);
    expect([outsider, await code(api.send("GET", "/api/v1/clients"))]).toEqual([outsider, "forbidden"]);
  }
  expect((await refusal(p.anybody.send("GET", "/api/v1/clients"))).status).toBe(401);
});

test("at most two keys are live, also when several are asked for at once; a revoked one makes room", async () => {
  const api = await p.as("gaj");
  const id = await create(api);
  const four = await Promise.allSettled([1, 2, 3, 4].map(() => issue(api, id)));
  const given = four.flatMap((one) => (one.status === "fulfilled" ? [one.value.keyid] : []));
  expect(given).toHaveLength(2);
  const refused = await refusal(issue(api, id));
  expect([refused.status, refused.code]).toEqual([409, "too_many_keys"]);
  await revoke(api, id, given[0] ?? "");
  expect(await code(revoke(api, id, given[0] ?? ""))).toBe("not_found");
  await issue(api, id);
});

test("two systems of a unit do not bear one name, also when both are made at once", async () => {
  const api = await p.as("gaj");
  const both = await Promise.allSettled([create(api, "户籍查询系统"), create(api, "户籍查询系统")]);
  const late = both.filter((one) => one.status === "rejected").map(({ reason }) => reason.code);
  expect(late).toEqual(["client_name_taken"]);
  expect(await code(create(api, "户籍查询系统"))).toBe("client_name_taken");
  await create(await p.as("mzj"), "户籍查询系统");
});

test("a public key is an Ed25519 key, and only the algorithm that has one takes one", async () => {
  const api = await p.as("wjw");
  const id = await create(api);
  const pem = (type: "ed25519" | "x25519") => {
    const { publicKey } = type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519");
    return publicKey.export({ type: "spki", format: "pem" }).toString();
  };
  for (const publicKey of [undefined, "-----BEGIN PUBLIC KEY-----", pem("x25519")])
    expect(await code(issue(api, id, { algorithm: "ed25519", publicKey }))).toBe("bad_request");
  const { secret } = await issue(api, id, { algorithm: "ed25519", publicKey: pem("ed25519") });
  expect(secret).toBeNull();
  expect(await code(issue(api, id, { algorithm: "hmac-sha256", publicKey: pem("ed25519") }))).toBe(
    "bad_request",
  );
});
