import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { see, start } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { figureRows } from "../../test/support/rows.ts";
import { withdrawing } from "../../test/support/withdrawal.ts";
import { listOf } from "../contract/common.ts";
import { notice } from "../contract/notice.ts";
import { procedures } from "./procedures.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { withdraw, mounted } = withdrawing(() => p);
const patiently = { timeout: 20_000, interval: 50 };

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

test("A13.1 whatever can be under way about an entry that is withdrawn ends with it", () => {
  // These hold the draft: a withdrawal does not begin beside them.
  const holding: Readonly<Record<string, readonly string[]>> = {
    "catalogue-publication": ["review", "verification", "re-review", "unstated", "returned"],
    "catalogue-update": ["review", "verification", "re-review"],
    "catalogue-withdrawal": ["review", "verification", "re-review"],
  };
  for (const { kind, subject, states, steps } of procedures) {
    if (subject !== "entry") continue;
    const { end } = steps;
    const ends = end?.by === "platform" ? [end.from].flat() : [];
    const open = Object.keys(states).filter((state) => states[state]?.final === undefined);
    const left = open.filter((state) => !ends.includes(state) && !holding[kind]?.includes(state));
    expect([kind, left]).toEqual([kind, []]);
  }
});
