import { createPublicKey } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  assess,
  code,
  grantConditional,
  issueKey,
  masked,
  mount,
  publish,
  readEntry,
  refusal,
  request,
  start,
  upload,
} from "../../test/support/business.ts";
import { registerEntry, registerRows } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { eventually, freePort } from "../../test/support/server.ts";
import { DepartmentSystem, json, openedTo } from "../../test/support/upstream.ts";
import { listOf } from "../contract/common.ts";
import { entryUpdates } from "../contract/data-due.ts";
import { type Entry, type EntryContent, entry as entrySchema } from "../contract/entry.ts";
import { type Grant, gatewayAnswer, gatewayVerified, usage as usageSchema } from "../contract/grant.ts";
import { interfaceIdentity, interfaceState, interfaceTrial } from "../contract/interface.ts";
import { notice as noticeSchema } from "../contract/notice.ts";
import { wallNow } from "../platform/clocks/index.ts";
import { createLog } from "../platform/logging/log.ts";
import { type SigningKey, signRequest, verifyRequest } from "../platform/signatures/index.ts";

const rows = [...registerRows(2)];
const [[subject = "", name = ""] = [], [nobody = ""] = []] = rows;
const secret = "s3cret-of-the-police-4711";
/** What the department's system sends beside what is wanted. */
const extra = "涉案人员重点关注对象乙";

let system: DepartmentSystem;
let elsewhere: DepartmentSystem;
let p: TestPlatform;
let entry: Entry;
let held: Grant;
let key: SigningKey;
const logged: string[] = [];

const interfaceEntry = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...registerEntry,
  name: "户籍登记信息（接口）",
  format: "interface",
  ...more,
});

/** The person as the department's system has it, under its own names. */
const record = (more: object = {}) => ({
  idNo: subject,
  fullName: name,
  xb: "1",
  csrq: "1990-01-01",
  mz: "汉族",
  addr: "双鸭山市尖山区新兴大街1号",
  hh: "000000001",
  yhzgx: "户主",
  pcs: "尖山派出所",
  djrq: "2020-01-01",
  criminalRecord: extra,
  ...more,
});

const settings = (more: object = {}) => ({
  url: `${system.origin}/persons`,
  method: "POST",
  subjectParameter: "idNo",
  columnsParameter: "want",
  rowsPointer: "/data/rows",
  fields: { gmsfhm: "idNo", xm: "fullName", hjdz: "addr" },
  proof: { kind: "header", name: "X-Api-Key" },
  timeoutSeconds: 1,
  ...more,
});

const keeps = () => {
  system.answer = ({ body, target, method }) => {
    const asked =
      method === "GET"
        ? new URL(target, system.origin).searchParams.get("idNo")
        : z.object({ idNo: z.string() }).parse(JSON.parse(body.toString())).idNo;
    return json({ data: { rows: asked === subject ? [record()] : [] } });
  };
};

