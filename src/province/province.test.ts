import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  approve,
  code,
  compile,
  publish,
  readEntry,
  refusal,
  save,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { faultsOf, ProvinceServer } from "../../test/support/province.ts";
import { freePort } from "../../test/support/server.ts";
import { listOf } from "../contract/common.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { loggedMessage, provinceStatus } from "../contract/province.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { inTransaction } from "../platform/db/index.ts";
import { commitmentOf } from "../platform/ledger/leaf.ts";
import { deliverWaiting } from "./deliver.ts";
import { retryEvidence } from "./retry.ts";

let p: TestPlatform;
let province: ProvinceServer;

beforeAll(async () => {
  province = new ProvinceServer(await freePort());
  await province.up();
  p = await testPlatform({ GONGSHU_PROVINCE_URL: province.url });
});
afterAll(async () => {
  await p.close();
  await province.down();
});
beforeEach(() => {
  province.instead = undefined;
  province.refused = undefined;
  province.slow = 0;
});

const soon = { timeout: 12_000, interval: 50 };
const statusFor = async (who: string) => (await p.as(who)).get("/api/v1/province", provinceStatus);
const retryAs = async (who: string) => (await p.as(who)).post("/api/v1/province/retry", {}, provinceStatus);
/** The pause after a failure is over. */
const dueNow = () => p.t.ownerPool.query("update province.delivery set due_at = platform.wall_now()");
/** Everything that is to be told has arrived. */
const arrived = (count: number) => vi.waitFor(() => expect(province.log).toHaveLength(count), soon);
/** Every version in force has been told and has arrived. */
const settled = () =>
  vi.waitFor(async () => {
    const { rows } = await p.t.pool.query(
      `select from catalogue.entry e where e.published_version > 0 and e.status <> 'withdrawn' and not exists
         (select from province.message m where m.entry_id = e.id and m.version = e.published_version)`,
    );
    expect(rows).toEqual([]);
    expect(await statusFor("sjj")).toMatchObject({ waiting: "0", failure: null, stopped: null });
  }, soon);

/** No job of the docking is waiting or at work. */
const idle = () =>
  vi.waitFor(async () => {
    const { rows } = await p.t.ownerPool.query(
      "select from jobs.job where name = 'province.messages' and state < 'completed'",
    );
    expect(rows).toEqual([]);
  }, soon);
/** As it stands before the platform has ever told of anything. */
async function forgotten(): Promise<void> {
  await p.t.ownerPool.query(
    "truncate province.message; update province.delivery set begun = false, delivered = 0",
  );
  province.log.splice(0);
}

let names = 0;
const published = (more: Partial<EntryContent> = {}): Promise<Entry> => {
  names += 1;
  return publish(p, "wjw", { ...epidemicEntry, name: `逐日统计第${names}种`, ...more });
};
async function renewed({ id }: Entry, abstract: string): Promise<void> {
  const api = await p.as("wjw");
  const entry = await readEntry(api, id);
  const saved = await save(api, entry, { ...entry.draft, abstract });
  await approve(p, (await submit(api, saved)).id);
}

const withdrawn = ({ id }: Entry) =>
  p.t.ownerPool.query("update catalogue.entry set status = 'withdrawn' where id = $1", [id]);

test("A7.2 each publication, new version and withdrawal is told once, in order, chained and signed", async () => {
  const secrecyReview = { reviewer: "孙保密", date: "2026-09-20", result: "no-secrets" as const };
  const entry = await published({ secrecyReview });
  await renewed(entry, "按日更新的累计确诊人数。");
  await withdrawn(entry);
  const other = await published();
  await arrived(4);
  expect(province.log.map(({ seq, kind, code, version }) => [seq, kind, code, version])).toEqual([
    ["1", "publish", entry.code, 1],
    ["2", "update", entry.code, 2],
    ["3", "withdraw", entry.code, 2],
    ["4", "publish", other.code, 1],
  ]);
  const [first, second, third] = province.log;
  expect(first?.body).toMatchObject({ name: entry.draft.name, providerName: "双鸭山市卫生健康委员会" });
  expect(first?.catalogueCode).toMatch(/^301\d{3}\/\d{6}$/);
  expect(second?.body?.abstract).toBe("按日更新的累计确诊人数。");
  expect(third?.body).toBeNull();
  expect(JSON.stringify(province.posted)).not.toContain("孙保密");
  const { publicKey } = await statusFor("sjj");
  expect(faultsOf(province.log, publicKey)).toEqual([]);
});

