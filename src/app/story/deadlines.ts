import { z } from "zod";
import type { Entry } from "../../contract/entry.ts";
import { platformInfo } from "../../contract/session.ts";
import type { Api } from "./api.ts";
import type { Cast } from "./cast.ts";
import { act, deadlines, start, view } from "./matters.ts";
import { expect, type Report } from "./report.ts";
import { request } from "./sharing.ts";

const lawTime = async (api: Api) => (await api.get("/api/v1/platform", platformInfo)).lawTime;

/** Act 7: across the National Day week of 2026 one working day ends on 8 October; the day after, it is late. False where the clock is past it. */
export async function crossNationalDay(report: Report, cast: Cast, register: Entry): Promise<boolean> {
  if ((await lawTime(cast.mzj)) > "2026-09-30T16:00") {
    report.line("跨国庆假期", "平台", "", "", "平台时钟已过 2026年9月30日，这一段只在新环境里演示");
    return false;
  }
  await moveClock(report, cast, "2026-09-30T15:00:00+08:00");
  const opened = await start(report, cast.mzj, {
    kind: "sharing-application",
    subject: register.id,
    form: { ...request, columns: ["mz"], scenario: "少数民族困难群众救助资格核对" },
  });
  const passed = await act(report, cast.sjj, opened.id, "passToProvider");
  const provider = passed.deadlines.find((one) => one.kind === "statutory" && one.state === "open");
  expect(provider?.dueOn === "2026-10-08", "1 个工作日跨过国庆假期，到 10月8日");
  await moveClock(report, cast, "2026-10-08T16:00:00+08:00");
  expect((await overdue(cast, opened.id)) === false, "10月8日当天不逾期");
  await moveClock(report, cast, "2026-10-09T00:05:00+08:00");
  const late = await view(cast.gaj, opened.id);
  expect(await overdue(cast, opened.id), "10月9日零时起逾期");
  report.line("逾期标红", "平台", "73(5)", deadlines(late), `${late.number}，${late.stateTitle}`);
  await moveClock(report, cast, "2026-12-31T15:00:00+08:00");
  const next = await start(report, cast.mzj, {
    kind: "sharing-application",
    subject: register.id,
    form: { ...request, columns: ["xb"], scenario: "临时救助核对" },
  });
  expect(
    next.deadlines.some((one) => one.provisional),
    "跨入 2027 年的期限标为暂定",
  );
  report.line("2027 年日历未导入", "平台", "", deadlines(next), "期限标为“暂定”，不当作确定");
  return true;
}

async function overdue(cast: Cast, id: string): Promise<boolean> {
  return (await view(cast.gaj, id)).deadlines.some((one) => one.kind === "statutory" && one.overdue);
}

async function moveClock(report: Report, cast: Cast, at: string): Promise<void> {
  await cast.sjj.post("/api/v1/demo/clock", { at }, z.unknown());
  report.line("拨动平台时钟", cast.sjj.name, "", "", at);
}
