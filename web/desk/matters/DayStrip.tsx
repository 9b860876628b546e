import { useQuery } from "@tanstack/react-query";
import type { MatterSummary } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { addDays, dateText, weekdayOf } from "../../shared/format.ts";
import { Failure } from "../../shared/States.tsx";
import { loadOf, markOf } from "./groups.ts";

const markClass = { 逾期: "overdue", 今日: "", 上班: "make-up", 休: "rest" };

function dayTitle(date: string, first: boolean): string {
  const [, , day = ""] = date.split("-");
  return first || day === "01" ? dateText(date, date) : `${Number(day)}日`;
}

/** Fourteen days from yesterday with what falls due on each; a day narrows the list below to itself. */
export function DayStrip(props: {
  today: string;
  matters: readonly MatterSummary[];
  chosen: string | null;
  onChoose: (date: string | null) => void;
}) {
  const { today, chosen } = props;
  const from = addDays(today, -1);
  const to = addDays(today, 12);
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar", from, to],
    queryFn: () => api.calendar(from, to),
  });
  if (error !== null) return <Failure error={error} retry={() => refetch()} />;
  const load = loadOf(props.matters);
  return (
    <ol className="day-strip" aria-label="近两周到期">
      {(data?.items ?? []).map((day, index) => {
        const due = load.get(day.date) ?? 0;
        const mark = markOf(day, today, due);
        return (
          <li
            key={day.date}
            className={[day.working ? "" : "off", day.date === today ? "today" : ""].join(" ")}
          >
            <button
              type="button"
              aria-pressed={chosen === day.date}
              onClick={() => props.onChoose(chosen === day.date ? null : day.date)}
            >
              <span className="day">
                {dayTitle(day.date, index === 0)} {weekdayOf(day.date)}
              </span>
              <span className="load">
                {(due > 0 || day.working) && (
                  <span className={due > 0 ? "" : "muted"}>
                    <b>{due}</b>
                    {due > 0 && " 件"}
                  </span>
                )}
                {mark !== null && <span className={`mark ${markClass[mark]}`}>{mark}</span>}
                {day.provisional && <span className="mark provisional">暂定</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