test("A7.2 a draft never travels", async () => {
  const entry = await published();
  await settled();
  const api = await p.as("wjw");
  const fresh = await readEntry(api, entry.id);
  await save(api, fresh, { ...fresh.draft, abstract: "还没有批准的摘要" });
  await compile(api, { ...epidemicEntry, name: "还没有报送的目录" });
  await forgotten();
  province.posted.splice(0);
  await renewed(await published(), "批准了的摘要");
  await settled();
  expect(province.log.map(({ code }) => code)).toContain(entry.code);
  const travelled = JSON.stringify(province.posted);
  expect(travelled).toContain("批准了的摘要");
  for (const draft of ["还没有批准", "还没有报送"]) expect(travelled).not.toContain(draft);
});

test("A7.2 what an existing catalogue has in force is told at the first start, older versions are not", async () => {
  await renewed(await published(), "启用之前的新版本");
  const gone = await published();
  await withdrawn(gone);
  await settled();
  await forgotten();
  const entry = await published();
  await settled();
  await renewed(entry, "启用之后的新版本");
  await settled();
  const { rows } = await p.t.pool.query<{ code: string; version: number }>(
    "select code, published_version as version from catalogue.entry where published_version > 0 and status <> 'withdrawn'",
  );
  const told = new Map(province.log.map(({ code, version }) => [code, version]));
  expect([...told].toSorted()).toEqual(rows.map((row) => [row.code, row.version]).toSorted());
  expect(province.log.filter(({ version }) => version > 1).length).toBeGreaterThan(0);
  const older = province.log.filter(({ code, version }) => version === 1 && (told.get(code) ?? 0) > 1);
  expect(older.map(({ code }) => code)).toEqual([entry.code]);
});

test("A7.2 while the province is down nothing is lost, and it arrives in order once it is back", async () => {
  await settled();
  const before = province.log.length;
  await province.down();
  await published();
  await vi.waitFor(async () => {
    const { failure } = await statusFor("dsj");
    expect(failure?.reason).toBe("连接不上（ECONNREFUSED）");
  }, soon);
  await published();
  await vi.waitFor(async () => expect((await statusFor("dsj")).waiting).toBe("2"), soon);
  await idle();
  expect((await statusFor("dsj")).failure?.attempts).toBe(1);
  await dueNow();
  await published();
  await vi.waitFor(async () => expect((await statusFor("dsj")).failure?.attempts).toBe(2), soon);
  const { rows } = await p.t.pool.query<{ minutes: number }>(
    "select extract(epoch from due_at - platform.wall_now())::int / 60 as minutes from province.delivery",
  );
  expect(rows[0]?.minutes).toBeGreaterThan(0);
  await province.up();
  await retryAs("dsj");
  await arrived(before + 3);
  await settled();
  expect(faultsOf(province.log, (await statusFor("sjj")).publicKey)).toEqual([]);
});

test("A7.2 what was taken but not acknowledged comes again, and is told as a double by number and digest", async () => {
  await settled();
  const { doubles, log } = province;
  const before = log.length;
  province.instead = { status: 503 };
  await published();
  await vi.waitFor(async () => expect((await statusFor("sjj")).failure?.reason).toBe("答复 503"), soon);
  await published();
  await published();
  await idle();
  province.instead = { status: 200, body: { acknowledged: String(before + 1) } };
  await retryAs("dsj");
  await vi.waitFor(async () => expect((await statusFor("sjj")).failure?.reason).toContain("确认到"), soon);
  expect((await statusFor("sjj")).delivered?.seq).toBe(String(before + 1));
  province.instead = undefined;
  await retryAs("dsj");
  await settled();
  expect([log.length, province.doubles]).toEqual([before + 3, doubles + 1 + 2 + 2]);
});

