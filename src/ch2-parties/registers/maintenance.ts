import { maintenanceForm } from "../../contract/registers.ts";
import type { ServiceNotice, ServiceStatus } from "../../contract/service.ts";
import { refuse } from "../../law/refusal.ts";
import { lawNow, toInstant } from "../../platform/clocks/index.ts";
import type { Db } from "../../platform/db/tables.ts";
import { everybody, isServiceAgency, register, works } from "./register.ts";
import { currentOf, type Stored } from "./store.ts";

const instantOf = (date: string, time: string): Date => new Date(`${date}T${time}:00+08:00`);

/** Art. 7: whoever runs the platform says beforehand when it will not serve, and what was changed. */
export const maintenance = register({
  name: "maintenance",
  title: "维护公告",
  article: "7¶1",
  summary: "大数据中心运行维护平台，停用前先公告，写明时间、影响和变更内容；公告同时显示在门户。",
  form: maintenanceForm,
  columns: ["urgency", "beginsOn", "endsOn", "affects"],
  titleOf: (notice) => notice.title,
  mayKeep: (caller) => works(caller) && isServiceAgency(caller),
  mayRead: () => everybody,
  check: async ({ content, record, at }) => {
    const begins = instantOf(content.beginsOn, content.beginsAt);
    if (instantOf(content.endsOn, content.endsAt) <= begins) {
      const detail = "结束时间须在开始时间之后";
      return refuse("form_invalid", "7¶1", detail, [{ pointer: "/form/endsOn", detail }]);
    }
    if (record === null && content.urgency === "planned" && begins <= at) {
      const detail = "计划内的维护须在开始之前公告；已经开始的，性质选“应急”";
      return refuse("form_invalid", "7¶1", detail, [{ pointer: "/form/beginsOn", detail }]);
    }
  },
});

/** Whether the platform serves now, and what is announced, nearest first. */
export async function serviceStatus(db: Db): Promise<ServiceStatus> {
  const now = await lawNow(db);
  const notices = (await currentOf(db, "maintenance"))
    .map(noticeOf)
    .filter(({ endsAt }) => new Date(endsAt) > now)
    .sort((a, b) => (a.beginsAt < b.beginsAt ? -1 : 1));
  const current = notices.filter(({ beginsAt }) => new Date(beginsAt) <= now);
  return {
    state: current.length > 0 ? "maintenance" : "normal",
    current,
    upcoming: notices.filter(({ beginsAt }) => new Date(beginsAt) > now),
  };
}

function noticeOf({ id, content }: Stored): ServiceNotice {
  const { title, beginsOn, beginsAt, endsOn, endsAt, affects } = maintenanceForm.parse(content);
  return {
    id,
    title,
    affects,
    beginsAt: toInstant(instantOf(beginsOn, beginsAt)),
    endsAt: toInstant(instantOf(endsOn, endsAt)),
  };
}
