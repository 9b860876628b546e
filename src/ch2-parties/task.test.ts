import { afterAll, beforeAll, expect, test } from "vitest";
import { act, code, refusal, see, start } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { type IssueTask, type Task, task as taskSchema } from "../contract/task.ts";
import { parameters } from "../law/parameters.ts";
import { importYear } from "../matters/index.ts";
import { lawNow, moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";

let p: TestPlatform;
const health = "双鸭山市卫生健康委员会";
const police = "双鸭山市公安局";
const county = "集贤县卫生健康局";
const wanted: IssueTask = {
  title: "清查自建共享接口",
  requirement: "列出本单位现有的对外共享接口，逐个写明使用单位和停用日期",
  basis: "全市公共数据工作推进会",
  dueOn: "2026-10-16",
  addressees: [health, police, county],
};

beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const issue = async (who: string, changed: Partial<IssueTask> = {}): Promise<Task> =>
  (await p.as(who)).post("/api/v1/tasks", { ...wanted, ...changed }, taskSchema);
const follow = async (who: string, { id }: Task): Promise<Task> =>
  (await p.as(who)).get(`/api/v1/tasks/${id}`, taskSchema);
const partOf = (task: Task, name: string): string => {
  const part = task.parts.find(({ addressee }) => addressee.name === name);
  if (part === undefined) throw new Error(`no part of ${name}`);
  return part.matter;
};

test("A8.3 a task goes to each unit with its due date; units sign, feed back and report, the bureau closes", async () => {
  const task = await issue("sjj");
  expect(task.parts.map(({ addressee, state }) => [addressee.name, state])).toEqual([
    [health, "issued"],
    [police, "issued"],
    [county, "issued"],
  ]);
  const matter = partOf(task, health);
  const [deadline, ...more] = (await see(await p.as("wjw"), matter)).deadlines;
  expect([deadline?.dueOn, deadline?.kind, deadline?.state, more]).toEqual([
    "2026-10-16",
    "promised",
    "open",
    [],
  ]);

  await act(await p.as("wjw"), matter, "signFor");
  await act(await p.as("wjw"), matter, "feedBack", { form: { progress: "已清查 3 个，还差 2 个" } });
  expect(await code(act(await p.as("sjj"), matter, "close"))).toBe("wrong_state");
  await act(await p.as("wjw"), matter, "report", { form: { result: "5 个接口清单见附件" } });
  expect(await code(act(await p.as("sjj"), matter, "sendBack"))).toBe("reasons_missing");
  await act(await p.as("sjj"), matter, "sendBack", { reasons: "缺停用日期" });
  await act(await p.as("wjw"), matter, "report", { form: { result: "已补停用日期" } });
  await act(await p.as("sjj"), matter, "close");
  expect((await follow("sjj", task)).parts.map(({ state, latest }) => [state, latest])).toEqual([
    ["closed", "已补停用日期"],
    ["issued", null],
    ["issued", null],
  ]);
});

test("A8.3 a unit sees its own part only, another unit nothing, the bureau all", async () => {
  const task = await issue("sjj");
  expect((await follow("gaj", task)).parts.map(({ addressee }) => addressee.name)).toEqual([police]);
  expect((await follow("sjj2", task)).parts).toHaveLength(3);
  for (const stranger of ["mzj", "jixian-sjj", "citizen", "operator"])
    expect([stranger, await code(follow(stranger, task))]).toEqual([stranger, "not_found"]);
  const { items } = await (await p.as("wjw")).get("/api/v1/tasks?limit=1", listOf(taskSchema));
  expect(items.map(({ id, parts }) => [id, parts.length])).toEqual([[task.id, 1]]);
});

test("A8.3 tasks come from the data bureau of the area, and from nobody else", async () => {
  for (const other of ["wjw", "dsj", "jixian-wjw"])
    expect([other, await code(issue(other))]).toEqual([other, "not_the_authority"]);
  for (const outsider of ["citizen", "operator", "auditor"])
    expect([outsider, await code(issue(outsider))]).toEqual([outsider, "may_not_start"]);
  const abroad = await refusal(issue("jixian-sjj", { addressees: [county, police] }));
  expect([abroad.code, abroad.article]).toEqual(["unit_unknown", "8(3)"]);
  expect(abroad.detail).toContain(police);
  const { items } = await (await p.as("jixian-sjj")).get("/api/v1/tasks", listOf(taskSchema));
  expect(items).toEqual([]);
  expect((await issue("jixian-sjj", { addressees: [county] })).parts).toHaveLength(1);
});

test("A8.3 a task for nobody, for a name not in the register, or due by today is refused as a whole", async () => {
  const before = await (await p.as("sjj")).get("/api/v1/tasks", listOf(taskSchema));
  const wrong: [Partial<IssueTask>, string][] = [
    [{ addressees: [] }, "bad_request"],
    [{ addressees: [health, health] }, "bad_request"],
    [{ addressees: [health, "市卫健委"] }, "unit_unknown"],
    [{ addressees: [health, "双鸭山市数据局"] }, "unit_unknown"],
    [{ dueOn: "2026-09-21" }, "form_invalid"],
  ];
  for (const [changed, answer] of wrong)
    expect([changed, await code(issue("sjj", changed))]).toEqual([changed, answer]);
  expect(await (await p.as("sjj")).get("/api/v1/tasks", listOf(taskSchema))).toEqual(before);
});

test("A8.3 a unit may object with reasons; the bureau insists or cancels", async () => {
  const api = await p.as("sjj");
  const { addressees: _, ...stated } = wanted;
  const form = { ...stated, addressee: police };
  const { id } = await start(api, { kind: "data-task", form });
  expect(await code(act(await p.as("gaj"), id, "object"))).toBe("reasons_missing");
  await act(await p.as("gaj"), id, "object", { reasons: "接口由省厅建设，本单位没有" });
  await act(api, id, "insist", { reasons: "按使用情况清查即可" });
  await act(await p.as("gaj"), id, "object", { reasons: "确无此类接口" });
  const cancelled = await act(api, id, "cancel", { reasons: "情况属实" });
  expect([cancelled.state, cancelled.deadlines[0]?.state]).toEqual(["cancelled", "cancelled"]);
});

test("A8.3 a part not done by its day is overdue for the bureau to see; no calendar notice moves the day", async () => {
  const task = await issue("sjj", { addressees: [health, police], dueOn: "2026-10-05" });
  await act(await p.as("gaj"), partOf(task, police), "signFor");
  await act(await p.as("gaj"), partOf(task, police), "report", { form: { result: "没有自建接口" } });
  const notice = { year: 2026, source: "另一个通知", off: ["2026-10-05", "2026-10-06"], work: [] };
  await inTransaction(p.t.db, async (tx) => importYear(tx, notice, parameters, await lawNow(tx)));
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-10-06T09:00:00+08:00")));
  expect((await see(await p.as("wjw"), partOf(task, health))).deadlines[0]).toMatchObject({
    dueOn: "2026-10-05",
    overdue: true,
  });
  expect((await follow("sjj", task)).parts.map(({ overdue }) => overdue)).toEqual([true, false]);
});
