import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  approve,
  code,
  mount,
  openingOf,
  publish,
  refusal,
  save,
  securityReview,
  see,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { dataset } from "../contract/portal.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const csv =
  "日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡\n" +
  "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2\n";
let names = 0;
/** A published entry with one row of data, of a name of its own. */
async function filled(more: Partial<EntryContent> = {}): Promise<Entry> {
  names += 1;
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: `开放试验第${names}种`, ...more });
  const api = await p.as("wjw");
  await upload(api, await mount(api, entry), csv);
  return entry;
}
/** An opening matter that lacks only its publication. */
async function almostOpen(entry: Entry, opening = openingOf(entry)): Promise<string> {
  const { id } = await start(await p.as("wjw"), opening);
  await act(await p.as("wjw2"), id, "passSecurityReview", { form: securityReview });
  await act(await p.as("sjj"), id, "approve");
  await act(await p.as("dsj"), id, "verify");
  return id;
}
const open = async (id: string) => act(await p.as("sjj2"), id, "publish");
const read = (entry: Entry) => p.anybody.send("GET", `/open/v1/${entry.code}/rows`);
async function object(entry: Entry): Promise<string> {
  const citizen = await p.as("citizen");
  const evidence = await citizen.attach("说明.txt", "text/plain", "当日通报为 37 例。\n");
  const form = { ground: "error", claim: "确诊数有误", where: "", contact: "0469-0000000" };
  const objection = { kind: "opening-objection", subject: entry.id, form, attachments: [evidence] };
  return (await start(citizen, objection)).id;
}

test("A39.1 A37.3 of conditional data the portal shows the page, and has no row to give without an application", async () => {
  const openingConditions = "高等院校为教学科研使用";
  const entry = await filled({ openingClass: "conditional", openingConditions });
  const opening = openingOf(entry);
  await open(
    await almostOpen(entry, {
      ...opening,
      form: { ...opening.form, class: "conditional", conditions: "教学" },
    }),
  );
  const page = await p.anybody.get(`/api/v1/portal/datasets/${entry.code}`, dataset);
  expect([page.openingClass, page.rows]).toEqual(["conditional", "0"]);
  for (const path of ["rows", "download.csv", "download.json"]) {
    const refused = await refusal(p.anybody.send("GET", `/open/v1/${entry.code}/${path}`));
    expect([refused.code, refused.article]).toEqual(["opening_conditional", "39¶2"]);
  }
  const { rows } = await p.t.ownerPool.query(
    "select from opening.publication_rows r join opening.publication_log l using (seq) where l.code = $1",
    [entry.code],
  );
  expect(rows).toHaveLength(0);
});

test("A38.3 what its entry has masked is not opened in clear", async () => {
  const items = epidemicEntry.items.map((item) =>
    item.column === "city" ? { ...item, masking: "address" as const } : item,
  );
  const entry = await filled({ items });
  expect(await code(start(await p.as("wjw"), openingOf(entry)))).toBe("column_not_open");
  const others = items.flatMap(({ column }) => (column === "city" ? [] : [column]));
  const twice = openingOf(entry, [...others, "confirmed"]);
  expect(await code(start(await p.as("wjw"), twice))).toBe("column_not_open");
  expect((await start(await p.as("wjw"), openingOf(entry, others))).state).toBe("security-review");
});

test("A38.3 an item that the table holds sealed from an earlier version is refused, not an inner error", async () => {
  const items = epidemicEntry.items.map((item) =>
    item.column === "city"
      ? { ...item, grade: 3, masking: "all" as const, storage: "sealed" as const }
      : item,
  );
  const entry = await filled({ items, openingClass: "conditional", openingConditions: "科研使用" });
  await save(await p.as("wjw"), entry, { ...epidemicEntry, name: entry.name });
  await approve(p, (await submit(await p.as("wjw"), entry)).id);
  expect(await code(start(await p.as("wjw"), openingOf(entry)))).toBe("column_not_open");
});

test("A40.2 a second opening under way neither doubles the copy nor lifts a suspension", async () => {
  const entry = await filled();
  const [first, second] = [await almostOpen(entry), await almostOpen(entry)];
  const both = await Promise.allSettled([open(first), open(second)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await read(entry)).status).toBe(200);
  await object(entry);
  const losing = both[0].status === "rejected" ? first : second;
  expect(await code(open(losing))).toBe("already_open");
  expect(await code(read(entry))).toBe("opening_suspended");
});

test("A40.5 withdrawn data stay withdrawn when the bureau has them verified anew", async () => {
  const entry = await filled();
  await open(await almostOpen(entry));
  const id = await object(entry);
  const given = { form: { finding: "确有错误" }, reasons: "撤回更正" };
  await act(await p.as("wjw"), id, "withdrawData", given);
  await act(await p.as("citizen"), id, "askReview", { reasons: "请复核" });
  await act(await p.as("sjj"), id, "overturn", { reasons: "请重新核实" });
  expect(await code(read(entry))).toBe("opening_withdrawn");
  expect(await code(act(await p.as("wjw"), id, "restore", given))).toBe("opening_withdrawn");
  await act(await p.as("wjw"), id, "withdrawData", given);
  expect(await code(read(entry))).toBe("opening_withdrawn");
});

test("the public hears the name that was published, not that of a later version", async () => {
  const entry = await filled();
  await open(await almostOpen(entry));
  await save(await p.as("wjw"), entry, { ...entry.draft, name: "尚未向社会公布的名称" });
  await approve(p, (await submit(await p.as("wjw"), entry)).id);
  const seen = await see(await p.as("citizen"), await object(entry));
  expect([seen.title, seen.subject?.title]).toEqual([`对“${entry.name}”提出异议`, entry.name]);
});

test("HEAD of a download tells its type and counts nothing", async () => {
  const entry = await filled();
  await open(await almostOpen(entry));
  const head = await fetch(`${p.url}/open/v1/${entry.code}/download.csv`, { method: "HEAD" });
  expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  await fetch(`${p.url}/open/v1/${entry.code}/rows`, { method: "HEAD" });
  await p.anybody.send("GET", `/open/v1/${entry.code}/download.csv`);
  const { usage } = await p.anybody.get(`/api/v1/portal/datasets/${entry.code}`, dataset);
  expect(usage).toEqual({ downloads: "1", reads: "0" });
});

test("more publications at once than connections of the pool are all decided", async () => {
  const entries = await Promise.all(Array.from({ length: 12 }, () => filled()));
  const ready: string[] = [];
  for (const entry of entries) ready.push(await almostOpen(entry));
  await Promise.all(ready.map(open));
  for (const entry of entries) expect((await read(entry)).status).toBe(200);
});
