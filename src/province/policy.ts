import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/index.ts";

export const mayRetry = ({ party, roles }: Caller): boolean =>
  party.kind === "service-agency" && roles.includes("data-officer");

/** The city's bureau plans the docking, the service agency runs it, the auditor looks at both (Art. 7 ¶1). */
const watches = ({ party, roles }: Caller): boolean =>
  (party.kind === "authority" && party.level === "city") ||
  party.kind === "service-agency" ||
  roles.includes("auditor");

/** @throws Problem `forbidden` */
export function assertWatches(caller: Caller): void {
  if (!watches(caller))
    throw new Problem("forbidden", "省级平台对接情况供市数据局、市大数据中心和审计员查看", {
      article: "7¶1",
    });
}

/** @throws Problem `forbidden` */
export function assertMayRetry(caller: Caller): void {
  if (!mayRetry(caller))
    throw new Problem("forbidden", "市平台与省级平台的对接由市大数据中心的业务人员操作", { article: "7¶1" });
}
