import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/index.ts";

/** The city's bureau plans the docking, the service agency runs it, the auditor looks at both (Art. 7 ¶1). */
function watches({ party, roles }: Caller): boolean {
  return (
    (party.level === "city" && party.kind === "authority") || runs({ party }) || roles.includes("auditor")
  );
}

const runs = ({ party }: Pick<Caller, "party">): boolean => party.kind === "service-agency";

export const mayRetry = (caller: Caller): boolean => runs(caller) && caller.roles.includes("data-officer");

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