beforeAll(async () => {
  system = await DepartmentSystem.start();
  elsewhere = await DepartmentSystem.start();
  keeps();
  p = await testPlatform(
    { GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", system.origin) },
    createLog({ destination: { write: (line) => void logged.push(line) } }),
  );
  entry = await mountNew();
  held = await grantConditional(p, "mzj", "gaj", entry);
  key = await issueKey(await p.as("mzj"));
}, 60_000);
afterAll(async () => {
  await p.close();
  await system.close();
  await elsewhere.close();
});
beforeEach(async () => {
  keeps();
  // A trial that succeeds ends what an earlier test broke.
  await tryOut(entry);
});

const mounting = (of: Entry, more: object = {}, by = "gaj") =>
  p
    .as(by)
    .then((api) =>
      api.post(
        `/api/v1/entries/${of.id}/resources`,
        { kind: "interface", secret, ...settings(), ...more },
        entrySchema,
      ),
    );
const tryOut = async (of: Entry, more: object = {}, by = "gaj") =>
  (await p.as(by)).post(`/api/v1/entries/${of.id}/interface/trial`, { subject, ...more }, interfaceTrial);
const state = async (of = entry, by = "gaj") =>
  (await p.as(by)).get(`/api/v1/entries/${of.id}/interface`, interfaceState);
async function change(of: Entry, more: object) {
  const { version } = await state(of);
  const api = await p.as("gaj");
  return api.put(`/api/v1/entries/${of.id}/interface`, { version, ...settings(), ...more }, interfaceState);
}

let named = 0;
/** A published entry of 市公安局 with its interface mounted and tried. */
async function mountNew(more: Partial<EntryContent> = {}, with_: object = {}): Promise<Entry> {
  named += 1;
  const made = await publish(p, "gaj", interfaceEntry({ name: `户籍登记信息（接口${named}）`, ...more }));
  const mounted = await mounting(made, with_);
  expect((await tryOut(mounted)).failure).toBeNull();
  return mounted;
}

interface Sent {
  readonly operation?: "query" | "verify";
  readonly grant?: Grant;
  readonly of?: string;
  readonly more?: object;
}

async function call({ operation = "query", grant = held, of = subject, more = {} }: Sent = {}) {
  const path = `/share/v1/${grant.resource.code}/${operation}`;
  const payload = JSON.stringify({ purpose: grant.purpose, subject: of, ...more });
  const url = new URL(path, p.url);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...signRequest({ method: "POST", url, body: payload }, key),
    },
    body: payload,
  });
  return { status: answer.status, headers: answer.headers, body: z.unknown().parse(await answer.json()) };
}
const query = async (sent: Sent = {}) => gatewayAnswer.parse((await call(sent)).body).items;
const verify = async (claims: Record<string, string>, sent: Sent = {}) =>
  gatewayVerified.parse((await call({ operation: "verify", more: { claims }, ...sent })).body).match;
