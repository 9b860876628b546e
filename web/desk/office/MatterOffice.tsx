import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { assignmentActLabel } from "../../../src/contract/labels.zh.ts";
import type { Matter } from "../../../src/contract/matter.ts";
import type { OfficeView } from "../../../src/contract/office.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { Section } from "../../shared/Page.tsx";
import { Failure } from "../../shared/States.tsx";
import { StageChip } from "./DraftParts.tsx";

interface Props {
  matter: Matter;
  office: OfficeView;
  now: string | undefined;
}

const unassigned = "none";
const unitPrefix = "unit:";

function Assign({ matter, office }: Props) {
  const queries = useQueryClient();
  const [to, setTo] = useState("");
  const current = office.assigned?.person?.id ?? null;
  const kept = (acted: Matter) => queries.setQueryData(["matter", matter.id], acted);
  const sign = useMutation({ mutationFn: () => api.signFor(matter.id), onSuccess: kept });
  const give = useMutation({
    mutationFn: () => {
      const person = to === unassigned || to.startsWith(unitPrefix) ? null : to;
      const unit = to.startsWith(unitPrefix) ? to.slice(unitPrefix.length) : null;
      return api.assign(matter.id, { version: matter.version, current, person, unit });
    },
    onSuccess: (acted) => {
      setTo("");
      kept(acted);
    },
    onError: () => queries.invalidateQueries({ queryKey: ["matter", matter.id] }),
  });
  const units = [...new Set(office.assignable.flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  const error = sign.error ?? give.error;
  return (
    <>
      {error !== null && <Failure error={error} />}
      {office.signedFor === null && (
        <p className="acts">
          <button type="button" className="button" disabled={sign.isPending} onClick={() => sign.mutate()}>
            签收
          </button>
          <span className="muted small">
            {office.mustSign ? "本单位规定先签收后办理。" : "签收只在单位内部登记，法定时限自收件起算。"}
          </span>
        </p>
      )}
      {office.assignable.length > 0 && (
        <form
          className="inline-form assign-form"
          onSubmit={(event) => {
            event.preventDefault();
            give.mutate();
          }}
        >
          <label htmlFor="assign-to">{office.assigned === null ? "分办给" : "改派给"}</label>
          <select
            id="assign-to"
            className="input"
            required
            value={to}
            onChange={(event) => setTo(event.target.value)}
          >
            <option value="">请选择</option>
            {office.assignable.map((person) => (
              <option key={person.id} value={person.id}>
                {person.unit === null ? person.name : `${person.name}（${person.unit}）`}
              </option>
            ))}
            {office.mayAssignUnit &&
              units.map((unit) => (
                <option key={unit} value={unitPrefix + unit}>
                  {unit}（处室）
                </option>
              ))}
            {office.mayRelease && <option value={unassigned}>退回待分办</option>}
          </select>
          <button type="submit" className="button" disabled={to === "" || give.isPending}>
            确定
          </button>
        </form>
      )}
      {office.assignable.length > 0 && !office.mayAssignUnit && (
        <p className="muted small">
          经办人可以认领未分办的件、转交自己手上的件；其他分办由处室负责人或首席数据官办理。
        </p>
      )}
    </>
  );
}

function Records({ office, now }: Props) {
  if (office.records.length === 0) return null;
  return (
    <ul className="small muted">
      {office.records.map((record) => (
        <li key={`${record.at} ${record.act} ${record.person ?? record.unit ?? ""}`}>
          {instantText(record.at, now)}　{record.by.name}
          {record.onBehalfOf !== null && `（代${record.onBehalfOf.name}）`}
          {assignmentActLabel[record.act]}
          {record.person ?? record.unit ?? ""}
          {record.note !== null && `：${record.note}`}
        </li>
      ))}
    </ul>
  );
}

function Comments({ matter, office, now }: Props) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const write = useMutation({
    mutationFn: () => api.comment(matter.id, text.trim()),
    onSuccess: (acted) => {
      setText("");
      queries.setQueryData(["matter", matter.id], acted);
    },
  });
  return (
    <>
      {office.comments.length > 0 && (
        <ol className="history">
          {office.comments.map((comment) => (
            <li key={comment.id}>
              <time dateTime={comment.at} className="small muted">
                {instantText(comment.at, now)}
              </time>
              <div>
                <p>
                  <b>{comment.by.name}</b>
                  {comment.onBehalfOf !== null && `（代${comment.onBehalfOf.name}）`}
                  {comment.unit !== null && <span className="muted">　{comment.unit}</span>}
                </p>
                <p className="reasons">{comment.text}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {write.error !== null && <Failure error={write.error} />}
      <form
        className="comment-form"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate();
        }}
      >
        <label htmlFor="comment">内部批注</label>
        <textarea
          id="comment"
          className="input"
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button" disabled={text.trim() === "" || write.isPending}>
          添加批注
        </button>
      </form>
    </>
  );
}

/** The inside of one's own office on a matter: who has it here, the draft under review, what was said about it. */
export function MatterOffice(props: Props) {
  const { office } = props;
  const who = office.assigned?.person?.name ?? office.assigned?.unit;
  return (
    <Section title="本单位内部" note="对方单位看不到，也不进入操作存证">
      {office.draft !== null && (
        <p className="notice">
          <StageChip stage={office.draft.stage} />　{office.draft.draftedBy.name}拟“
          {office.draft.actionTitle}”，正在内部审签，法定时限照常计算。
          <a href={`/desk/drafts/${office.draft.id}`}>打开送审件</a>
        </p>
      )}
      {office.holds && (
        <p>
          {who === undefined || who === null ? "还没有分办。" : `现由${who}办理。`}
          {office.signedFor !== null && (
            <span className="muted small">
              {"　"}
              {office.signedFor.by} {instantText(office.signedFor.at, props.now)}签收
            </span>
          )}
        </p>
      )}
      {office.holds && <Assign {...props} />}
      <Records {...props} />
      <Comments {...props} />
    </Section>
  );
}
