import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  code,
  compile,
  mount,
  publish,
  refusal,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { MailServer, read } from "../../test/support/mail.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { freePort } from "../../test/support/server.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import { channelState, noticeChannel, notice as noticeSchema, unreadNotices } from "../contract/notice.ts";
import { platformInfo } from "../contract/session.ts";
import { pruneOutbox } from "../platform/events/index.ts";

let p: TestPlatform;
let mail: MailServer;
let register: Entry;

beforeAll(async () => {
  mail = new MailServer(await freePort());
  await mail.up();
  p = await testPlatform({
    GONGSHU_SMTP_URL: mail.url,
    GONGSHU_MAIL_FROM: "gongshu@example.gov.cn",
    GONGSHU_MAIL_DOMAINS: "example.gov.cn",
  });
  register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  await quiet();
});
afterAll(async () => {
  await p.close();
  await mail.down();
});

const soon = { timeout: 30_000, interval: 50 };
/** Every subscriber has had every event. */
const quiet = () =>
  vi.waitFor(async () => {
    const { rows } = await p.t.pool.query("select from platform.delivery limit 1");
    expect(rows).toEqual([]);
  }, soon);
const noticesOf = async (who: string) =>
  (await (await p.as(who)).get("/api/v1/notices?limit=200", listOf(noticeSchema))).items;
const about = async (who: string, number: string) =>
  (await noticesOf(who)).filter(({ detail }) => detail.startsWith(number)).map(({ about: what }) => what);
const unread = async (who: string) =>
  (await (await p.as(who)).get("/api/v1/notices/unread", unreadNotices)).unread;
const setAddress = async (who: string, address: string) =>
  (await p.as(who)).put(
    "/api/v1/notices/channels/email",
    { address },
    z.object({ items: z.array(noticeChannel) }),
  );
const sending = async () =>
  (
    await (
      await p.as("sysadmin")
    ).get("/api/v1/notices/deliveries", z.object({ items: z.array(channelState) }))
  ).items[0];
const subjects = () => mail.received.map(({ content }) => read(content));

test("whoever has to act, and who asked, is told; nobody of their own step, nobody else", async () => {
  const { id, number } = await apply(await p.as("mzj"), register);
  await quiet();
  expect(await about("sjj", number)).toEqual(["todo"]);
  expect(await about("sjj2", number)).toEqual(["todo"]);
  for (const who of ["mzj", "gaj", "wjw", "sysadmin", "auditor"])
    expect(await about(who, number)).toEqual([]);
  await act(await p.as("sjj"), id, "passToProvider");
  await act(await p.as("gaj"), id, "refuse", { reasons: "与履职无关" });
  await quiet();
  expect(await about("gaj2", number)).toEqual(["todo"]);
  expect(await about("mzj", number)).toEqual(["decided"]);
  const [told] = await noticesOf("mzj");
  expect(told).toMatchObject({ path: `/desk/matters/${id}`, read: false, detail: `${number}，不同意共享` });
});

test("A15.3 A25.5 who is named by the procedure learns how it ended: the source that was heard, the bureau", async () => {
  const form = { itemName: "疫苗接种记录", itemStandard: "WS 375", duty: "“三定”规定第三条" };
  const claim = async (who: string) => start(await p.as(who), { kind: "source-designation", form });
  const first = await claim("wjw");
  await act(await p.as("sjj"), first.id, "designate");
  const rival = await claim("mzj");
  await act(await p.as("sjj"), rival.id, "hear");
  await act(await p.as("wjw"), rival.id, "answer", { reasons: "接种由卫生健康部门登记" });
  await act(await p.as("sjj"), rival.id, "designate");
  await quiet();
  expect(await about("wjw2", rival.number)).toEqual(["decided", "todo"]);
  expect(await about("mzj", rival.number)).toEqual(["decided"]);
  const evaluated = await start(await p.as("gaj"), {
    kind: "class-evaluation",
    subject: register.id,
    form: { side: "sharing", finding: "条件仍有必要", result: "keep" },
  });
  await quiet();
  expect(await about("sjj", evaluated.number)).toEqual(["decided"]);
  expect(await about("gaj", evaluated.number)).toEqual([]);
});

test("read is read for oneself only", async () => {
  const before = await unread("sjj2");
  const [first] = await noticesOf("sjj");
  const body = { ids: [first?.id] };
  await (await p.as("sjj2")).post("/api/v1/notices/read", body, unreadNotices);
  expect((await noticesOf("sjj"))[0]?.read).toBe(false);
  await (await p.as("sjj")).post("/api/v1/notices/read", body, unreadNotices);
  expect((await noticesOf("sjj"))[0]?.read).toBe(true);
  await (await p.as("sjj")).post("/api/v1/notices/read", { all: true }, unreadNotices);
  expect([await unread("sjj"), await unread("sjj2")]).toEqual([0, before]);
});

