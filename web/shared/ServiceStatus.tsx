import { useQuery } from "@tanstack/react-query";
import type { ServiceNotice } from "../../src/contract/service.ts";
import { api } from "./api.ts";
import { instantText } from "./format.ts";
import { useLawTime } from "./queries.ts";

function useService() {
  return useQuery({ queryKey: ["service-status"], queryFn: api.serviceStatus, refetchInterval: 60_000 });
}

function Notice({ notice, now }: { notice: ServiceNotice; now: string | undefined }) {
  return (
    <>
      <b>{notice.title}</b>：{instantText(notice.beginsAt, now)}至{instantText(notice.endsAt, now)}。
      {notice.affects}
    </>
  );
}

/** What is under maintenance or announced; nothing where nothing is (Art. 7). */
export function ServiceNotices() {
  const { now } = useLawTime();
  const status = useService().data;
  if (status === undefined) return null;
  return (
    <>
      {status.current.map((notice) => (
        <p className="notice" role="status" key={notice.id}>
          正在维护　
          <Notice notice={notice} now={now} />
        </p>
      ))}
      {status.upcoming.map((notice) => (
        <p className="notice" key={notice.id}>
          维护公告　
          <Notice notice={notice} now={now} />
        </p>
      ))}
    </>
  );
}

/** One line: whether the platform serves now. */
export function ServiceLine() {
  const status = useService();
  if (status.error !== null) return <p>服务状态：读取不到</p>;
  if (status.data === undefined) return <p>服务状态：正在读取</p>;
  return <p>服务状态：{status.data.state === "normal" ? "正常" : "维护中"}</p>;
}
