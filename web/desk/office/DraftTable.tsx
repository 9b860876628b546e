import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DraftSummary } from "../../../src/contract/office.ts";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { instantText } from "../../shared/format.ts";
import { useArrival } from "../../shared/useArrival.ts";
import { StageChip } from "./DraftParts.tsx";

export interface Passed {
  done: number;
  refused: { draft: DraftSummary; why: string }[];
}

/** Passes one draft after the other; what is refused stays as it was and is named with its reason. */
async function passAll(drafts: readonly DraftSummary[], opinion: string): Promise<Passed> {
  const passed: Passed = { done: 0, refused: [] };
  for (const draft of drafts) {
    try {
      await api.passDraft(draft.id, { version: draft.version, ...(opinion === "" ? {} : { opinion }) });
      passed.done += 1;
    } catch (error) {
      passed.refused.push({ draft, why: error instanceof Error ? error.message : "没有办成" });
    }
  }
  return passed;
}

/** What came of passing many. */
export function PassedNote({ passed }: { passed: Passed }) {
  const arrival = useArrival<HTMLDivElement>(passed);
  return (
    <div className="outcome" role="status" ref={arrival} tabIndex={-1}>
      {passed.done > 0 && <p className="chip done large">已同意 {passed.done} 件</p>}
      {passed.refused.length > 0 && (
        <>
          <p>
            <b className="late">{passed.refused.length} 件没有办理</b>，各件没有变化：
          </p>
          <ul>
            {passed.refused.map(({ draft, why }) => (
              <li key={draft.id}>
                <a href={`/desk/drafts/${draft.id}`}>{draft.title}</a>：{why}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** One opinion for all that are chosen; one draft is returned by itself, with its reasons. */
function PassBar(props: {
  chosen: readonly DraftSummary[];
  onClear: () => void;
  onDone: (passed: Passed) => void;
}) {
  const { chosen } = props;
  const queries = useQueryClient();
  const [opinion, setOpinion] = useState("");
  const pass = useMutation({
    mutationFn: () => passAll(chosen, opinion.trim()),
    onSuccess: (passed) => {
      props.onDone(passed);
      queries.invalidateQueries();
    },
  });
  return (
    <section className="decision-bar" aria-label="批量审核">
      <p>
        <b>已选 {chosen.length} 件</b>
        <button type="button" className="link-button" onClick={props.onClear}>
          取消选择
        </button>
      </p>
      <Field id="pass-opinion" title="内部意见" optional hint="只有本单位看得到；退回请打开送审件逐件办理">
        <input
          id="pass-opinion"
          className="input"
          maxLength={4000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
      </Field>
      <button
        type="button"
        className="button primary"
        disabled={pass.isPending}
        onClick={() => pass.mutate()}
      >
        同意 {chosen.length} 件
      </button>
    </section>
  );
}

/** Drafts of the office; those that wait for the caller can be passed together. */
export function DraftTable(props: {
  drafts: readonly DraftSummary[];
  now: string | undefined;
  onPassed: (passed: Passed) => void;
}) {
  const { drafts, now } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const passable = drafts.filter(({ may }) => may.pass);
  const picked = passable.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen(on ? new Set([...chosen, ...ids]) : new Set([...chosen].filter((id) => !ids.includes(id))));
  return (
    <>
      <table className="ruled stacked">
        <thead>
          <tr>
            {passable.length > 0 && (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="选中等我审的全部送审件"
                  checked={picked.length === passable.length}
                  onChange={({ target }) =>
                    choose(
                      passable.map(({ id }) => id),
                      target.checked,
                    )
                  }
                />
              </th>
            )}
            <th scope="col">审到</th>
            <th scope="col">送审件</th>
            <th scope="col">拟办</th>
            <th scope="col">起草</th>
            <th scope="col">时间</th>
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft) => (
            <tr key={draft.id}>
              {passable.length > 0 && (
                <td className="choose">
                  {draft.may.pass && (
                    <input
                      type="checkbox"
                      aria-label={`选中 ${draft.title}`}
                      checked={chosen.has(draft.id)}
                      onChange={({ target }) => choose([draft.id], target.checked)}
                    />
                  )}
                </td>
              )}
              <td className="nowrap">
                <StageChip stage={draft.stage} />
              </td>
              <td className="main-cell">
                <a className="title" href={`/desk/drafts/${draft.id}`}>
                  {draft.title}
                </a>
                <span className="muted small block">{draft.kindTitle}</span>
              </td>
              <td data-label="拟办">{draft.actionTitle}</td>
              <td data-label="起草">{draft.draftedBy.name}</td>
              <td className="nowrap" data-label="时间">
                {instantText(draft.since, now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {picked.length > 0 && (
        <PassBar
          chosen={picked}
          onClear={() => setChosen(new Set())}
          onDone={(outcome) => {
            props.onPassed(outcome);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}
