import { useQuery } from "@tanstack/react-query";
import type { Entry } from "../../../src/contract/entry.ts";
import type { EntryClasses } from "../../../src/contract/entry-classes.ts";
import {
  classHowLabel,
  classSideLabel,
  labelOf,
  openingClassLabel,
  sharingClassLabel,
} from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { dateText, instantText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";

type Event = EntryClasses["events"][number];

const nameOf = (event: Event, name: string | null) =>
  name === null ? "未明确" : labelOf(event.side === "sharing" ? sharingClassLabel : openingClassLabel, name);

function inWords(event: Event): string {
  const change = event.before === event.after ? nameOf(event, event.after) : "";
  return change !== ""
    ? `${change}，条件保留`
    : `${nameOf(event, event.before)} → ${nameOf(event, event.after)}`;
}

function Warning({ days }: { days: number }) {
  return (
    <p className="callout" role="note">
      共享类型还没有明确。可以报送；审核时平台会提示，自提示之日起 {days}{" "}
      个工作日内仍不明确的，依法视为无条件共享，具体日期写在办件里。 <LawTag citation="25¶3" />
    </p>
  );
}

function Acts({ entry, classes }: { entry: Entry; classes: EntryClasses }) {
  if (!entry.editable || entry.published === null) return null;
  const start = (kind: string) => `/desk/start/${kind}?subject=${entry.id}`;
  return (
    <p className="acts">
      <a className="button" href={start(kinds.changeClass)}>
        申请变更属性
      </a>
      {classes.evaluations.length > 0 && (
        <a className="button" href={start(kinds.evaluateClass)}>
          办理评估
        </a>
      )}
    </p>
  );
}

function Told({ entry, classes }: { entry: Entry; classes: EntryClasses }) {
  const { now, today } = useLawTime();
  return (
    <>
      {classes.deemedAfter !== null && <Warning days={classes.deemedAfter} />}
      {classes.evaluations.map(({ side, lastOn, dueOn }) => (
        <p key={side}>
          {classSideLabel[side]}为有条件：
          {lastOn === null ? "还没有评估过" : `${dateText(lastOn, today)}评估`}
          ，应在{dateText(dueOn, today)}前评估{today !== undefined && dueOn < today ? "（已过期）" : ""}。
        </p>
      ))}
      {classes.events.length > 0 && (
        <table className="ruled stacked">
          <thead>
            <tr>
              <th scope="col">变化</th>
              <th scope="col">方式</th>
              <th scope="col">时间</th>
              <th scope="col">理由和依据</th>
            </tr>
          </thead>
          <tbody>
            {classes.events.map((event) => (
              <tr key={`${event.matterId}${event.side}${event.how}`}>
                <td className="main-cell">
                  {classSideLabel[event.side]}：{inWords(event)}
                </td>
                <td>
                  {entry.editable ? (
                    <a href={`/desk/matters/${event.matterId}`}>{classHowLabel[event.how]}</a>
                  ) : (
                    classHowLabel[event.how]
                  )}
                </td>
                <td className="nowrap">{instantText(event.at, now)}</td>
                <td>{event.basis === "" ? "—" : event.basis}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {classes.events.length === 0 && classes.deemedAfter === null && (
        <p className="muted">属性自发布以来没有变更。</p>
      )}
      <Acts entry={entry} classes={classes} />
    </>
  );
}

/** How the classes of an entry came to be, when they are to be evaluated, and what happens to one left blank. */
export function Classes({ entry }: { entry: Entry }) {
  const classes = useQuery({
    queryKey: ["entry-classes", entry.id, entry.publishedVersion, entry.draftVersion],
    queryFn: () => api.entryClasses(entry.id),
  });
  return (
    <Section
      title="共享、开放属性"
      note="收紧须经数据局审核，审核前原属性有效"
      aside={
        <>
          <LawTag citation="26" />
          <LawTag citation="37¶2" />
        </>
      }
    >
      <Loaded read={classes} rows={2}>
        {(data) => <Told entry={entry} classes={data} />}
      </Loaded>
    </Section>
  );
}
