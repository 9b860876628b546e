import { useState } from "react";
import type { Matter } from "../../../src/contract/matter.ts";
import type { Supervision } from "../../../src/contract/supervision.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { dateText, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Failure } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

interface Props {
  matter: Matter;
  now: string | undefined;
  today: string | undefined;
  onChanged: (matter: Matter) => void;
}

function Answer({ matter, notice, onChanged }: Props & { notice: Supervision }) {
  const [answer, setAnswer] = useState("");
  const send = useOnce((key) => api.answerSupervision(matter.id, notice.id, answer, key), {
    onSuccess: onChanged,
  });
  const id = `answer-${notice.id}`;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Field id={id} title="反馈" wide hint="办理情况、逾期原因和办结时间；只能反馈一次。">
        <textarea
          id={id}
          className="input"
          required
          maxLength={1000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </Field>
      {send.error !== null && <Failure error={send.error} />}
      <p className="acts">
        <button type="submit" className="button primary" disabled={send.isPending}>
          反馈{notice.number}
        </button>
      </p>
    </form>
  );
}

function Notice(props: Props & { notice: Supervision }) {
  const { notice, now, today } = props;
  return (
    <li>
      <p>
        <b className={notice.kind === "order" ? "late" : "due-today"}>{notice.title}</b> {notice.number}
        <LawTag citation={notice.article} />
      </p>
      <p>{notice.demand}</p>
      <p className="muted small">
        {notice.from.name}　{notice.issuedBy.name}　{instantText(notice.issuedAt, now)}　发{notice.to.name}
        {notice.replyBy !== null && `　${dateText(notice.replyBy, today)}前反馈`}
      </p>
      {notice.answer !== null && notice.answeredAt !== null && (
        <p>
          反馈：{notice.answer}
          <span className="muted small block">
            {notice.answeredBy?.name}　{instantText(notice.answeredAt, now)}
          </span>
        </p>
      )}
      {notice.answerable && <Answer {...props} />}
    </li>
  );
}

function Issue({ matter, today, onChanged }: Props) {
  const [kind, setKind] = useState<"urge" | "order">(matter.supervisable.at(-1) ?? "urge");
  const [demand, setDemand] = useState("");
  const [replyBy, setReplyBy] = useState("");
  const send = useOnce(
    (key) => api.supervise(matter.id, { kind, demand, ...(replyBy === "" ? {} : { replyBy }) }, key),
    {
      repeatable: true,
      onSuccess: (changed) => {
        setDemand("");
        onChanged(changed);
      },
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <fieldset className="action-choice">
        <legend className="sr-only">催办或者督办</legend>
        {matter.supervisable.map((one) => (
          <label key={one}>
            <input type="radio" name="supervise" checked={kind === one} onChange={() => setKind(one)} />
            {one === "urge" ? "催办" : "发督办单"}
          </label>
        ))}
      </fieldset>
      <div className="form-grid">
        <Field
          id="supervise-demand"
          title="要求"
          wide
          hint={`发给${matter.holder?.name ?? "承办单位"}，写入操作存证。`}
        >
          <textarea
            id="supervise-demand"
            className="input"
            required
            maxLength={1000}
            value={demand}
            onChange={(event) => setDemand(event.target.value)}
          />
        </Field>
        <Field id="supervise-reply" title="反馈期限" optional={kind === "urge"}>
          <input
            id="supervise-reply"
            type="date"
            className="input"
            required={kind === "order"}
            min={today}
            value={replyBy}
            onChange={(event) => setReplyBy(event.target.value)}
          />
        </Field>
      </div>
      {send.error !== null && <Failure error={send.error} />}
      <p className="acts">
        <button type="submit" className="button" disabled={send.isPending}>
          {kind === "urge" ? "催办" : "发出督办单"}
        </button>
      </p>
    </form>
  );
}

/** What the bureau has demanded, the answers, and the forms for both. */
export function Supervisions(props: Props) {
  const { matter } = props;
  return (
    <>
      {matter.supervisions.length > 0 && (
        <ol className="supervisions">
          {matter.supervisions.map((notice) => (
            <Notice key={notice.id} {...props} notice={notice} />
          ))}
        </ol>
      )}
      {matter.supervisable.length > 0 && <Issue {...props} />}
    </>
  );
}
