import type { Matter } from "../../src/contract/matter.ts";
import { pressing } from "./DeadlineChip.tsx";
import { dateText, instantText } from "./format.ts";
import { LawTag } from "./LawTag.tsx";

type Station = Matter["path"][number];

const days = (limit: { workingDays: number } | null) =>
  limit === null ? null : `${limit.workingDays} 个工作日`;

function Limits({ station, matter, today }: { station: Station; matter: Matter; today: string | undefined }) {
  const { statutory, promised } = station.deadlines;
  const due = (kind: "statutory" | "promised") => {
    const own = pressing(
      matter.deadlines.filter((deadline) => deadline.kind === kind && deadline.state === "open"),
    );
    return station.phase === "now" && own !== undefined ? dateText(own.dueOn, today) : null;
  };
  return (
    <dl className="limits">
      <div>
        <dt>法定时限</dt>
        <dd>
          <b>{due("statutory") ?? days(statutory) ?? "未规定"}</b>
          {due("statutory") !== null && <span>{days(statutory)}</span>}
        </dd>
      </div>
      <div>
        <dt>承诺时限</dt>
        <dd>
          <b>{due("promised") ?? days(promised) ?? "—"}</b>
          {due("promised") !== null && <span>{days(promised)}</span>}
        </dd>
      </div>
    </dl>
  );
}

/** The stations of a matter: ink line for done, blue ring for now, dashed for next. */
export function Path({
  matter,
  today,
  now,
}: {
  matter: Matter;
  today: string | undefined;
  now: string | undefined;
}) {
  // Of a matter that is over the last station; on a small screen its neighbours only are drawn.
  const current = matter.path.findLastIndex(({ phase }) => phase !== "next");
  return (
    <ol className="path">
      {matter.path.map((station, index) => (
        <li
          key={station.state}
          className={`${station.phase}${Math.abs(index - current) > 1 ? " far" : ""}`}
          aria-current={station.phase === "now" ? "step" : undefined}
        >
          <p className="station">
            <b>{station.title}</b>
            <LawTag citation={station.article} />
          </p>
          <p className="small who">
            {station.holder}
            {station.doneBy !== null && station.doneBy !== station.holder && `：${station.doneBy}`}
          </p>
          {station.at !== null && <p className="small who">{instantText(station.at, now)}</p>}
          {station.phase !== "done" &&
            (station.deadlines.statutory ?? station.deadlines.promised) !== null && (
              <Limits station={station} matter={matter} today={today} />
            )}
        </li>
      ))}
    </ol>
  );
}
