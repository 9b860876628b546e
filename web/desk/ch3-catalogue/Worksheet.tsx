import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Confirmed, WorksheetLine } from "../../../src/contract/grading-worksheet.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Grade, Section } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";
import { useArrival } from "../../shared/useArrival.ts";
import { ConfirmSuggestions } from "./ConfirmSuggestions.tsx";
import { Confirmations, Samplings } from "./WorksheetRecords.tsx";

const keyOf = ({ entry, column }: WorksheetLine) => `${entry.id}/${column}`;

/** Moves between the rows by the arrow keys; Space chooses, Enter confirms what is chosen. */
function useRows(lines: readonly WorksheetLine[], onConfirm: () => void) {
  const table = useRef<HTMLTableElement>(null);
  const boxes = () => [...(table.current?.querySelectorAll<HTMLInputElement>("tbody input") ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const all = boxes();
    const at = all.findIndex((box) => box.matches(":focus"));
    if (at === -1) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      all[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
    if (event.key === "Enter" && lines.length > 0) {
      event.preventDefault();
      onConfirm();
    }
  };
  return { table, onKeyDown };
}

function Row(props: { line: WorksheetLine; chosen: boolean; onChoose: (chosen: boolean) => void }) {
  const { line, chosen, onChoose } = props;
  const { entry, item, category, grade, proposal, source, status } = line;
  return (
    <tr className={chosen ? "chosen" : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`确认“${entryTitle(entry.name)}”的“${item}”`}
          checked={chosen}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </td>
      <td className="main-cell">
        {item}
        <span className="muted small block">
          <a href={`/desk/entries/${entry.id}`}>{entryTitle(entry.name)}</a>
          {status === "draft" ? "（草稿）" : "（已发布，经重新定级）"}
        </span>
      </td>
      <td data-label="现在">
        {category === "" ? <span className="muted">未填类别</span> : category} <Grade grade={grade} />
      </td>
      <td data-label="建议">
        {proposal.category} <Grade grade={Math.max(grade, proposal.grade)} />
      </td>
      <td>
        {proposal.reason}
        {source === "sample" && <span className="chip attention">抽样</span>}
      </td>
    </tr>
  );
}

function Outcome({ outcome }: { outcome: Confirmed }) {
  const words = { draft: "已改入草稿", matter: "已提交重新定级", review: "已送本单位内部审核" } as const;
  const link = { draft: "/desk/entries/", matter: "/desk/matters/", review: "/desk/drafts/" } as const;
  const arrival = useArrival<HTMLDivElement>(outcome);
  return (
    <div className="outcome" role="status" ref={arrival} tabIndex={-1}>
      <ul>
        {outcome.done.map(({ entry, columns, way, id }) => (
          <li key={entry.id}>
            <a href={`${link[way]}${id}`}>{entryTitle(entry.name)}</a>：{columns.length} 项，{words[way]}
          </li>
        ))}
        {outcome.refused.map(({ entry, detail, article }) => (
          <li key={entry.id}>
            <b className="late">没有确认</b>{" "}
            <a href={`/desk/entries/${entry.id}`}>{entryTitle(entry.name)}</a>：{detail}
            {article !== null && <LawTag citation={article} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lines({ lines }: { lines: readonly WorksheetLine[] }) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Confirmed | null>(null);
  const picked = lines.filter((line) => chosen.has(keyOf(line)));
  const { table, onKeyDown } = useRows(picked, () => setAsking(true));
  const choose = (line: WorksheetLine, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(keyOf(line));
    else next.delete(keyOf(line));
    setChosen(next);
  };
  const all = picked.length === lines.length;
  if (lines.length === 0)
    return (
      <>
        {outcome !== null && <Outcome outcome={outcome} />}
        <Empty>没有待确认的建议。可以对已入库的数据抽样，看有没有漏定的级别。</Empty>
      </>
    );
  return (
    <>
      {outcome !== null && <Outcome outcome={outcome} />}
      <p className="acts">
        <Button onClick={() => setChosen(all ? new Set() : new Set(lines.map(keyOf)))}>
          {all ? "全部不选" : `全选 ${lines.length} 项`}
        </Button>
        <Button type="primary" disabled={picked.length === 0} onClick={() => setAsking(true)}>
          确认所选 {picked.length} 项
        </Button>
        <span className="muted small keys">键盘：↑ ↓ 换行，空格选择，回车确认所选</span>
      </p>
      <table className="ruled stacked" ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">选择</span>
            </th>
            <th scope="col">数据项</th>
            <th scope="col">现在</th>
            <th scope="col">建议</th>
            <th scope="col">理由</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row
              key={keyOf(line)}
              line={line}
              chosen={chosen.has(keyOf(line))}
              onChoose={(on) => choose(line, on)}
            />
          ))}
        </tbody>
      </table>
      {asking && (
        <ConfirmSuggestions
          lines={picked}
          onClose={() => setAsking(false)}
          onDone={(done) => {
            setOutcome(done);
            setChosen(new Set());
            setAsking(false);
            queries.invalidateQueries({ queryKey: ["worksheet"] });
          }}
        />
      )}
    </>
  );
}

/** Art. 11 ¶4: proposals for the unit's own items; an officer confirms them, many at once, by keyboard. */
export function Worksheet() {
  const read = useQuery({ queryKey: ["worksheet", "lines"], queryFn: api.gradingWorksheet });
  return (
    <Loaded read={read} rows={8}>
      {({ items, sampled }) => (
        <>
          <Section
            title="定级建议"
            note="只是建议：确认后草稿直接改，已发布的经重新定级；不确认就不变"
            aside={<LawTag citation="11¶4" />}
          >
            <Lines lines={items} />
          </Section>
          <Samplings entries={sampled} />
          <Confirmations />
        </>
      )}
    </Loaded>
  );
}
