import { useQuery } from "@tanstack/react-query";
import { labelOf, riskLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { Section } from "../../shared/Page.tsx";

/** What experts advised on the matter (Art. 8(8)); nothing where nobody was asked. */
export function Opinions({ matter }: { matter: string }) {
  const opinions = useQuery({
    queryKey: ["records", "opinions", matter],
    queryFn: () => api.records({ register: "opinions", matter }),
  }).data;
  if (opinions === undefined || opinions.items.length === 0) return null;
  return (
    <Section title="专家意见">
      <ul>
        {opinions.items.map((record) => (
          <li key={record.id}>
            <a href={`/desk/records/${record.id}`}>{record.title}</a>
            <span className="muted">　风险：{labelOf(riskLabel, String(record.content.risk))}</span>
            <p>{String(record.content.opinion)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
