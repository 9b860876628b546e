import { useQuery } from "@tanstack/react-query";
import type { Likeness } from "../../../src/contract/duplicates.ts";
import { duplicateChoiceLabel, likenessKindLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Section } from "../../shared/Page.tsx";
import { Loaded } from "../../shared/States.tsx";

export const useLikenesses = (matter: string) =>
  useQuery({ queryKey: ["likenesses", matter], queryFn: () => api.likenesses(matter) });

export const kindsText = ({ kinds, shared }: Likeness): string =>
  `${kinds.map((kind) => likenessKindLabel[kind]).join("、")}，共有 ${shared.length} 个数据项`;

export function DecisionChip({ pair }: { pair: Likeness }) {
  if (pair.decision !== null)
    return <span className="chip done">已决定：{duplicateChoiceLabel[pair.decision.choice]}</span>;
  return pair.mustDecide ? (
    <span className="chip refused">须决定</span>
  ) : (
    <span className="chip later">供参考</span>
  );
}

/** What is in force already and like the entry under review: to be compared and decided (Art. 12 ¶4). */
export function Likenesses({ matter }: { matter: string }) {
  const read = useLikenesses(matter);
  return (
    <Section title="重复和冲突" note="与已发布的目录比较" aside={<LawTag citation="12¶4" />}>
      <Loaded read={read} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">没有名称相同、数据项大多相同或者另有数源的目录。</p>
          ) : (
            <ul className="resources">
              {items.map((pair) => (
                <li key={pair.other.id}>
                  <a href={`/desk/matters/${matter}/compare/${pair.other.id}`}>对照“{pair.other.name}”</a>
                  <span>{pair.other.provider.name}</span>
                  <span className="muted">{kindsText(pair)}</span>
                  <DecisionChip pair={pair} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
