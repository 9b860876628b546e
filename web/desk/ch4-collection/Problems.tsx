import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { type Batch, type BatchProblem, dimensionLabel, problemRules } from "../../../src/contract/batch.ts";
import { problemStateLabel } from "../../../src/contract/labels.zh.ts";
import { api, links } from "../../shared/api.ts";
import { count } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";
import { Settlements, SettleProblems } from "./SettleProblems.tsx";

type Filter = Batch["byRule"][number];

function Filters(props: { batch: Batch; chosen: Filter | null; onChoose: (filter: Filter | null) => void }) {
  const { batch, chosen } = props;
  return (
    <fieldset className="filter-chips" aria-label="按规则筛选">
      <Button size="small" aria-pressed={chosen === null} onClick={() => props.onChoose(null)}>
        全部
      </Button>
      {batch.byRule.map((group) => (
        <Button
          key={group.column + group.rule}
          size="small"
          aria-pressed={chosen?.column === group.column && chosen.rule === group.rule}
          onClick={() => props.onChoose(group)}
        >
          {group.column}　{problemRules[group.rule].label} {count(group.count)}
        </Button>
      ))}
    </fieldset>
  );
}

const stateChip = { open: "attention", mended: "done", settled: "later", lapsed: "later" };

/** `choice`: where the reader may settle rows, those chosen; a row has as many lines as it has faults. */
function Rows(props: {
  problems: readonly BatchProblem[];
  choice: { rows: ReadonlySet<string>; onChoose: (rows: readonly string[], chosen: boolean) => void } | null;
}) {
  const { problems, choice } = props;
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          {choice !== null && <th scope="col">选择</th>}
          <th scope="col" className="number">
            行
          </th>
          <th scope="col">列</th>
          <th scope="col">规则</th>
          <th scope="col">收到的值</th>
          <th scope="col">怎样改</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, at) => (
          <tr key={problem.row + problem.column + problem.rule}>
            {choice !== null && (
              <td>
                {problem.state === "open" && problems[at - 1]?.row !== problem.row && (
                  <Checkbox
                    aria-label={`选择第 ${problem.row} 行`}
                    checked={choice.rows.has(problem.row)}
                    onChange={({ target }) => choice.onChoose([problem.row], target.checked)}
                  />
                )}
              </td>
            )}
            <td className="number" data-label="行">
              {count(problem.row)}
            </td>
            <td>
              {problem.itemName} <code className="muted">{problem.column}</code>
            </td>
            <td>
              {problemRules[problem.rule].label}
              <span className="muted small">　{dimensionLabel[problemRules[problem.rule].dimension]}</span>
            </td>
            <td data-label="收到">
              <code>{problem.value === "" ? "（空）" : problem.value}</code>
            </td>
            <td>{problem.mend}</td>
            <td>
              <span className={`chip ${stateChip[problem.state]}`}>{problemStateLabel[problem.state]}</span>
              {problem.mendedIn !== null && <span className="small muted"> 第 {problem.mendedIn} 批</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All rows that are listed and still to be mended. */
function ChooseAll(props: {
  problems: readonly BatchProblem[];
  chosen: ReadonlySet<string>;
  onChoose: (rows: readonly string[], chosen: boolean) => void;
}) {
  const open = [...new Set(props.problems.flatMap(({ row, state }) => (state === "open" ? [row] : [])))];
  if (open.length === 0) return null;
  return (
    <Checkbox
      checked={open.every((row) => props.chosen.has(row))}
      onChange={({ target }) => props.onChoose(open, target.checked)}
    >
      全选列出的 {open.length} 行待改
    </Checkbox>
  );
}

/** Rows settled at once, as the platform takes them. */
const AT_ONCE = 500;

/** The problem rows of a batch, by rule, each with how to mend it and what has become of it. */
export function Problems({ batch }: { batch: Batch }) {
  const queries = useQueryClient();
  const [filter, setFilter] = useState<Filter | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [settling, setSettling] = useState(false);
  const list = useList(["problems", batch.id, filter], (cursor) =>
    api.problems(batch.id, {
      limit: 50,
      ...(filter === null ? {} : { rule: filter.rule, column: filter.column }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const standing = useQuery({
    queryKey: ["problem-standing", batch.id],
    queryFn: () => api.problemStanding(batch.id),
    enabled: batch.state === "done",
  });
  const choose = (rows: readonly string[], wanted: boolean) =>
    setChosen((before) => {
      const others = [...before].filter((one) => !rows.includes(one));
      return new Set(wanted ? [...others, ...rows] : others);
    });
  const settleable = standing.data?.settleable === true && standing.data.open > 0;
  const settled = () => {
    setSettling(false);
    setChosen(new Set());
    queries.invalidateQueries({ queryKey: ["problems", batch.id] });
    queries.invalidateQueries({ queryKey: ["problem-standing", batch.id] });
  };
  return (
    <Section
      title="问题数据"
      note={`${count(batch.counts.quarantined)} 行，一行可违反多条规则${
        standing.data === undefined ? "" : `；待改 ${count(standing.data.open)} 行`
      }`}
      aside={
        <a href={links.problemsCsv(batch.id)} download>
          <Icon name="download" /> 下载问题数据
        </a>
      }
    >
      <Filters batch={batch} chosen={filter} onChoose={setFilter} />
      <ListStates list={list} unit="处" empty={<Empty>没有问题数据。</Empty>}>
        {(problems) => (
          <>
            {settleable && <ChooseAll problems={problems} chosen={chosen} onChoose={choose} />}
            <Rows problems={problems} choice={settleable ? { rows: chosen, onChoose: choose } : null} />
          </>
        )}
      </ListStates>
      {settleable && (
        <p className="acts">
          <Button disabled={chosen.size === 0 || chosen.size > AT_ONCE} onClick={() => setSettling(true)}>
            {chosen.size === 0 ? "选中的行源头已删除…" : `选中的 ${chosen.size} 行源头已删除…`}
          </Button>
          {chosen.size > AT_ONCE && (
            <span role="alert" className="small">
              一次最多写明 {AT_ONCE} 行，请减少 {chosen.size - AT_ONCE} 行，分几次写明。
            </span>
          )}
        </p>
      )}
      <Settlements settlements={standing.data?.settlements ?? []} total={standing.data?.settled ?? 0} />
      <p className="muted small">
        3
        级以上数据项的值已遮盖。改好后把这些行重新上传即可，不用重报整批；源头已经删除、不会再报的行，由本单位写明理由。
      </p>
      {settling && (
        <SettleProblems
          batch={batch.id}
          rows={[...chosen].toSorted((one, other) => Number(one) - Number(other))}
          onClose={() => setSettling(false)}
          onSettled={settled}
        />
      )}
    </Section>
  );
}
