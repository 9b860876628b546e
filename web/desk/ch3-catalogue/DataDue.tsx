import { useQuery } from "@tanstack/react-query";
import type { DataUpdate } from "../../../src/contract/data-due.ts";
import { updateFrequencyLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";

/** Days of the next update by entry, for those on the page that have one. */
export function useUpdates(ids: readonly string[]): ReadonlyMap<string, DataUpdate> {
  const read = useQuery({
    queryKey: ["data-updates", ids],
    queryFn: () => api.updates(ids),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return new Map((read.data?.items ?? []).map((update) => [update.id, update]));
}

export function DueDay({ update }: { update: DataUpdate | undefined }) {
  const { today } = useLawTime();
  if (update === undefined) return <span className="muted">—</span>;
  const day = dateText(update.dueOn, today);
  return update.overdue ? <b className="late">{day}，逾期</b> : day;
}

/** On the to-do list: data of the own unit that their update frequency calls for. Nothing where nothing is due. */
export function OwnUpdates() {
  const { data } = useQuery({ queryKey: ["own-updates"], queryFn: api.ownUpdates });
  const { today } = useLawTime();
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section
      title="该更新的数据"
      note={`逾期 ${data.overdue} 个目录，7 日内 ${data.soon} 个`}
      aside={<LawTag citation="12¶5" />}
    >
      <details open={data.overdue > 0}>
        <summary>看目录</summary>
        <ul className="due-updates">
          {data.items.map((update) => (
            <li key={update.id}>
              <a href={`/desk/entries/${update.id}`}>{update.name}</a>
              <span className="small">
                <DueDay update={update} />
                <span className="muted">
                  　{updateFrequencyLabel[update.frequency]}更新，
                  {update.lastOn === null ? "还没有数据" : `上次 ${dateText(update.lastOn, today)}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {data.overdue + data.soon > data.items.length && (
          <p className="muted small">只列出最急的 {data.items.length} 个。</p>
        )}
      </details>
    </Section>
  );
}
