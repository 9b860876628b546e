import { createPublicKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { grantConditional, request } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import {
  call,
  entry,
  held,
  lastUses,
  mountNew,
  name,
  nobody,
  p,
  query,
  record,
  refused,
  secret,
  subject,
  system,
  verify,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { eventually } from "../../test/support/server.ts";
import { json } from "../../test/support/upstream.ts";
import { interfaceIdentity } from "../contract/interface.ts";
import { wallNow } from "../platform/clocks/index.ts";
import { verifyRequest } from "../platform/signatures/index.ts";

withInterfaces();

describe("A call through the platform", () => {
  test("A12.5 A20.1 A27.4 the granted items of one person come back, masked, as from a table, and are on record", async () => {
    const items = await query();
    expect(items.map((item) => Object.keys(item).toSorted())).toEqual([["hjdz", "xm"]]);
    expect(items[0]?.xm).toMatch(/^.\*/u);
    expect(items[0]?.hjdz).toBe("双鸭山市尖山区****");
    const [use] = await lastUses(1);
    expect(use).toMatchObject({ grant_id: held.id, columns: ["xm", "hjdz"], refusal: null, subjects: 1 });
  });

  test("A7.2 A27.4 the interface is asked about that one subject, for the items needed and nothing more", async () => {
    await query({ more: { columns: ["xm"] } });
    expect(system.last).toMatchObject({ method: "POST", target: "/persons" });
    expect(JSON.parse(system.last.body.toString())).toEqual({ idNo: subject, want: ["fullName"] });
    expect(system.last.headers["x-api-key"]).toBe(secret);
  });

  test("A27.4 verification is the platform's own comparison; an unknown person is no match and no row", async () => {
    const mine = await grantConditional(
      p,
      "mzj",
      "gaj",
      entry,
      { ...request, mode: "verify", columns: ["xm", "mz"] },
      [
        { column: "xm", treatment: "verify-only", reason: "" },
        { column: "mz", treatment: "verify-only", reason: "" },
      ],
    );
    expect(await verify({ xm: name, mz: "汉族" }, { grant: mine })).toBe(true);
    expect(system.last.body.toString()).not.toContain(name);
    expect(await verify({ xm: name, mz: "满族" }, { grant: mine })).toBe(false);
    expect(await verify({ xm: name }, { grant: mine, of: nobody })).toBe(false);
    expect(await query({ of: nobody })).toEqual([]);
    expect(await refused({ grant: mine })).toEqual([403, "mode_not_granted"]);
  });

  test("what cannot be a subject's number is nobody's, and is not passed on", async () => {
    const before = system.asked.length;
    expect(await query({ of: "' or 1=1 --" })).toEqual([]);
    expect(system.asked).toHaveLength(before);
  });

  test("A7.8 several rows, one object and an empty list are read as they are meant", async () => {
    const answers = async (body: unknown) => {
      system.answer = () => json(body);
      return (await query({ more: { columns: ["hjdz"] } })).length;
    };
    expect(await answers({ data: { rows: [record(), record({ hh: null })] } })).toBe(2);
    expect(await answers({ data: { rows: record() } })).toBe(1);
    expect(await answers({ data: { rows: [] } })).toBe(0);
  });

  test("a rare character passes whole", async () => {
    system.answer = () => json({ data: { rows: [record({ fullName: "王𬭸䶮" })] } });
    expect((await query({ more: { columns: ["xm"] } }))[0]?.xm).toBe("王*䶮");
  });

  test("A31.1 A33.1 an item or a purpose beyond the grant is refused before anything is asked", async () => {
    const before = system.asked.length;
    expect(await refused({ more: { columns: ["xm", "mz"] } })).toEqual([403, "column_not_granted"]);
    expect(await refused({ more: { purpose: "p-00000000" } })).toEqual([403, "purpose_not_granted"]);
    expect(system.asked).toHaveLength(before);
  });

  test("A31.1 rows outside the grant's row scope stay away, and its item goes not out with them", async () => {
    const scoped = await grantConditional(p, "mzj", "gaj", entry);
    await p.t.ownerPool.query("update access.grant set row_scope = $2, version = version + 1 where id = $1", [
      scoped.id,
      JSON.stringify({ column: "mz", values: ["汉族"] }),
    ]);
    system.answer = () => json({ data: { rows: [record(), record({ mz: "满族" })] } });
    const items = await query({ grant: scoped });
    expect(items.map((item) => Object.keys(item).toSorted())).toEqual([["hjdz", "xm"]]);
    expect(JSON.parse(system.last.body.toString()).want).toEqual(["fullName", "addr", "mz"]);
  });

  test("A31.5 a grant that was suspended asks nothing any more", async () => {
    const lost = await grantConditional(p, "mzj", "gaj", entry);
    expect(await query({ grant: lost })).toHaveLength(1);
    await p.t.ownerPool.query(
      "update access.grant set state = 'suspended', version = version + 1 where id = $1",
      [lost.id],
    );
    const before = system.asked.length;
    expect(await refused({ grant: lost })).toEqual([403, "grant_suspended"]);
    expect(system.asked).toHaveLength(before);
  });

  test("A11.5 of important data the answer is yes or no", async () => {
    const items = registerEntry.items.map((item) =>
      item.column === "mz" ? { ...item, importance: "important" as const } : item,
    );
    await p.t.ownerPool.query("update vault.resource set items = $1 where code = $2", [
      JSON.stringify(items),
      held.resource.code,
    ]);
    await p.t.ownerPool.query("update access.epoch set value = value + 1");
    try {
      await eventually(async () => (await call()).status === 403);
      expect(await refused()).toEqual([403, "zone_verify_only"]);
    } finally {
      await p.t.ownerPool.query("update vault.resource set items = $1 where code = $2", [
        JSON.stringify(registerEntry.items),
        held.resource.code,
      ]);
      await p.t.ownerPool.query("update access.epoch set value = value + 1");
    }
    await eventually(async () => (await call()).status === 200);
  });
});

describe("How it is asked", () => {
  test("A60.9 by GET, with the platform's signature, which the department checks by the platform's public key", async () => {
    const signed = await mountNew({}, { method: "GET", proof: { kind: "signature" }, secret: undefined });
    const grant = await grantConditional(p, "mzj", "gaj", signed);
    expect(await query({ grant })).toHaveLength(1);
    const { method, target, headers, body } = system.last;
    const url = new URL(target, system.origin);
    expect([method, url.searchParams.get("idNo"), url.searchParams.get("want")]).toEqual([
      "GET",
      subject,
      "fullName,addr",
    ]);
    const { keyid, publicKey } = await (await p.as("gaj")).get(
      "/api/v1/interface-identity",
      interfaceIdentity,
    );
    const check = (of: string) =>
      verifyRequest(
        { method, target: of, headers, body },
        {
          authority: new URL(system.origin).host,
          now: wallNow(),
          key: async () => ({ keyid, algorithm: "ed25519", publicKey: createPublicKey(publicKey) }),
        },
      );
    expect(await check(target)).toMatchObject({ ok: true, keyid });
    expect(await check(target.replace(subject, nobody))).toMatchObject({ ok: false });
  });

  test("A60.9 by POST the signature covers the body", async () => {
    const signed = await mountNew({}, { proof: { kind: "signature" }, secret: undefined });
    await query({ grant: await grantConditional(p, "mzj", "gaj", signed) });
    const { method, target, headers, body } = system.last;
    const { keyid, publicKey } = await (await p.as("gaj")).get(
      "/api/v1/interface-identity",
      interfaceIdentity,
    );
    const verdict = (bytes: Buffer) =>
      verifyRequest(
        { method, target, headers, body: bytes },
        {
          authority: new URL(system.origin).host,
          now: wallNow(),
          key: async () => ({ keyid, algorithm: "ed25519", publicKey: createPublicKey(publicKey) }),
        },
      );
    expect((await verdict(body)).ok).toBe(true);
    expect((await verdict(Buffer.from("{}"))).ok).toBe(false);
  });
});
