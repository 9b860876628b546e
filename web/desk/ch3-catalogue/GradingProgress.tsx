import { useQuery } from "@tanstack/react-query";
import type { GradingProgress as Progress } from "../../../src/contract/grading.ts";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

interface Figures {
  entries: number;
  graded: number;
  published: number;
}

const sumOf = (rows: readonly Progress[]): Figures => ({
  entries: rows.reduce((sum, row) => sum + row.entries, 0),
  graded: rows.reduce((sum, row) => sum + row.graded, 0),
  published: rows.reduce((sum, row) => sum + row.published, 0),
});

/** Share of the entries that are classified throughout, as a bar and in figures. */
function Bar({ name, figures: { entries, graded } }: { name: string; figures: Figures }) {
  const percent = Math.floor((graded / Math.max(entries, 1)) * 100);
  return (
    <span className="graded-share">
      <progress max={Math.max(entries, 1)} value={graded} aria-label={`${name}已分级的目录`} />
      <span className="nowrap">{percent}%</span>
    </span>
  );
}

function Rows(props: { rows: readonly { key: string; name: string; unit?: string; figures: Figures }[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">名称</th>
          <th scope="col">已分级</th>
          <th scope="col" className="number">
            已分级／全部
          </th>
          <th scope="col" className="number">
            已发布
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ key, name, unit, figures }) => (
          <tr key={key}>
            <td className="main-cell">
              {unit === undefined ? name : <a href={`/desk/grading?unit=${unit}`}>{name}</a>}
            </td>
            <td>
              <Bar name={name} figures={figures} />
            </td>
            <td className="number" data-label="已分级／全部">
              {figures.graded}／{figures.entries} 条
            </td>
            <td className="number" data-label="已发布">
              {figures.published} 条
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tables({ items, areas }: { items: readonly Progress[]; areas: ReadonlyMap<string, string> }) {
  const regions = [...new Set(items.map(({ region }) => region))];
  return (
    <>
      <Section title="各行政区域" aside={<LawTag citation="11¶2" />}>
        <Rows
          rows={regions.map((region) => ({
            key: region,
            name: areas.get(region) ?? region,
            figures: sumOf(items.filter((row) => row.region === region)),
          }))}
        />
      </Section>
      <Section title="各单位" note="点单位名称，看它的问题">
        <Rows
          rows={items.map(({ unit, ...figures }) => ({
            key: unit.id,
            name: unit.name,
            unit: unit.id,
            figures,
          }))}
        />
      </Section>
    </>
  );
}

/** Art. 11 ¶2: how far each county and each unit is; the county's bureau sees its county. */
export function GradingProgress() {
  const read = useQuery({ queryKey: ["grading", "progress"], queryFn: api.gradingProgress });
  const areas = useQuery({ queryKey: ["areas"], queryFn: api.areas }).data?.items ?? [];
  return (
    <Loaded read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>还没有单位编制数据目录。</Empty>
        ) : (
          <Tables items={items} areas={new Map(areas.map(({ code, name }) => [code, name]))} />
        )
      }
    </Loaded>
  );
}