test("A7.2 a refusal stops at that message, says why, skips nothing, and goes on when retried", async () => {
  await settled();
  const before = province.log.length;
  await province.down();
  await published();
  const bad = await published();
  await published();
  await vi.waitFor(async () => expect((await statusFor("sjj")).waiting).toBe("3"), soon);
  province.refused = bad.code;
  province.words = "行业分类与省级目录不一致。".repeat(100);
  await province.up();
  await retryAs("dsj");
  await vi.waitFor(async () => expect((await statusFor("sjj")).stopped).not.toBeNull(), soon);
  const { stopped, waiting } = await statusFor("auditor");
  expect([stopped?.seq, stopped?.code, waiting]).toEqual([String(before + 2), bad.code, "2"]);
  expect(stopped?.reason).toMatch(/^答复 422：行业分类与省级目录不一致。/);
  expect(stopped?.reason.length).toBeLessThan(600);
  const posts = province.posted.length;
  await dueNow();
  await published();
  await vi.waitFor(async () => expect((await statusFor("sjj")).waiting).toBe("3"), soon);
  await idle();
  const { items } = await (await p.as("sjj")).get("/api/v1/province/messages?limit=4", listOf(loggedMessage));
  expect(items.map(({ state }) => state)).toEqual(["waiting", "waiting", "refused", "delivered"]);
  expect([province.posted.length, province.log.length]).toEqual([posts, before + 1]);
  province.refused = undefined;
  await retryAs("dsj");
  await arrived(before + 4);
  await settled();
  const { lastRetry } = await statusFor("auditor");
  expect(lastRetry).toMatchObject({ receipt: expect.stringMatching(/^L1\./) });
});

test.each([
  ["a redirect", { status: 307, headers: { location: "/elsewhere" } }, "答复 307"],
  ["a wish to wait", { status: 429 }, "答复 429"],
  ["nothing acknowledged", { status: 200, body: { ok: true } }, "答复里没有已收到的序号（acknowledged）"],
  ["more acknowledged than was sent", { status: 200, body: { acknowledged: "999999" } }, "答复确认到 999999"],
])("A7.2 %s is not taken for delivery", async (_, instead, reason) => {
  await settled();
  const delivered = (await statusFor("sjj")).delivered?.seq;
  province.instead = instead;
  await published();
  await vi.waitFor(async () => expect((await statusFor("sjj")).failure?.reason).toContain(reason), soon);
  expect((await statusFor("sjj")).delivered?.seq).toBe(delivered);
  province.instead = undefined;
  await retryAs("dsj");
  await settled();
});

test("A7.2 never two deliveries at once, however many processes try", async () => {
  await settled();
  await province.down();
  await published();
  await vi.waitFor(async () => expect((await statusFor("sjj")).failure).not.toBeNull(), soon);
  await idle();
  await province.up();
  const { doubles } = province;
  province.slow = 700;
  province.atOnce = 0;
  await dueNow();
  const delivering = { db: p.t.db, endpoint: province.url, sender: "另一个进程" };
  await Promise.all([1, 2, 3].map(() => deliverWaiting(delivering)));
  await settled();
  expect([province.atOnce, province.doubles]).toEqual([1, doubles]);
});

