import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Confirmation, Worksheet } from "../../../src/contract/grading-worksheet.ts";
import { entryTitle } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { Grade, Section } from "../../shared/Page.tsx";
import { Failure, Loaded } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

type Sampled = Worksheet["sampled"][number];

/** When it was sampled, and what came of it; what was found stands above among the proposals. */
function outcome(at: string, rows: number, found: number): string {
  if (rows === 0) return `${instantText(at)}，没有入库的行，看不出级别；请先看批次的问题数据`;
  return `${instantText(at)}，${rows} 行，${found === 0 ? "没有发现需要提示的" : `${found} 项建议`}`;
}

function Row({ entry, rows, found, at }: Sampled) {
  const queries = useQueryClient();
  const sample = useOnce((key) => api.sample(entry.id, key), {
    onSuccess: () => queries.invalidateQueries({ queryKey: ["worksheet"] }),
  });
  return (
    <tr>
      <td className="main-cell">
        <a href={`/desk/entries/${entry.id}`}>{entryTitle(entry.name)}</a>
        {sample.error !== null && <Failure error={sample.error} />}
      </td>
      <td data-label="最近抽样">
        {at === null ? <span className="muted">没有抽过</span> : outcome(at, rows ?? 0, found)}
      </td>
      <td>
        <Button size="small" loading={sample.isPending} onClick={() => sample.mutate()}>
          抽样<span className="sr-only">“{entryTitle(entry.name)}”</span>
        </Button>
      </td>
    </tr>
  );
}

/** The unit's mounted entries; a sampling tells patterns and counts, and stands on record. */
export function Samplings({ entries }: { entries: readonly Sampled[] }) {
  if (entries.length === 0) return null;
  return (
    <Section
      title="抽样"
      note="每次看至多 200 行，只得出各类号码的个数，不显示、不留存数据；每次抽样都留下记录"
    >
      <table className="ruled stacked">
        <thead>
          <tr>
            <th scope="col">数据目录</th>
            <th scope="col">最近抽样</th>
            <th scope="col">
              <span className="sr-only">操作</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((one) => (
            <Row key={one.entry.id} {...one} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const ways = { draft: "改入草稿", matter: "重新定级", review: "内部审核" } as const;

function Table({ items }: { items: readonly Confirmation[] }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">数据项</th>
          <th scope="col">确认为</th>
          <th scope="col">理由</th>
          <th scope="col">办法</th>
          <th scope="col">确认人</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, item, entry, category, grade, reason, way, matterId, person, at }) => (
          <tr key={id}>
            <td className="main-cell">
              {item}
              <span className="muted small block">{entryTitle(entry.name)}</span>
            </td>
            <td data-label="确认为">
              {category} <Grade grade={grade} />
            </td>
            <td>{reason}</td>
            <td data-label="办法" className="nowrap">
              {matterId === null ? ways[way] : <a href={`/desk/matters/${matterId}`}>{ways[way]}</a>}
            </td>
            <td data-label="确认人">
              {person}，{instantText(at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who of the unit confirmed which proposal and when. */
export function Confirmations() {
  const read = useQuery({ queryKey: ["worksheet", "confirmations"], queryFn: api.gradingConfirmations });
  return (
    <Section title="确认记录" note="最近 200 项">
      <Loaded read={read} rows={2}>
        {({ items }) =>
          items.length === 0 ? <p className="muted">还没有确认过建议。</p> : <Table items={items} />
        }
      </Loaded>
    </Section>
  );
}
