import { describe, expect, test } from "vitest";
import { code } from "../../test/support/business.ts";
import {
  call,
  clear,
  elsewhere,
  entry,
  held,
  keeps,
  lastUses,
  name,
  nobody,
  p,
  problem,
  query,
  record,
  refused,
  secret,
  settings,
  state,
  subject,
  system,
  tryOut,
  withInterfaces,
} from "../../test/support/interfaces.ts";
import { eventually } from "../../test/support/server.ts";
import { json } from "../../test/support/upstream.ts";
import { listOf } from "../contract/common.ts";
import { interfaceState } from "../contract/interface.ts";
import { notice as noticeSchema } from "../contract/notice.ts";

withInterfaces();

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
      "an error with 200 in the place of the rows",
      () => {
        system.answer = () => json({ code: 500, msg: name });
      },
      502,
      "upstream_failed",
      /rows 处没有数据/,
    ],
    [
      "null where nothing tells success",
      () => {
        system.answer = () => json({ data: { rows: null } });
      },
      502,
      "upstream_failed",
      /rows 处没有数据/,
    ],
    [
      "an object that is no row",
      () => {
        system.answer = () => json({ data: { rows: { error: name } } });
      },
      502,
      "upstream_failed",
      /没有所要的任何一个字段/,
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
    const { version, calls } = await state();
    expect(calls.failingSince).not.toBeNull();
    const put = { version, ...settings(), secret };
    const changed = await (await p.as("gaj")).put(
      `/api/v1/entries/${entry.id}/interface`,
      put,
      interfaceState,
    );
    expect(changed.calls.failingSince).toBeNull();
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
    expect(told).toMatchObject({
      title: `接口没有可用的答复：${entry.name}`,
      path: `/desk/entries/${entry.id}`,
    });
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

  test("A7.8 a unit tries one interface at a time, and the next once that has ended", async () => {
    let release = () => {};
    const asked = new Promise<void>((resolve) => {
      release = resolve;
    });
    system.answer = async () => {
      await asked;
      return json({ data: { rows: [record()] } });
    };
    const before = system.asked.length;
    const first = tryOut(entry);
    await eventually(async () => system.asked.length === before + 1);
    expect(await code(tryOut(entry))).toBe("trial_under_way");
    expect(system.asked).toHaveLength(before + 1);
    release();
    expect((await first).ok).toBe(true);
    expect((await tryOut(entry)).ok).toBe(true);
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