test("a message says number, title, link and due day, once, to who gave an address in the domain", async () => {
  expect(await code(setAddress("sjj", "sjj@example.com"))).toBe("bad_request");
  expect((await refusal(setAddress("sjj", "李文博"))).message).toContain("电子邮箱格式不对");
  await setAddress("sjj", "sjj@example.gov.cn");
  const matter = await apply(await p.as("mzj"), register);
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), soon);
  const [message = ""] = subjects();
  expect(mail.received[0]?.to).toBe("sjj@example.gov.cn");
  for (const part of [matter.number, matter.title, `${p.url}/desk/matters/${matter.id}`, "到期：2026-09-"])
    expect(message).toContain(part);
  for (const person of ["李文博", "赵敏"]) expect(message).not.toContain(person);
});

test("while the server is down nothing is lost, the administrator sees it, and it arrives once the server is back", async () => {
  await mail.down();
  const lost = await apply(await p.as("mzj"), register);
  await vi.waitFor(async () => expect(await sending()).toMatchObject({ waiting: 1, failing: 1 }), soon);
  expect((await sending())?.lastError).toMatch(/^[A-Z]+$/);
  expect(await code((await p.as("sjj")).get("/api/v1/notices/deliveries", z.unknown()))).toBe("forbidden");
  await mail.up();
  await p.t.ownerPool.query("update platform.notice_delivery set due_at = platform.wall_now()");
  await apply(await p.as("mzj"), register);
  await vi.waitFor(() => expect(mail.received).toHaveLength(3), soon);
  expect(subjects().filter((message) => message.includes(lost.number))).toHaveLength(1);
  await vi.waitFor(async () => expect(await sending()).toMatchObject({ waiting: 0, refused: 0 }), soon);
});

test("a mailbox that is refused for good is not tried again, and holds up nobody", async () => {
  await setAddress("sjj2", "gone@example.gov.cn");
  await apply(await p.as("mzj"), register);
  await vi.waitFor(async () => expect(await sending()).toMatchObject({ waiting: 0, refused: 1 }), soon);
  expect(mail.received).toHaveLength(4);
  await setAddress("sjj2", "");
});

test("before and after its day a limit is called to mind: to the holder, and late also to the bureau", async () => {
  const { id, number } = await apply(await p.as("mzj"), register);
  await act(await p.as("sjj"), id, "passToProvider");
  await (await p.as("sysadmin")).post(
    "/api/v1/demo/clock",
    { at: "2026-09-22T08:00:00+08:00" },
    platformInfo,
  );
  await quiet();
  expect(await about("gaj", number)).toEqual(["near", "todo"]);
  expect(await about("sjj", number)).toEqual(["todo"]);
  await (await p.as("sysadmin")).post(
    "/api/v1/demo/clock",
    { at: "2026-09-23T08:00:00+08:00" },
    platformInfo,
  );
  await quiet();
  expect(await about("gaj", number)).toEqual(["overdue", "near", "todo"]);
  expect(await about("sjj", number)).toEqual(["overdue", "todo"]);
  expect((await noticesOf("sjj")).find(({ about: what }) => what === "overdue")?.title).toMatch(
    /^双鸭山市公安局逾期：/,
  );
});

test("events that everybody has had are taken away after a day, others stay", async () => {
  const count = async () =>
    Number((await p.t.pool.query("select count(*) from platform.outbox")).rows[0]?.count);
  const before = await count();
  await p.t.ownerPool.query(
    `update platform.outbox set emitted_at = platform.wall_now() - interval '2 days' where seq <= (select min(seq) + 1 from platform.outbox)`,
  );
  await p.t.ownerPool.query(
    "insert into platform.delivery (subscriber, seq, aggregate) select 'test.slow', min(seq), 'thing:1' from platform.outbox",
  );
  await pruneOutbox(p.t.db);
  expect(await count()).toBe(before - 1);
});

test("A25.4 who left a class blank is told that it was deemed", async () => {
  const draft = { ...epidemicEntry, name: "学校卫生监测", sharingClass: null };
  const blank = await submit(await p.as("wjw"), await compile(await p.as("wjw"), draft));
  await act(await p.as("sjj"), blank.id, "promptClass");
  await (await p.as("wjw")).send("POST", "/api/v1/demo/clock", { at: "2026-10-10T00:00:10+08:00" });
  await vi.waitFor(async () => expect(await about("wjw", blank.number)).toContain("lapsed"), soon);
  const told = (await noticesOf("wjw")).find(({ about: what }) => what === "lapsed");
  expect(told?.title).toBe("未明确，视为无条件共享：“学校卫生监测”目录编制发布");
});
