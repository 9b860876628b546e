import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  act,
  code,
  compile,
  grantConditional,
  mount,
  openToPublic,
  readEntry,
  refusal,
  request,
  see,
  start,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows, registerRows } from "../../test/support/rows.ts";
import { withdrawalForm as form, withdrawing } from "../../test/support/withdrawal.ts";
import { listOf } from "../contract/common.ts";
import { grant as grantSchema } from "../contract/grant.ts";
import { notice } from "../contract/notice.ts";
import { withdrawnDataset } from "../contract/portal.ts";
import { withdrawnEntry } from "../contract/withdrawn-entry.ts";
import { procedures } from "./procedures.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { begin, pass, takeOff, withdraw, mounted } = withdrawing(() => p);
const patiently = { timeout: 20_000, interval: 50 };

test("A13.1 A73.4 whoever could read an entry learns that it has left, when and why, and nothing of its content", async () => {
  const content = { ...registerEntry, name: "撤销后问起的登记" };
  const { entry } = await mounted("gaj", content, registerRows);
  await grantConditional(p, "mzj", "gaj", entry);
  const draft = await compile(await p.as("gaj"), { ...registerEntry, name: "没有发布的登记" });
  const read = async (who: string, id: string) =>
    (await p.as(who)).get(`/api/v1/entries/${id}/withdrawal`, withdrawnEntry);
  expect(await code(read("mzj", entry.id))).toBe("not_found");
  const matter = await withdraw("gaj", entry);

  for (const who of ["mzj", "wjw", "jixian-wjw", "gov", "gaj", "sjj"]) {
    expect(await read(who, entry.id)).toEqual({
      id: entry.id,
      code: entry.code,
      catalogueCode: entry.catalogueCode,
      name: content.name,
      provider: entry.provider,
      withdrawnAt: expect.stringMatching(/^2026-09-21T/),
      number: matter.number,
      basis: form.basis,
      arrangement: form.arrangement,
      article: "13¶2",
    });
  }
  const refused = await refusal(readEntry(await p.as("mzj"), entry.id));
  expect([refused.status, refused.code, refused.article]).toEqual([410, "entry_gone", "13¶2"]);
  for (const part of [content.name, entry.catalogueCode ?? "", matter.number, form.basis, form.arrangement])
    expect(refused.detail).toContain(part);
  for (const item of content.items) expect(refused.detail).not.toContain(item.name);
  expect(await code(mount(await p.as("mzj"), entry))).toBe("entry_gone");
  const reader = await p.as("mzj");
  for (const part of ["versions", "grading", "classes"])
    expect([
      part,
      (await refusal(reader.get(`/api/v1/entries/${entry.id}/${part}`, z.unknown()))).detail,
    ]).toEqual([part, refused.detail]);
  const applying = { kind: "sharing-application", subject: entry.id, form: request };
  expect((await refusal(start(reader, applying))).detail).toBe(refused.detail);
  for (const who of ["citizen", "company", "operator"])
    expect([who, await code(readEntry(await p.as(who), entry.id)), await code(read(who, entry.id))]).toEqual([
      who,
      "not_found",
      "not_found",
    ]);
  expect(await code(readEntry(await p.as("mzj"), draft.id))).toBe("not_found");
  expect(await code(read("mzj", draft.id))).toBe("not_found");
});

test("A13.1 a withdrawal under way, or refused, is no withdrawal yet", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "没有撤销的统计" }, figureRows);
  const left = async () => (await p.as("mzj")).get(`/api/v1/entries/${entry.id}/withdrawal`, withdrawnEntry);
  const { id } = await begin("wjw", entry);
  expect(await code(left())).toBe("not_found");
  await act(await p.as("sjj"), id, "refuseInReview", { reasons: "职能仍在" });
  expect(await code(left())).toBe("not_found");
  expect((await readEntry(await p.as("mzj"), entry.id)).status).toBe("published");
});