const problem = z.object({ code: z.string(), detail: z.string(), article: z.string() });
const refused = async (sent: Sent = {}) => {
  const { status, body } = await call(sent);
  return [status, problem.parse(body).code];
};
const lastUses = async (limit: number) => {
  const rows = await p.t.db
    .selectFrom("access.usage")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.toReversed();
};

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

  test("A33.1 A60.9 whatever else it sends never leaves, and is neither stored nor logged", async () => {
    const answer = await call();
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain(extra);
    await tryOut(entry);
    system.answer = () => json({ message: extra }, { status: 500 });
    await refused();
    system.answer = () => json({ data: { rows: [record({ fullName: extra.repeat(5) })] } });
    await refused();
    const { rows: tables } = await p.t.ownerPool.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name: table } of tables) {
      const { rows: hits } = await p.t.ownerPool.query<{ words: string }>(
        `select w as words from unnest($1::text[]) w where exists (select from ${table} t where strpos(t::text, w) > 0)`,
        [[extra, name, secret, "新兴大街1号", p.party("gaj")]],
      );
      found.push(...hits.map(({ words }) => words));
    }
    // The search can find: the unit itself stands in the database.
    expect(new Set(found)).toEqual(new Set([p.party("gaj")]));
    const log = logged.join("");
    expect(log).toContain("interface.tried");
    for (const word of [extra, name, secret, subject]) expect(log).not.toContain(word);
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

  test("several rows, one object, null and a list that is not there are read as they are meant", async () => {
    const answers = async (body: unknown) => {
      system.answer = () => json(body);
      return (await query({ more: { columns: ["hjdz"] } })).length;
    };
    expect(await answers({ data: { rows: [record(), record({ hh: null })] } })).toBe(2);
    expect(await answers({ data: { rows: record() } })).toBe(1);
    expect(await answers({ data: { rows: null } })).toBe(0);
    expect(await answers({ data: {} })).toBe(0);
    expect(await answers({ data: null })).toBe(0);
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

describe("What is no answer", () => {
  const cases: [string, () => void, number, string, RegExp][] = [
    [
      "slow",
      () => {
        system.answer = () => undefined;
      },
      504,
      "upstream_timeout",
      /1 秒内没有答完/,
    ],
    [
      "an error",
      () => {
        system.answer = () => json({ message: name }, { status: 500 });
      },
      502,
      "upstream_failed",
      /答复 500/,
    ],
    [
      "HTML in place of JSON",
      () => {
        system.answer = () => ({ headers: { "content-type": "text/html" }, body: `<p>${name}</p>` });
      },
      502,
      "upstream_failed",
      /不是 JSON/,
    ],
    [
      "JSON in GBK",
      () => {
        const gbk = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xd0, 0xd5, 0x22, 0x7d]);
        system.answer = () => ({ headers: { "content-type": "application/json" }, body: gbk });
      },
      502,
      "upstream_failed",
      /UTF-8/,
    ],
    [
      "more than a megabyte",
      () => {
        system.answer = () => json({ data: { rows: [record({ filler: "长".repeat(400_000) })] } });
      },
      502,
      "upstream_failed",
      /1 MB/,
    ],
    [
      "another shape",
      () => {
        system.answer = () => json({ data: { rows: ["王"] } });
      },
      502,
      "upstream_failed",
      /不是对象/,
    ],
    [
      "too many rows",
      () => {
        system.answer = () => json({ data: { rows: Array.from({ length: 101 }, () => record()) } });
      },
      502,
      "upstream_failed",
      /101 行/,
    ],
    [
      "another person",
      () => {
        system.answer = () => json({ data: { rows: [record({ idNo: nobody })] } });
      },
      502,
      "upstream_failed",
      /别的主体/,
    ],
    [
      "a value against the catalogue",
      () => {
        system.answer = () => json({ data: { rows: [record({ fullName: "长".repeat(51) })] } });
      },
      502,
      "upstream_failed",
      /姓名.*50 个字/,
    ],
    [
      "a number where text is",
      () => {
        system.answer = () => json({ data: { rows: [record({ addr: 230599199001010000 })] } });
      },
      502,
      "upstream_failed",
      /户籍地址.*以字符串给出/,
    ],
    [
      "a required item that is not there",
      () => {
        system.answer = () => json({ data: { rows: [{ idNo: subject, addr: "双鸭山市" }] } });
      },
      502,
      "upstream_failed",
      /姓名.*请补填/,
    ],
  ];
  test.each(cases)(
    "A7.8 A20.1 %s is told as the provider's, and is on record",
    async (_, break_, status, coded, reason) => {
      break_();
      const answer = await call();
      const { code: told, detail, article } = problem.parse(answer.body);
      expect([answer.status, told, article]).toEqual([status, coded, "7¶3"]);
      expect(detail).toContain("提供部门的接口");
      expect(detail).not.toContain(name);
      expect(answer.headers.get("retry-after")).toBe("5");
      const [asked, failed] = await lastUses(2);
      expect(asked).toMatchObject({ refusal: null, columns: ["xm", "hjdz"] });
      expect(failed).toMatchObject({
        refusal: coded,
        article: "7¶3",
        grant_id: held.id,
        subject: asked?.subject,
      });
      const { lastFailure } = (await state()).calls;
      expect(lastFailure).toMatch(reason);
      expect(lastFailure).not.toContain(name);
    },
  );

  test("A60.9 a redirect is not followed, neither to an open host nor to another", async () => {
    for (const target of [system.origin, elsewhere.origin]) {
      system.answer = () => ({ status: 307, headers: { location: `${target}/secret` } });
      const before = system.asked.length;
      expect(await refused()).toEqual([502, "upstream_failed"]);
      expect(system.asked).toHaveLength(before + 1);
      await clear();
    }
    expect(elsewhere.asked).toEqual([]);
  });

  test("A7.8 so many seconds and no more, however much of the answer has come", async () => {
    let ended = false;
    system.answer = (_, reply) => {
      reply.writeHead(200, { "content-type": "application/json" });
      reply.write('{"data":{"rows":[');
      const drop = setInterval(() => reply.write(" "), 100);
      reply.on("close", () => {
        ended = true;
        clearInterval(drop);
      });
      // Long after the second that the interface has.
      setTimeout(() => reply.end(`${JSON.stringify(record())}]}}`), 2_500);
      return undefined;
    };
    expect(await refused()).toEqual([504, "upstream_timeout"]);
    await eventually(async () => ended);
  });

  test("A7.8 the provider is told once of an outage, not at each further call", async () => {
    system.answer = () => json({ data: { rows: ["wrong"] } });
    const told = async () => {
      const { items } = await (await p.as("gaj")).get("/api/v1/notices?limit=200", listOf(noticeSchema));
      return items.filter(({ about }) => about === "interface").length;
    };
    const before = await told();
    for (let round = 0; round < 6; round++) expect(await refused()).toEqual([502, "upstream_failed"]);
    const { rowCount } = await p.t.ownerPool.query(
      "select from platform.outbox where type = 'access.upstream.failing' and body ->> 'since' = $1",
      [(await state()).calls.failingSince],
    );
    expect(rowCount).toBe(1);
    await eventually(async () => (await told()) === before + 1);
  });

  test("A7.8 after three outages in a row the provider is told once, and callers are answered without asking", async () => {
    system.answer = () => json({}, { status: 503 });
    const notices = async () => {
      const { items } = await (await p.as("gaj")).get("/api/v1/notices?limit=200", listOf(noticeSchema));
      return items.filter(({ about }) => about === "interface");
    };
    const before = (await notices()).length;
    expect((await state()).calls.failingSince).toBeNull();
    for (let round = 0; round < 3; round++) expect(await refused()).toEqual([502, "upstream_failed"]);
    await eventually(async () => (await notices()).length === before + 1);
    const asked = system.asked.length;
    expect(await refused()).toEqual([503, "upstream_busy"]);
    expect(await refused()).toEqual([503, "upstream_busy"]);
    expect(system.asked).toHaveLength(asked);
    expect((await lastUses(1))[0]).toMatchObject({ refusal: "upstream_busy" });
    const { calls } = await state();
    expect(calls).toMatchObject({
      lastFailure: expect.stringContaining("503"),
      failingSince: expect.any(String),
    });
    const [told] = await notices();
    expect(told).toMatchObject({ title: `接口不通：${entry.name}`, path: `/desk/entries/${entry.id}` });
    expect((await notices()).length).toBe(before + 1);
    keeps();
    await tryOut(entry);
    expect(await query()).toHaveLength(1);
    expect((await state()).calls.failingSince).toBeNull();
  });

  test("A7.8 so many calls at once and no more: one slow department does not hold the gateway", async () => {
    let release = () => {};
    const held_ = new Promise<void>((resolve) => {
      release = resolve;
    });
    system.answer = async () => {
      await held_;
      return json({ data: { rows: [record()] } });
    };
    const asked = system.asked.length;
    const slow = Array.from({ length: 8 }, () => call());
    await eventually(async () => system.asked.length === asked + 8);
    expect(await refused()).toEqual([503, "upstream_busy"]);
    release();
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(8).fill(200));
  });
});

