import { Button, Input } from "antd";
import { useState } from "react";
import type { Entry, EntryContent } from "../../../src/contract/entry.ts";
import type { EntryRemark } from "../../../src/contract/remark.ts";
import { focusField } from "../../shared/Field.tsx";
import { instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Failure } from "../../shared/States.tsx";
import { controlAt, isLeft, isOpen, useAnswer, useRemarks, useRemarksAt } from "./useRemarks.ts";

function RemarkState({ remark }: { remark: EntryRemark }) {
  if (remark.answer === "kept") return <span className="chip later">不改</span>;
  if (remark.answer === "mended") return <span className="chip done">已改好</span>;
  return remark.changed ? (
    <span className="chip active">有改动</span>
  ) : (
    <span className="chip attention">待处理</span>
  );
}

/** How a remark is answered: checked off once something was changed, or left with the reason why. */
function Answer({ entryId, remark }: { entryId: string; remark: EntryRemark }) {
  const [note, setNote] = useState<string | null>(null);
  const answer = useAnswer(entryId, remark.id);
  const send = (body: { answer: EntryRemark["answer"]; note?: string }) =>
    answer.mutate(body, { onSuccess: () => setNote(null) });
  return (
    <>
      {remark.note !== "" && <p className="small">说明：{remark.note}</p>}
      {answer.error !== null && <Failure error={answer.error} />}
      {note === null ? (
        <p className="acts">
          {remark.answer === null ? (
            <>
              <Button
                size="small"
                disabled={!remark.changed}
                aria-describedby={remark.changed ? undefined : `unchanged-${remark.id}`}
                loading={answer.isPending}
                onClick={() => send({ answer: "mended" })}
              >
                已改好<span className="sr-only">：{remark.title}</span>
              </Button>
              <button type="button" className="link-button small" onClick={() => setNote("")}>
                不改，写明理由<span className="sr-only">：{remark.title}</span>
              </button>
              {!remark.changed && (
                <span className="muted small" id={`unchanged-${remark.id}`}>
                  这一处还没有改动；改动并保存后可以点“已改好”
                </span>
              )}
            </>
          ) : (
            <button type="button" className="link-button small" onClick={() => send({ answer: null })}>
              重新处理<span className="sr-only">：{remark.title}</span>
            </button>
          )}
        </p>
      ) : (
        <div className="remark-note">
          <Input.TextArea
            aria-label={`“${remark.title}”不改的理由`}
            autoFocus
            rows={2}
            maxLength={1000}
            placeholder="例如 与《……条例》第几条的用语一致"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <p className="acts">
            <Button
              size="small"
              type="primary"
              disabled={note.trim() === ""}
              loading={answer.isPending}
              onClick={() => send({ answer: "kept", note: note.trim() })}
            >
              确定不改
            </Button>
            <Button size="small" onClick={() => setNote(null)}>
              取消
            </Button>
          </p>
        </div>
      )}
    </>
  );
}

function One({ entryId, remark }: { entryId: string; remark: EntryRemark }) {
  return (
    <div className={isLeft(remark) ? "remark left" : "remark"} role="note">
      <p>
        <b>{remark.inside ? `本单位${remark.by.person}` : remark.by.party}退回意见</b>：{remark.detail}{" "}
        <RemarkState remark={remark} />
      </p>
      <Answer entryId={entryId} remark={remark} />
    </div>
  );
}

/** The open remarks at one field or item, where it is mended. */
export function RemarksAt({ place }: { place: string }) {
  const { entryId, remarks } = useRemarksAt(place);
  return remarks.map((remark) => <One key={remark.id} entryId={entryId} remark={remark} />);
}

/** All open remarks at the top of the editor, each leading to its field. */
export function RemarkList(props: {
  entryId: string;
  content: EntryContent;
  remarks: readonly EntryRemark[];
}) {
  const open = props.remarks.filter(isOpen);
  const left = open.filter(isLeft).length;
  if (open.length === 0) return null;
  return (
    <section className="remark-list" aria-label="退回意见">
      <h2>
        退回意见 {open.length} 条{left > 0 ? `，还有 ${left} 条没有处理` : "，都已处理，可以重新报送"}
        <LawTag citation="12¶3" />
      </h2>
      <ul>
        {open.map((remark) => {
          const control = controlAt(props.content, remark.place);
          return (
            <li key={remark.id}>
              <RemarkState remark={remark} />{" "}
              {control === null ? (
                <One entryId={props.entryId} remark={remark} />
              ) : (
                <a href={`#${control}`} onClick={(event) => focusField(event, control)}>
                  {remark.title}：{remark.detail}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** For reviewers and on the entry's page: what was said of it, and what became of it. */
export function RemarksOverview({ entry }: { entry: Entry }) {
  const { now } = useLawTime();
  const remarks = useRemarks(entry);
  if (remarks.length === 0) return null;
  return (
    <Section
      title="退回意见"
      note={`${remarks.length} 条，未处理 ${remarks.filter(isLeft).length} 条`}
      aside={<LawTag citation="12¶3" />}
    >
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">栏目或数据项</th>
            <th scope="col">意见</th>
            <th scope="col">处理</th>
          </tr>
        </thead>
        <tbody>
          {remarks.toReversed().map((remark) => (
            <tr key={remark.id}>
              <td className="main-cell">{remark.title}</td>
              <td>
                {remark.detail}
                <span className="muted small block">
                  {remark.inside ? `本单位${remark.by.person}` : remark.by.party}，
                  {instantText(remark.at, now)}
                </span>
              </td>
              <td>
                <RemarkState remark={remark} />
                {remark.note !== "" && <span className="block">{remark.note}</span>}
                {remark.settledAt !== null && (
                  <span className="muted small block">
                    {remark.answeredBy ?? ""} {instantText(remark.settledAt, now)}重新报送
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
