import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { act, code, readEntry, refusal, start } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { interfaces, record, rows, secret } from "../../test/support/small-interfaces.ts";
import { DepartmentSystem, openedTo } from "../../test/support/upstream.ts";
import { openHosts } from "../access/index.ts";
import { interfaceIdentity } from "../contract/interface.ts";

let system: DepartmentSystem;
let shared: DepartmentSystem;
let p: TestPlatform;
let on: ReturnType<typeof interfaces>;

beforeAll(async () => {
  [system, shared] = [await DepartmentSystem.start(), await DepartmentSystem.start()];
  p = await testPlatform({
    GONGSHU_UPSTREAM_HOSTS: [
      openedTo("gaj", system.origin),
      openedTo("gaj", `${shared.origin}/police`),
      openedTo("wjw", `${shared.origin}/health`),
    ].join(", "),
  });
  on = interfaces(p, system);
}, 60_000);
afterAll(async () => {
  await p.close();
  await system.close();
  await shared.close();
});
beforeEach(() => {
  for (const one of [system, shared]) {
    one.answer = () => rows(record());
    one.asked.length = 0;
  }
});

const signed = { proof: { kind: "signature" }, secret: undefined };

test("A60.9 A7.8 a host is opened to one unit: another neither tries nor mounts it, and is told what to ask for", async () => {
  const theirs = await on.fresh({}, "mzj");
  const settings = on.settings({ proof: signed.proof });
  expect(await code(on.trial(theirs, { settings }, "mzj"))).toBe("upstream_closed");
  expect(await code(on.mounting(theirs, signed, "mzj"))).toBe("upstream_closed");
  const { detail } = await refusal(on.mounting(theirs, signed, "mzj"));
  expect(detail).toContain(`加入 ${openedTo("mzj", system.origin)} `);
  expect((await readEntry(await p.as("mzj"), theirs.id)).resources).toEqual([]);
  expect(system.asked).toEqual([]);
  // Its own unit mounts the same.
  expect((await on.mounting(await on.fresh(), signed)).resources).toHaveLength(1);
});

test("A60.9 a mounted interface is neither changed to another unit's host nor asked there", async () => {
  const { entry, grant } = await on.granted();
  const url = `${shared.origin}/health/persons`;
  expect(await code(on.change(entry, { url, secret }))).toBe("upstream_closed");
  await p.t.ownerPool.query(
    "update access.upstream set settings = jsonb_set(settings, '{url}', to_jsonb($2::text)) where resource = $1",
    [grant.resource.code, url],
  );
  expect(await on.call(grant)).toEqual([502, "upstream_failed"]);
  expect(await code(on.trial(entry))).toBe("upstream_closed");
  expect(shared.asked).toEqual([]);
  expect((await on.state(entry)).calls.lastFailure).toContain("没有为本单位开放");
});

test("A60.9 on a shared host a unit has what lies under its own path and no more", async () => {
  const entry = await on.fresh();
  for (const path of [
    "/health/persons",
    "/policemen",
    "/",
    "/police/../health/persons",
    "/police/%2e%2e/health/persons",
    "/police/..%2fhealth/persons",
    "/police/..%5Chealth/persons",
  ]) {
    const settings = { ...on.settings({ url: shared.origin + path }), secret };
    expect([path, await code(on.trial(entry, { settings }))]).toEqual([path, "upstream_closed"]);
  }
  expect(shared.asked).toEqual([]);
  const settings = { ...on.settings({ url: `${shared.origin}/police/persons` }), secret };
  expect((await on.trial(entry, { settings })).ok).toBe(true);
  expect(shared.last.target).toBe("/police/persons");
});

test("A60.9 the signature says for which unit and which resource the platform asks", async () => {
  const { entry, grant } = await on.granted(signed);
  const { provider, open } = await (await p.as("gaj")).get("/api/v1/interface-identity", interfaceIdentity);
  expect([`${provider}=x`, open]).toEqual([openedTo("gaj", "x"), true]);
  expect(await on.call(grant)).toEqual([200, undefined]);
  const { headers } = system.last;
  expect(headers["gongshu-provider"]).toBe(provider);
  expect(headers["gongshu-resource"]).toBe(grant.resource.code);
  expect(headers["signature-input"]).toContain('"gongshu-provider" "gongshu-resource")');
  await on.trial(await on.fresh(), { settings: on.settings({ proof: signed.proof }) });
  expect(system.last.headers["gongshu-resource"]).toBe("unmounted");
  expect((await on.trial(entry)).ok).toBe(true);
  const other = await (await p.as("mzj")).get("/api/v1/interface-identity", interfaceIdentity);
  expect(other.open).toBe(false);
});

test("A60.9 a kept secret goes to no other host and in no other header, not even for a trial", async () => {
  const { entry } = await on.granted();
  for (const more of [
    { url: `${shared.origin}/police/persons` },
    { proof: { kind: "header", name: "X-Other" } },
  ]) {
    const settings = on.settings(more);
    expect(await code(on.change(entry, more))).toBe("upstream_secret_missing");
    expect(await code(on.trial(entry, { settings }))).toBe("upstream_secret_missing");
  }
  expect(shared.asked).toEqual([]);
  expect(await on.change(entry, { url: `${system.origin}/others` })).toMatchObject({ hasSecret: true });
});

test("A13.2 A60.9 the secret goes with the entry that leaves the catalogue, on record", async () => {
  const { entry, grant } = await on.granted();
  const form = {
    changeKind: "function",
    changedOn: "2026-09-18",
    basis: "“三定”规定第三条",
    arrangement: "改用户籍登记信息",
  };
  const api = await p.as("gaj");
  const { id } = await start(api, { kind: "catalogue-withdrawal", subject: entry.id, form });
  await act(await p.as("sjj"), id, "approve");
  await act(await p.as("dsj"), id, "verify");
  await act(await p.as("sjj2"), id, "takeOff");
  const { rows: kept } = await p.t.ownerPool.query(
    `select secret, tried_at, tried_ok, version, (select body ->> 'forgotten' from access.upstream_version v
       where v.resource = u.resource and v.version = u.version) as forgotten
     from access.upstream u where resource = $1`,
    [grant.resource.code],
  );
  expect(kept).toEqual([
    {
      secret: null,
      tried_at: null,
      tried_ok: null,
      version: 2,
      forgotten: expect.stringContaining("目录已撤销"),
    },
  ]);
});

test("A60.9 a list of hosts names a unit by a code that is right, and a host that can be meant", () => {
  const [unit = ""] = openedTo("gaj", "").split("=");
  for (const entry of [
    "api.gaj.gov.cn",
    `${unit.slice(0, 17)}${unit.endsWith("0") ? "1" : "0"}=api.gaj.gov.cn`,
    `${unit}=`,
    `${unit}=ftp://api.gaj.gov.cn`,
    `${unit}=user@api.gaj.gov.cn`,
    `${unit}=api.gaj.gov.cn/`,
    `${unit}=api.gaj.gov.cn?a=1`,
  ])
    expect([entry, openHosts([entry])]).toEqual([entry, undefined]);
  expect(openHosts([`${unit}=api.gaj.gov.cn:443`, `${unit}=http://10.1.2.3:8080/v1`])).toEqual([
    { unit, origin: "https://api.gaj.gov.cn", path: "/" },
    { unit, origin: "http://10.1.2.3:8080", path: "/v1" },
  ]);
});