const regradingOf = (subject: string) => ({
  kind: "regrading",
  subject,
  form: {
    gradingTrigger: "content",
    changedOn: "2026-09-18",
    changeReason: "统计口径细化到个案",
    columns: [{ column: "confirmed", grade: 2 }],
  },
});

test("A11.7 A13.1 a regrading under way ends with the entry, and its department and its bureau are told why", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "重新定级中撤销的统计" }, figureRows);
  const own = await p.as("wjw");
  const { id, title } = await start(own, regradingOf(entry.id));
  const matter = await withdraw("wjw", entry);
  const toldOf = async (who: string) => {
    const { items } = await (await p.as(who)).get("/api/v1/notices?limit=200", listOf(notice));
    return items.some((one) => one.title === `已办结：${title}`);
  };
  for (const who of ["wjw", "sjj", "sjj2"])
    await vi.waitFor(async () => expect([who, await toldOf(who)]).toEqual([who, true]), patiently);
  const { closed, holder, deadlines, history } = await see(own, id);
  expect([closed, holder, deadlines.map(({ state }) => state)]).toEqual([true, null, ["cancelled"]]);
  const last = history.at(-1);
  expect([last?.action, last?.article, last?.reasons]).toEqual([
    "end",
    "第十三条第二款",
    expect.stringContaining(matter.number),
  ]);
});

test("A13.1 whatever can be under way about an entry that is withdrawn, or a grant that is over, ends with it", () => {
  // These hold the draft: a withdrawal does not begin beside them.
  const holding: Readonly<Record<string, readonly string[]>> = {
    "catalogue-publication": ["review", "verification", "re-review", "unstated", "returned"],
    "catalogue-update": ["review", "verification", "re-review"],
    "catalogue-withdrawal": ["review", "verification", "re-review"],
  };
  for (const { kind, subject, states, steps, endsWithSubject } of procedures) {
    if (subject !== "entry" && subject !== "grant") continue;
    const end = steps[endsWithSubject ?? ""];
    const ends = end?.by === "platform" ? [end.from].flat() : [];
    const open = Object.keys(states).filter((state) => states[state]?.final === undefined);
    const left = open.filter((state) => !ends.includes(state) && !holding[kind]?.includes(state));
    expect([kind, left]).toEqual([kind, []]);
  }
});

test("A13.3 A40.3 at the address of a dataset that was open the portal tells its name, the day and why it is closed", async () => {
  const { entry } = await mounted("wjw", { ...epidemicEntry, name: "开放后撤销的统计" }, figureRows);
  const read = () => p.anybody.get(`/api/v1/portal/datasets/${entry.code}/withdrawal`, withdrawnDataset);
  expect(await code(read())).toBe("not_found");
  await openToPublic(p, entry);
  const open = await refusal(read());
  expect([open.code, open.detail]).toEqual(["not_found", "这个数据集没有撤回，请直接打开它的页面"]);
  await withdraw("wjw", entry);
  expect(await read()).toEqual({
    code: entry.code,
    name: entry.name,
    providerName: entry.provider.name,
    reason: `数据目录已撤销：${form.basis}。${form.arrangement}`,
    article: "13¶2",
    since: expect.stringMatching(/^2026-09-21T/),
  });
});

test("A13.1 basis and arrangement are one text with single full stops, as the holder reads it", async () => {
  const { entry } = await mounted("gaj", { ...registerEntry, name: "句号写全的登记" }, registerRows);
  const grant = await grantConditional(p, "mzj", "gaj", entry);
  const written = { ...form, basis: "职能已经删去。", arrangement: "改用民政局的目录。" };
  const matter = await begin("gaj", entry, written);
  await pass(matter);
  await takeOff(matter);
  const refused = await refusal(readEntry(await p.as("mzj"), entry.id));
  expect(refused.detail).toMatch(/撤销：职能已经删去。改用民政局的目录$/);
  const left = await (await p.as("mzj")).get(`/api/v1/grants/${grant.id}`, grantSchema);
  expect(left.endedReason).toBe("数据目录已撤销：职能已经删去。改用民政局的目录");
  expect(left.resource.gone).toBe(true);
});
