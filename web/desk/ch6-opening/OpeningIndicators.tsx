import { useQuery } from "@tanstack/react-query";
import type { OpeningIndicators as Indicators } from "../../../src/contract/open-catalogue.ts";
import { api, links } from "../../shared/api.ts";
import { count, share } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Scroll, Section } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";

const late = (value: number) => (value === 0 ? "0" : <b className="late">{count(value)}</b>);
const parts = (part: number, whole: number) => `${part}/${whole}`;
const columns = [
  ["已纳入/定为开放", (row: Indicators) => parts(row.included, row.classed)],
  ["正在审查", (row: Indicators) => count(row.underWay)],
  ["开放中", (row: Indicators) => count(row.open)],
  ["中止开放", (row: Indicators) => late(row.suspended)],
  ["重点已开放/重点", (row: Indicators) => parts(row.priorityOpen, row.priority)],
  ["入库（行，已纳入）", (row: Indicators) => count(row.accepted)],
  [
    "入库合格（已纳入）",
    (row: Indicators) => (row.received === "0" ? "—" : share(row.accepted, row.received)),
  ],
  ["入库（文件，定为开放）", (row: Indicators) => count(row.files)],
  ["接口（定为开放）", (row: Indicators) => count(row.interfaces)],
  ["按期更新（已纳入）", (row: Indicators) => count(row.onTime)],
  ["逾期未更新（已纳入）", (row: Indicators) => late(row.overdue)],
] as const;

/** Art. 36 ¶5: compiling, quality, opening and updating of every unit's open catalogue, with the workbook of it. */
export function OpeningIndicators() {
  const read = useQuery({ queryKey: ["opening-indicators"], queryFn: api.openingIndicators });
  return (
    <Section
      title="开放目录情况"
      note="按平台上的目录、办件和批次计数，不能填报"
      aside={
        <>
          <LawTag citation="36¶5" />
          <a href={links.openingIndicators} download>
            下载（Excel）
          </a>
        </>
      }
    >
      <Loaded read={read} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>还没有定为开放的目录。</Empty>
          ) : (
            <Scroll label="各单位开放目录情况">
              <table className="ruled">
                <thead>
                  <tr>
                    <th scope="col">单位</th>
                    {columns.map(([title]) => (
                      <th scope="col" className="number" key={title}>
                        {title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((row) => (
                    <tr key={row.unit.id}>
                      <th scope="row">{row.unit.name}</th>
                      {columns.map(([title, value]) => (
                        <td className="number" key={title}>
                          {value(row)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Loaded>
    </Section>
  );
}
