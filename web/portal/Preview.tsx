import { useQuery } from "@tanstack/react-query";
import type { Dataset } from "../../src/contract/portal.ts";
import { api } from "../shared/api.ts";
import { Scroll, Section } from "../shared/Page.tsx";
import { Empty, Loaded } from "../shared/States.tsx";

const isNumeric = (type: Dataset["items"][number]["type"]) => type === "integer" || type === "decimal";

/** First rows of an open dataset, read at the same address as anybody else reads them. */
export function Preview({ dataset }: { dataset: Dataset }) {
  const rows = useQuery({
    queryKey: ["rows", dataset.code, dataset.version],
    queryFn: () => api.openRows(dataset.code, 10),
  });
  const columnClass = (item: Dataset["items"][number]) => (isNumeric(item.type) ? "number" : "nowrap");
  return (
    <Section title="数据预览" note="前 10 行">
      <Loaded read={rows} rows={10}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>这一版没有数据行。</Empty>
          ) : (
            <Scroll label="数据预览">
              <table className="ruled">
                <thead>
                  <tr>
                    {dataset.items.map((item) => (
                      <th key={item.column} scope="col" className={columnClass(item)}>
                        {item.name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((row) => (
                    <tr key={JSON.stringify(row)}>
                      {dataset.items.map((item) => (
                        <td key={item.column} className={columnClass(item)}>
                          {row[item.column] ?? "—"}
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
