import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CalendarPreview, YearNotice } from "../../../src/contract/calendar.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { dateText, instantText } from "../../shared/format.ts";
import { Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure, Loaded } from "../../shared/States.tsx";

const kinds = { statutory: "法定", promised: "承诺" } as const;
const datesOf = (text: string) => text.split(/[\s,，、;；]+/).filter((date) => date !== "");

function Years() {
  const { now } = useLawTime();
  const years = useQuery({ queryKey: ["calendar-years"], queryFn: api.calendarYears });
  return (
    <Loaded read={years} rows={3}>
      {({ items }) => (
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">年份</th>
              <th scope="col">通知</th>
              <th scope="col">导入</th>
            </tr>
          </thead>
          <tbody>
            {items.map((year) => (
              <tr key={year.year}>
                <td className="main-cell">{year.year}</td>
                <td>{year.source}</td>
                <td className="nowrap">{instantText(year.loadedAt, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  );
}

function Moves({ preview }: { preview: CalendarPreview }) {
  const { today } = useLawTime();
  const day = (date: string, provisional: boolean) =>
    `${dateText(date, today)}${provisional ? "（暂定）" : ""}`;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">办件</th>
          <th scope="col">期限</th>
          <th scope="col">原到期日</th>
          <th scope="col">新到期日</th>
        </tr>
      </thead>
      <tbody>
        {preview.moved.map((move) => (
          <tr key={`${move.matter.id} ${move.title} ${move.kind}`}>
            <td className="main-cell">
              {move.matter.title}
              <span className="muted small block">{move.matter.number}</span>
            </td>
            <td>
              {move.title}（{kinds[move.kind]}）
            </td>
            <td className="nowrap" data-label="原">
              {day(move.oldDueOn, move.oldProvisional)}
            </td>
            <td className="nowrap" data-label="新">
              {day(move.newDueOn, move.newProvisional)}
              {move.overdue && <b className="late">　逾期</b>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Seen(props: { notice: YearNotice; preview: CalendarPreview; onLoaded: (moved: number) => void }) {
  const { notice, preview } = props;
  const load = useMutation({
    mutationFn: () => api.loadCalendar({ ...notice, digest: preview.digest }),
    onSuccess: ({ moved }) => props.onLoaded(moved),
  });
  return (
    <Section title={`预览：${preview.year} 年`}>
      {preview.replaces !== null && <p>将替换已导入的“{preview.replaces}”。</p>}
      <p>
        放假 {notice.off.length} 日、调休上班 {notice.work.length} 日；在办件的期限有 <b>{preview.count}</b>{" "}
        个变动
        {preview.count > preview.moved.length && `，下面列出前 ${preview.moved.length} 个`}
        ，平台自动办理的时点有 {preview.timers} 个变动。原到期日留存。
      </p>
      {preview.moved.length === 0 ? <Empty>没有期限变动。</Empty> : <Moves preview={preview} />}
      {load.error !== null && <Failure error={load.error} />}
      <p className="acts">
        <button
          type="button"
          className="button primary"
          disabled={load.isPending}
          onClick={() => load.mutate()}
        >
          确认导入 {preview.year} 年放假安排
        </button>
      </p>
    </Section>
  );
}

/** The yearly notice of days off: typed in or pasted, seen with all it moves, then confirmed. */
export function CalendarPage() {
  useTitle("工作日历");
  const queries = useQueryClient();
  const { today } = useLawTime();
  const [year, setYear] = useState<string | null>(null);
  const [source, setSource] = useState("");
  const [off, setOff] = useState("");
  const [work, setWork] = useState("");
  const [loaded, setLoaded] = useState<string | null>(null);
  const shownYear = year ?? (today === undefined ? "" : String(Number(today.slice(0, 4)) + 1));
  const notice: YearNotice = { year: Number(shownYear), source, off: datesOf(off), work: datesOf(work) };
  const preview = useMutation({ mutationFn: api.previewCalendar, onMutate: () => setLoaded(null) });
  const change = (set: (text: string) => void) => (event: { target: { value: string } }) => {
    preview.reset();
    set(event.target.value);
  };
  return (
    <>
      <header className="page-head">
        <h1>工作日历</h1>
        <p className="sub">
          期限按国务院办公厅放假安排计算；没有导入的年份只按周一至周五计，到期日标为暂定。
        </p>
      </header>
      {loaded !== null && (
        <p className="chip done large" role="status">
          {loaded}
        </p>
      )}
      <Years />
      <Section title="导入或者更正一年">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            preview.mutate(notice);
          }}
        >
          <div className="form-grid">
            <Field id="year" title="年份">
              <input
                id="year"
                type="number"
                className="input"
                required
                min={2025}
                max={2100}
                value={shownYear}
                onChange={change(setYear)}
              />
            </Field>
            <Field id="source" title="通知名称或文号">
              <input
                id="source"
                className="input"
                required
                maxLength={200}
                value={source}
                onChange={change(setSource)}
              />
            </Field>
            <Field id="off" title="放假" wide hint="每行一个日期，如 2027-01-01；放假期间的周末可以列上。">
              <textarea id="off" className="input mono" value={off} onChange={change(setOff)} />
            </Field>
            <Field id="work" title="调休上班" wide hint="只列周末上班的日期。">
              <textarea id="work" className="input mono" value={work} onChange={change(setWork)} />
            </Field>
          </div>
          {preview.error !== null && <Failure error={preview.error} />}
          <p className="acts">
            <button type="submit" className="button" disabled={preview.isPending}>
              预览变动
            </button>
          </p>
        </form>
      </Section>
      {preview.data !== undefined && (
        <Seen
          notice={notice}
          preview={preview.data}
          onLoaded={(moved) => {
            preview.reset();
            setLoaded(`已导入 ${notice.year} 年放假安排，${moved} 个期限有变化，原值留存。`);
            queries.invalidateQueries();
          }}
        />
      )}
    </>
  );
}
