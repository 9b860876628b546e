import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Entry } from "../../../src/contract/entry.ts";
import type { EntryGrading, GradingEvent } from "../../../src/contract/grading.ts";
import { gradingTriggerLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

function inWords({ before, after }: GradingEvent): string {
  if (before === null) return `新增，${after?.grade ?? ""}级`;
  if (after === null) return `删除（原${before.grade}级）`;
  const category =
    before.category === after.category ? "" : `，类别“${before.category}” → “${after.category}”`;
  if (before.grade === after.grade) return `${after.grade}级不变${category}`;
  return `${before.grade}级 → ${after.grade}级${category}`;
}

const causeOf = ({ trigger }: GradingEvent): string =>
  trigger === null ? "随目录更新" : gradingTriggerLabel[trigger];

function Events({ events }: { events: EntryGrading["events"] }) {
  const { now } = useLawTime();
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据项</th>
          <th scope="col">变化</th>
          <th scope="col">原因</th>
          <th scope="col">同步到平台</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={`${event.version}${event.item}`}>
            <td className="main-cell">{event.item}</td>
            <td>{inWords(event)}</td>
            <td>
              {event.matterId === null ? (
                causeOf(event)
              ) : (
                <a href={`/desk/matters/${event.matterId}`}>{causeOf(event)}</a>
              )}
              {event.reason !== null && <span className="muted small block">{event.reason}</span>}
            </td>
            <td className="nowrap">
              {instantText(event.at, now)}，第 {event.version} 版
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the version in force was graded under, as it was put on record. */
function Basis({ grading: { under } }: { grading: EntryGrading }) {
  if (under === null) return <p className="muted">这一版没有记下定级依据。</p>;
  const named = [
    ...under.standards.map(({ title, number, edition }) => `《${title}》（${number}，${edition}）`),
    ...under.rules.map(({ title, edition }) => `本单位《${title}》（${edition}）`),
  ];
  const confirmed = under.how === "confirmed" ? `，${under.person ?? ""} ${instantText(under.at)} 核对` : "";
  return <p>{named.length === 0 ? "定级时本市还没有标准。" : `按${named.join("、")}定级${confirmed}。`}</p>;
}

/** The department has looked at the grades under the standards in force, and they stand. */
function Stands({ entry }: { entry: Entry }) {
  const queries = useQueryClient();
  const stand = useOnce((key) => api.confirmGrades(entry.id, entry.publishedVersion ?? 0, key), {
    onSuccess: () => queries.invalidateQueries({ queryKey: ["entry-grading", entry.id] }),
  });
  return (
    <>
      <Button loading={stand.isPending} onClick={() => stand.mutate()}>
        按现行标准核对，级别不变
      </Button>
      {stand.error !== null && <Failure error={stand.error} />}
    </>
  );
}

function Told({ entry, grading }: { entry: Entry; grading: EntryGrading }) {
  return (
    <>
      <Basis grading={grading} />
      {grading.underWay !== null && (
        <p className="callout" role="note">
          <a href={`/desk/matters/${grading.underWay}`}>正在重新定级</a>
          ：提高的级别已经生效，降低的级别和共享、开放属性等数据局审核。
        </p>
      )}
      {grading.events.length === 0 ? (
        <p className="muted">类别和级别自发布以来没有变更。</p>
      ) : (
        <Events events={grading.events} />
      )}
      {entry.editable && grading.underWay === null && (
        <p className="acts">
          <a className="button" href={`/desk/start/${kinds.regrade}?subject=${entry.id}`}>
            重新定级
          </a>
          <Stands entry={entry} />
        </p>
      )}
    </>
  );
}

/** How the grades of a published entry came to be, and the way to change them (Art. 11 ¶4). */
export function Grading({ entry }: { entry: Entry }) {
  const grading = useQuery({
    queryKey: ["entry-grading", entry.id, entry.publishedVersion],
    queryFn: () => api.entryGrading(entry.id),
  });
  if (entry.published === null) return null;
  return (
    <Section
      title="分类分级"
      note="内容、范围、时效、应用方向变化的，及时重新定级"
      aside={<LawTag citation="11¶4" />}
    >
      <Loaded read={grading} rows={2}>
        {(data) => <Told entry={entry} grading={data} />}
      </Loaded>
    </Section>
  );
}