test("A7.2 the bureau of the city, the service agency and the auditor see it; the agency's officer retries, on record", async () => {
  await settled();
  province.instead = { status: 503 };
  await published();
  await vi.waitFor(async () => expect((await statusFor("dsj")).failure).not.toBeNull(), soon);
  province.instead = undefined;
  expect((await retryAs("dsj")).lastRetry?.receipt).toMatch(/^L1\./);
  await published();
  await settled();
  for (const who of ["sjj", "dsj", "sysadmin", "auditor"]) {
    const { endpoint, publicKey, mayRetry } = await statusFor(who);
    expect([who, endpoint, publicKey.length, mayRetry]).toEqual([who, province.url, 60, who === "dsj"]);
  }
  const log = "/api/v1/province/messages?limit=1";
  for (const who of ["wjw", "jixian-sjj", "gov", "gaj", "operator", "citizen"]) {
    const api = await p.as(who);
    for (const path of ["/api/v1/province", log]) {
      const refused = await refusal(api.get(path, z.unknown()));
      expect([who, path, refused.code, refused.article]).toEqual([who, path, "forbidden", "7¶1"]);
    }
  }
  for (const who of ["sjj", "wjw", "sysadmin", "auditor"])
    expect([who, await code(retryAs(who))]).toEqual([who, "forbidden"]);
  expect(await code(retryAs("dsj"))).toBe("nothing_to_deliver");
  const api = await p.as("auditor");
  const page = await api.get(log, listOf(loggedMessage));
  const next = await api.get(`${log}&cursor=${page.next}`, listOf(loggedMessage));
  const newest = province.log.length;
  expect([...page.items, ...next.items].map(({ seq, state }) => [seq, state])).toEqual(
    [0, 1].map((n) => [String(newest - n), "delivered"]),
  );
  await expectOnRecord();
});

/** The newest retry as it is read anew is what its leaf covers, and names who asked for it. */
async function expectOnRecord(): Promise<void> {
  const { rows } = await p.t.pool.query<{ ref: string; salt: Buffer; commitment: Buffer }>(
    `select body.ref, body.salt, leaf.commitment from ledger.body join ledger.leaf using (leaf_hash)
     where ref = 'province.retry:' || (select id from province.retry order by id desc limit 1)`,
  );
  const [leaf] = rows;
  const id = leaf?.ref.split(":")[1] ?? "";
  const body = (await inTransaction(p.t.db, (tx) => retryEvidence.read(tx, [id]))).get(id);
  expect(body).toMatchObject({ unit: { id: p.party("dsj") }, person: { name: "郑凯" } });
  expect(commitmentOf(leaf?.salt ?? Buffer.alloc(0), body ?? {})).toEqual(leaf?.commitment);
}

test("A7.2 A13.1 an entry whose provider is renamed or merged is told again at once, by the present provider", async () => {
  const entry = await published();
  await settled();
  const sjj = await p.as("sjj");
  const stated = { effectiveOn: "2026-09-21", basis: "双编发〔2026〕15号" };
  const changed = async (change: object) => {
    const { digest } = await sjj.post("/api/v1/reorganisations/preview", change, changePreview);
    await sjj.post("/api/v1/reorganisations", { change, digest }, changeDone);
  };
  const told = () =>
    province.log
      .filter(({ code }) => code === entry.code)
      .map(({ kind, version, body }) => [kind, version, body?.providerName]);
  const begun = ["publish", 1, "双鸭山市卫生健康委员会"];
  const name = "双鸭山市卫生健康和疾控局";
  await changed({ act: "rename", unit: p.party("wjw"), name, shortName: "市卫健疾控局", ...stated });
  await vi.waitFor(() => expect(told()).toEqual([begun, ["provider", 1, name]]), soon);
  await changed({ act: "merge", units: [p.party("wjw")], into: p.party("mzj"), ...stated });
  const merged = ["provider", 1, "双鸭山市民政局"];
  await vi.waitFor(() => expect(told()).toEqual([begun, ["provider", 1, name], merged]), soon);
  await settled();
  await idle();
  expect(told()).toHaveLength(3);
  expect(faultsOf(province.log, (await statusFor("sjj")).publicKey)).toEqual([]);
});
