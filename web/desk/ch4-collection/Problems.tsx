import { Button } from "antd";
import { useState } from "react";
import { type Batch, type BatchProblem, dimensionLabel, problemRules } from "../../../src/contract/batch.ts";
import { api, links } from "../../shared/api.ts";
import { count } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty } from "../../shared/States.tsx";

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

function Rows({ problems }: { problems: readonly BatchProblem[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col" className="number">
            行
          </th>
          <th scope="col">列</th>
          <th scope="col">规则</th>
          <th scope="col">收到的值</th>
          <th scope="col">怎样改</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => (
          <tr key={problem.row + problem.column + problem.rule}>
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
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The problem rows of a batch, by rule, each with how to mend it. */
export function Problems({ batch }: { batch: Batch }) {
  const [filter, setFilter] = useState<Filter | null>(null);
  const list = useList(["problems", batch.id, filter], (cursor) =>
    api.problems(batch.id, {
      limit: 50,
      ...(filter === null ? {} : { rule: filter.rule, column: filter.column }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  return (
    <Section
      title="问题数据"
      note={`${count(batch.counts.quarantined)} 行，一行可违反多条规则`}
      aside={
        <a href={links.problemsCsv(batch.id)} download>
          <Icon name="download" /> 下载问题数据
        </a>
      }
    >
      <Filters batch={batch} chosen={filter} onChoose={setFilter} />
      <ListStates list={list} unit="处" empty={<Empty>没有问题数据。</Empty>}>
        {(problems) => <Rows problems={problems} />}
      </ListStates>
      <p className="muted small">3 级以上数据项的值已遮盖。改好后把这些行重新上传即可，不用重报整批。</p>
    </Section>
  );
}
