import { afterAll, beforeAll, expect, test } from "vitest";
import { code, start } from "../../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { registers } from "../../../test/support/registers.ts";
import { serviceStatus, validity } from "../../contract/service.ts";
import { moveLawClock } from "../../platform/clocks/index.ts";
import { inTransaction } from "../../platform/db/index.ts";
import { recordEvidence } from "./store.ts";

let p: TestPlatform;
/** Number and id of a task of 市数据局 for 市公安局. */
let matter: { number: string; id: string };

beforeAll(async () => {
  p = await testPlatform();
  const form = {
    title: "清查接口",
    requirement: "逐个列出",
    dueOn: "2026-12-01",
    addressee: "双鸭山市公安局",
  };
  matter = await start(await p.as("sjj"), { kind: "data-task", form });
});
afterAll(() => p.close());

const { enter, read, list, change, end, field } = registers(() => p);

const meeting = {
  title: "公共数据工作协调机制第三次会议",
  heldOn: "2026-09-18",
  chair: "周立国",
  attendees: ["双鸭山市数据局", "双鸭山市公安局", "双鸭山市大数据中心"],
  issues: "自建接口清查进度慢",
  decisions: "10月底前清查完毕，由市数据局牵头",
};

test("A5.1 a government puts meetings, issues and decisions on record, with whom and about which matters", async () => {
  const { number } = matter;
  const minutes = await enter("sjj", "meetings", { ...meeting, matters: [number] });
  expect(minutes.matters.map((one) => one.number)).toEqual([number]);
  expect((await read("gaj", minutes.id)).content).toMatchObject(meeting);
  expect((await read("dsj", minutes.id)).matters).toEqual([]);
  for (const stranger of ["wjw", "jixian-gov", "citizen", "operator"])
    expect([stranger, await code(read(stranger, minutes.id))]).toEqual([stranger, "not_found"]);
  expect((await enter("gov", "meetings", meeting)).keeper.name).toBe("双鸭山市人民政府");
  for (const other of ["wjw", "citizen", "auditor"])
    expect([other, await code(enter(other, "meetings", meeting))]).toEqual([other, "not_the_keeper"]);
});

test("A5.1 a record is changed by versions with reasons, ended, and what was there stays, proven", async () => {
  const first = await enter("sjj", "meetings", meeting);
  const second = await change("sjj2", first, { ...meeting, chair: "李市长" }, "主持人写错");
  expect(await code(change("sjj", first, meeting))).toBe("stale_version");
  expect(await code(change("gov", second, meeting))).toBe("not_the_keeper");
  const ended = await end("sjj", second, "重复登记");
  expect(await code(change("sjj", ended, meeting))).toBe("record_ended");
  const { history } = await read("auditor", first.id);
  expect(history.map(({ version, reason, content, by }) => [version, reason, content.chair, by])).toEqual([
    [3, "重复登记", "李市长", "李文博"],
    [2, "主持人写错", "李市长", "许静"],
    [1, null, "周立国", "李文博"],
  ]);
  const ids = [`${first.id}.1`, `${first.id}.2`, `${first.id}.3`];
  const bodies = await inTransaction(p.t.db, (tx) => recordEvidence.read(tx, ids));
  expect([...bodies.keys()]).toEqual(ids);
  const csv = (await (await p.as("sjj")).send("GET", "/api/v1/records.csv?register=meetings")).text;
  expect(csv).toContain("会议名称,召开日期");
  expect(csv).toContain("已终止");
});