test("A60.9 a host that the deployer closed since is not asked any more", async () => {
  await p.t.ownerPool.query(
    "update access.upstream set settings = jsonb_set(settings, '{url}', to_jsonb($2::text)) where resource = $1",
    [held.resource.code, `${elsewhere.origin}/persons`],
  );
  try {
    elsewhere.answer = () => json({ data: { rows: [record()] } });
    expect(await refused()).toEqual([502, "upstream_failed"]);
    expect((await state()).calls.lastFailure).toContain("不再开放");
    expect(elsewhere.asked).toEqual([]);
  } finally {
    await p.t.ownerPool.query(
      "update access.upstream set settings = jsonb_set(settings, '{url}', to_jsonb($2::text)) where resource = $1",
      [held.resource.code, settings().url],
    );
  }
});

/** Ends an outage that a test brought about. */
async function clear(): Promise<void> {
  const answer = system.answer;
  keeps();
  await tryOut(entry);
  system.answer = answer;
}

describe("Mounting", () => {
  const fresh = async (more: Partial<EntryContent> = {}) => {
    named += 1;
    return publish(p, "gaj", interfaceEntry({ name: `户籍登记信息（接口${named}）`, ...more }));
  };

  test("A60.9 A12.5 only hosts that the deployer opened can be mounted, without password and question mark", async () => {
    const made = await fresh();
    const port = await freePort();
    for (const url of [
      `http://127.0.0.1:${port}/persons`,
      `${system.origin.replace("http:", "https:")}/persons`,
      "http://169.254.169.254/latest/meta-data",
      `http://localhost:${new URL(system.origin).port}/persons`,
      `${system.origin.replace("//", "//user:pass@")}/persons`,
      `${system.origin}/persons?token=1`,
      elsewhere.origin,
    ])
      expect([url, await code(mounting(made, { url }))]).toEqual([url, "upstream_closed"]);
    const { detail, article } = await refusal(mounting(made, { url: elsewhere.origin }));
    expect(detail).toContain(`GONGSHU_UPSTREAM_HOSTS 中加入 ${openedTo("gaj", elsewhere.origin)}`);
    expect(article).toBe("7¶1");
    expect(await code(mounting(made, { url: "file:///etc/passwd" }))).toBe("bad_request");
    expect((await readEntry(await p.as("gaj"), made.id)).resources).toEqual([]);
    expect(elsewhere.asked).toEqual([]);
    // A number for the same machine is the same host.
    expect(
      (await mounting(made, { url: `${system.origin.replace("127.0.0.1", "2130706433")}/persons` }))
        .resources,
    ).toHaveLength(1);
  });

  test("A12.5 an item to ask by, a secret for its header and fields of the catalogue are needed", async () => {
    const made = await fresh();
    expect(await code(mounting(made, { secret: undefined }))).toBe("upstream_secret_missing");
    expect(await code(mounting(made, { fields: { unheard: "x" } }))).toBe("upstream_field_unknown");
    expect(await code(mounting(made, { timeoutSeconds: 31 }))).toBe("bad_request");
    expect(await code(mounting(made, { proof: { kind: "header", name: "Host" } }))).toBe("bad_request");
    expect(await code(mounting(made, {}, "mzj"))).toBe("entry_not_own");
    const items = registerEntry.items.map((item) =>
      item.role === "subject-key" ? { ...item, role: "business-key" as const } : item,
    );
    expect(await code(mounting(await fresh({ items })))).toBe("subject_not_supported");
    const table = await publish(p, "gaj", { ...registerEntry, name: "户籍登记信息（库表）" });
    expect(await code(mounting(table))).toBe("format_differs");
  });

  test("A60.9 the secret is kept sealed and never shown; settings are the provider's alone", async () => {
    const shown = await (await p.as("gaj")).send("GET", `/api/v1/entries/${entry.id}/interface`);
    const text = JSON.stringify(shown);
    expect(text).toContain("X-Api-Key");
    expect(text).not.toContain(secret);
    for (const other of ["mzj", "sjj", "dsj", "auditor"])
      expect([other, await code(state(entry, other))]).toEqual([other, "entry_not_own"]);
  });

  test("A12.5 a trial tells what comes and what is wrong, and never a value", async () => {
    system.answer = () =>
      json({ data: { rows: [record({ xb: "9", csrq: "1990/1/1", addr: undefined, mz: 5 })] } });
    const trial = await tryOut(entry);
    expect(trial).toMatchObject({ ok: false, rows: 1, failure: "有 3 个数据项不合目录的要求" });
    const of = (column: string) => trial.items.find((item) => item.column === column);
    expect(of("xm")).toMatchObject({ field: "fullName", found: "text", fault: null });
    expect(of("hjdz")).toMatchObject({ found: "absent", fault: "请补填" });
    expect(of("mz")).toMatchObject({ found: "number", fault: expect.stringContaining("以字符串给出") });
    expect(of("csrq")?.fault).toContain("2026-09-05 的样式");
    for (const value of [name, "1990", "汉族"]) expect(JSON.stringify(trial)).not.toContain(value);
    keeps();
    expect(await tryOut(entry, { subject: nobody })).toMatchObject({ ok: false, rows: 0 });
    expect((await tryOut(entry, { subject: "12" })).failure).toContain("公民身份号码");
    expect((await state()).tried).toMatchObject({ ok: false });
  });

  test("A12.5 settings are tried before they are mounted, and nothing is kept of that", async () => {
    const made = await fresh();
    const trial = await tryOut(made, { settings: { ...settings(), secret } });
    expect(trial).toMatchObject({ ok: true, rows: 1, failure: null });
    expect(await code(state(made))).toBe("not_an_interface");
    expect(await code(tryOut(made, { settings: { ...settings({ url: elsewhere.origin }), secret } }))).toBe(
      "upstream_closed",
    );
    expect(elsewhere.asked).toEqual([]);
  });

  test("A7.8 no grant is given on an interface that was not tried with success, and none after it is set anew", async () => {
    const made = await mounting(await fresh());
    const matter = await apply(await p.as("mzj"), made);
    await act(await p.as("sjj"), matter.id, "passToProvider");
    await assess(await p.as("gaj"), matter.id);
    const grant = () =>
      p.as("gaj").then((api) => act(api, matter.id, "grant", { form: { columns: masked(request.columns) } }));
    expect(await code(grant())).toBe("interface_not_tried");
    await tryOut(made);
    await change(made, { timeoutSeconds: 2 });
    expect(await code(grant())).toBe("interface_not_tried");
    await tryOut(made);
    expect((await grant()).state).toBe("granted");
  });

  test("A20.4 a change goes on record, holds from the next call on, and of two at once one wins", async () => {
    const made = await mountNew();
    const grant = await grantConditional(p, "mzj", "gaj", made);
    const after = await change(made, { url: `${system.origin}/other`, secret: "another-secret-0815" });
    expect(after).toMatchObject({ version: 2, tried: null, hasSecret: true });
    expect(after.changes.map(({ version, newSecret }) => [version, newSecret])).toEqual([
      [2, true],
      [1, true],
    ]);
    await query({ grant });
    expect(system.last).toMatchObject({ target: "/other", headers: { "x-api-key": "another-secret-0815" } });
    const api = await p.as("gaj");
    const put = (version: number) =>
      api.put(`/api/v1/entries/${made.id}/interface`, { version, ...settings() }, interfaceState);
    expect(await code(put(1))).toBe("upstream_changed");
    const kept = await put(2);
    expect(kept.changes[0]).toMatchObject({ version: 3, newSecret: false, by: "孙立群" });
    await query({ grant });
    expect(system.last.headers["x-api-key"]).toBe("another-secret-0815");
    const { rowCount } = await p.t.ownerPool.query(
      `select from ledger.body where ref in (select 'access.upstream:' || id from access.upstream_version
        where resource = $1)`,
      [grant.resource.code],
    );
    expect(rowCount).toBe(3);
  });

  test("A60.9 a kept secret does not follow the address to another header", async () => {
    expect(await code(change(entry, { proof: { kind: "header", name: "X-Other" } }))).toBe(
      "upstream_secret_missing",
    );
  });

  test("A14.2 an interface counts at the acceptance of a project once its trial succeeded", async () => {
    const made = await mounting(await fresh());
    const api = await p.as("gaj");
    const approval = await start(api, {
      kind: "project-approval",
      form: {
        projectName: "户籍接口改造",
        systemName: "人口信息系统",
        projectKind: "new",
        approver: "市发展和改革委员会",
        entries: [made.id],
      },
    });
    await act(await p.as("sjj"), approval.id, "certify");
    const accept = () =>
      start(api, {
        kind: "project-acceptance",
        form: { approvalNumber: approval.number, entries: [made.id] },
      });
    expect((await refusal(accept())).detail).toContain("挂载的接口还没有试调成功");
    await tryOut(made);
    expect((await accept()).state).toBe("review");
  });

  test("A7.8 an interface is live: no data of it are ever due", async () => {
    const api = await p.as("gaj");
    const { items } = await api.get(`/api/v1/catalogue/updates?ids=${entry.id}`, entryUpdates);
    expect(items).toEqual([]);
    const table = await publish(p, "gaj", { ...registerEntry, name: "户籍登记信息（按日的库表）" });
    await mount(api, table);
    const due = await api.get(`/api/v1/catalogue/updates?ids=${table.id}`, entryUpdates);
    expect(due.items).toHaveLength(1);
  });

  test("A7.7 nothing is uploaded to an interface, sampled of it or opened from it", async () => {
    expect(await code(upload(await p.as("gaj"), held.resource.code, "公民身份号码\n"))).toBe(
      "interface_not_stored",
    );
    expect(await code((await p.as("gaj")).send("POST", `/api/v1/entries/${entry.id}/samplings`))).toBe(
      "interface_not_stored",
    );
  });

  test("A20.1 the calls and their failures are read by provider and holder in the record of the grant", async () => {
    system.answer = () => json({}, { status: 500 });
    await refused();
    for (const reader of ["gaj", "mzj"]) {
      const { items } = await (await p.as(reader)).get(
        `/api/v1/grants/${held.id}/usage?limit=2`,
        listOf(usageSchema),
      );
      expect(items.map(({ outcome, refusal: why }) => [outcome, why])).toEqual([
        ["refused", "upstream_failed"],
        ["admitted", null],
      ]);
    }
  });
});