test("of two who change a record at once one is told, and a foreign file is not attached", async () => {
  const one = await enter("sjj", "meetings", meeting);
  const answers = await Promise.allSettled([
    change("sjj", one, { ...meeting, chair: "甲" }),
    change("sjj2", one, { ...meeting, chair: "乙" }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const foreign = await (await p.as("gaj")).attach("纪要.txt", "text/plain", "会议纪要\n");
  expect(await code(enter("sjj", "meetings", meeting, [foreign]))).toBe("not_found");
  const own = await (await p.as("sjj")).attach("纪要.txt", "text/plain", "会议纪要\n");
  await enter("sjj", "meetings", meeting, [own]);
  const file = `/api/v1/files/${own}`;
  expect((await (await p.as("gaj")).send("GET", file)).text).toBe("会议纪要\n");
  expect(await code((await p.as("wjw")).send("GET", file))).toBe("not_found");
  expect(await code(enter("sjj", "meetings", { ...meeting, matters: ["双数任〔2026〕999号"] }))).toBe(
    "form_invalid",
  );
});

test("A8.8 an expert of the roster advises on a matter, and its parties read the advice", async () => {
  const expert = {
    name: "韩教授",
    employer: "佳木斯大学",
    profession: "数据安全",
    appointedOn: "2026-01-01",
    appointedUntil: "2027-12-31",
  };
  const advice = {
    expert: "韩教授",
    question: "接口停用是否影响业务",
    opinion: "分批停用，先核对调用量",
    risk: "low",
    givenOn: "2026-09-20",
    matters: [matter.number],
  };
  expect(await field(enter("sjj", "opinions", advice))).toContain("请先登记名册");
  await enter("sjj", "experts", expert);
  expect(await field(enter("sjj", "opinions", { ...advice, givenOn: "2028-01-01" }))).toContain("专家");
  expect(await code(enter("sjj", "opinions", { ...advice, matters: [] }))).toBe("form_invalid");
  const { id } = await enter("sjj", "opinions", advice);
  const attached = await list("gaj", `register=opinions&matter=${matter.id}`);
  expect(attached.map((one) => one.id)).toEqual([id]);
  for (const stranger of ["wjw", "jixian-sjj"])
    expect([stranger, await list(stranger, "register=opinions")]).toEqual([stranger, []]);
});

const duty = {
  sector: "本市公安行业",
  leader: "副局长",
  chief: "韩冬（副局长）",
  unit: "科技信息化支队",
  stages: "采集由治安支队，汇聚由科技信息化支队",
  collection: "公安数据采集清单（双公发〔2026〕8号）",
  quality: "韩冬",
  security: "孙立群",
};

test("A9.1 A9.6 each department has one responsibility record, which names who answers for quality and security", async () => {
  const own = await enter("gaj", "duties", duty);
  expect(await code(enter("gaj2", "duties", duty))).toBe("record_exists");
  expect(await code(enter("wjw", "duties", { ...duty, quality: "" }))).toBe("form_invalid");
  expect(await code(enter("wjw", "duties", { ...duty, security: "" }))).toBe("form_invalid");
  expect((await list("sjj", "register=duties")).map(({ id }) => id)).toEqual([own.id]);
  for (const stranger of ["wjw", "jixian-sjj", "operator"])
    expect([stranger, await list(stranger, "register=duties")]).toEqual([stranger, []]);
  expect(await code(enter("citizen", "duties", duty))).toBe("not_the_keeper");
  await end("gaj", own, "机构撤并");
  expect((await enter("gaj", "duties", duty)).version).toBe(1);
});

test("A7.3 planned maintenance is announced before it begins, and everybody sees whether the platform serves", async () => {
  const notice = {
    title: "数据库升级",
    urgency: "planned",
    beginsOn: "2026-09-22",
    beginsAt: "22:00",
    endsOn: "2026-09-23",
    endsAt: "02:00",
    affects: "共享接口停用，门户可以查看",
    change: "升级到 17.6",
  };
  const now = () => p.anybody.get("/api/v1/service-status", serviceStatus);
  expect(await field(enter("dsj", "maintenance", { ...notice, beginsOn: "2026-09-20" }))).toContain(
    "之前公告",
  );
  expect(
    await field(enter("dsj", "maintenance", { ...notice, endsOn: "2026-09-22", endsAt: "21:00" })),
  ).toContain("之后");
  expect(await code(enter("sjj", "maintenance", notice))).toBe("not_the_keeper");
  await enter("dsj", "maintenance", notice);
  expect(await now()).toMatchObject({ state: "normal", current: [], upcoming: [{ title: "数据库升级" }] });
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-09-22T22:00:00+08:00")));
  expect(await now()).toMatchObject({
    state: "maintenance",
    current: [{ title: "数据库升级" }],
    upcoming: [],
  });
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-09-23T02:00:00+08:00")));
  expect(await now()).toEqual({ state: "normal", current: [], upcoming: [] });
});

test("A10.4 desensitisation is on record with rule, both versions and a second person, for its owner to read", async () => {
  const job = {
    title: "户籍登记信息",
    owner: "双鸭山市公安局",
    rule: "姓名保留首字，身份号码保留前 3 后 4",
    input: "第 3 批",
    output: "第 3 批脱敏版",
    operator: "郑凯",
    reviewer: "白雪",
    processedOn: "2026-09-20",
  };
  expect(await field(enter("dsj", "processing", { ...job, reviewer: "郑凯" }))).toContain("两个人");
  expect(await field(enter("dsj", "processing", { ...job, output: job.input }))).toContain("没有处理");
  expect(await code(enter("gaj", "processing", job))).toBe("not_the_keeper");
  const { id } = await enter("dsj", "processing", job);
  expect((await read("gaj", id)).content).toMatchObject(job);
  expect(await code(read("wjw", id))).toBe("not_found");
});

test("A8.7 a bureau's assessment of a department of its area is read by the one assessed", async () => {
  const result = {
    unit: "双鸭山市公安局",
    period: "2026年上半年",
    score: 86.5,
    findings: "目录更新有 3 次超期",
    assessedOn: "2026-09-01",
  };
  const { id } = await enter("sjj", "assessments", result);
  expect((await read("gaj", id)).content).toMatchObject(result);
  expect(await code(read("wjw", id))).toBe("not_found");
  expect(await code(enter("jixian-sjj", "assessments", result))).toBe("unit_unknown");
  expect(await code(enter("gaj", "assessments", result))).toBe("not_the_keeper");
});

test("A78.1 the bureaus and administrators are warned 180 days before the Measures expire, and nothing stops", async () => {
  const asked = async (who: string) => (await p.as(who)).get("/api/v1/validity", validity);
  const goOn = async (at: string) => {
    await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date(at)));
    const { daysLeft, standing } = await asked("sjj");
    return [daysLeft, standing];
  };
  expect(await goOn("2027-08-14T23:59:00+08:00")).toEqual([181, "in-force"]);
  expect(await goOn("2027-08-15T00:00:00+08:00")).toEqual([180, "expiring"]);
  for (const told of ["jixian-sjj", "auditor"]) expect((await asked(told)).inForceUntil).toBe("2028-02-11");
  for (const other of ["wjw", "citizen"])
    expect([other, await code(asked(other))]).toEqual([other, "forbidden"]);
  expect(await goOn("2028-02-11T23:00:00+08:00")).toEqual([0, "expiring"]);
  expect(await goOn("2028-02-12T00:00:00+08:00")).toEqual([-1, "expired"]);
  const form = { title: "续办", requirement: "照常", dueOn: "2028-03-01", addressee: "双鸭山市公安局" };
  expect((await start(await p.as("sjj"), { kind: "data-task", form })).closed).toBe(false);
});

test("A69.1 what a system costs is on record year by year, with goal and performance, once for each year and purpose", async () => {
  const budget = {
    title: "传染病监测预警系统建设",
    systemName: "监测预警平台",
    year: "2026",
    fundPurpose: "investment",
    amount: "120.5",
    approval: "双财预〔2026〕18号",
    finance: "双鸭山市财政局",
    goal: "归集五类数据，向三个部门提供共享",
  };
  for (const [name, value] of Object.entries({
    year: "26",
    amount: "一百万",
    goal: " ",
    fundPurpose: "其他",
  }))
    expect([name, await code(enter("wjw", "budgets", { ...budget, [name]: value }))]).toEqual([
      name,
      "form_invalid",
    ]);
  expect(await code(enter("wjw", "budgets", { ...budget, finance: "没有这个局" }))).toBe("unit_unknown");
  const first = await enter("wjw", "budgets", budget);
  expect(await code(enter("wjw", "budgets", budget))).toBe("record_exists");
  await enter("wjw", "budgets", { ...budget, fundPurpose: "upkeep" });
  await enter("mzj", "budgets", budget);
  await change("wjw", first, { ...budget, performance: "归集六类，共享调用一万次，优" }, "年度绩效评价");
  const next = { ...budget, year: "2027" };
  const atOnce = await Promise.allSettled(["wjw", "wjw2", "wjw"].map((who) => enter(who, "budgets", next)));
  expect(atOnce.filter(({ status }) => status === "fulfilled").length).toBe(1);
  for (const reader of ["sjj", "gov", "auditor"]) expect((await read(reader, first.id)).id).toBe(first.id);
  for (const other of ["gaj", "jixian-sjj", "operator"])
    expect([other, await code(read(other, first.id))]).toEqual([other, "not_found"]);
  const asked = await enter("wjw", "budgets", {
    ...budget,
    systemName: "疫苗系统",
    finance: "双鸭山市公安局",
  });
  expect((await read("gaj", asked.id)).id).toBe(asked.id);
  expect(await code(enter("operator", "budgets", budget))).toBe("not_the_keeper");
});
