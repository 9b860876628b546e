import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input } from "antd";
import { useDeferredValue, useState } from "react";
import type { EntryFacets } from "../../../src/contract/entry.ts";
import { api } from "../../shared/api.ts";
import { useNarrow } from "../../shared/useNarrow.ts";

const facetTitles: Record<keyof EntryFacets, string> = {
  status: "状态",
  provider: "提供单位",
  sharingClass: "共享类型",
  openingClass: "开放类型",
  grade: "级别",
  industry: "主题（行业）",
  base: "基础数据库",
  list: "清单",
};

const facetNames: (keyof EntryFacets)[] = [
  "status",
  "provider",
  "sharingClass",
  "openingClass",
  "grade",
  "industry",
  "base",
  "list",
];

/** What the list is narrowed to, as it stands in the address. */
export type Filters = { [Name in keyof EntryFacets | "q" | "mine"]?: string | undefined };

/** Names are offered while typing; Enter searches for what was typed. */
export function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const asked = useDeferredValue(typed.trim());
  const offered = useQuery({
    queryKey: ["suggestions", asked],
    queryFn: () => api.suggestions(asked),
    enabled: asked !== "" && asked !== q,
    placeholderData: (before) => before,
  });
  const names = asked === "" ? [] : (offered.data?.names ?? []);
  return (
    <AutoComplete
      className="entry-search"
      value={typed}
      options={names.map((name) => ({ value: name }))}
      onChange={setTyped}
      onSelect={(name: string) => onSearch(name)}
    >
      <Input.Search
        aria-label="查数据目录"
        placeholder="名称、摘要、数据项或单位，可以只写几个字"
        onSearch={(text) => onSearch(text.trim())}
      />
    </AutoComplete>
  );
}

/** What the finds divide into; a value chosen narrows the list and can be put back. */
export function Facets(props: { facets: EntryFacets; filters: Filters; onGo: (change: Filters) => void }) {
  const narrow = useNarrow();
  const narrowed = facetNames.filter((name) => props.filters[name] !== undefined);
  return (
    <aside className="facets" aria-label="按分类缩小范围">
      <details open={!narrow}>
        <summary>
          按分类缩小范围
          {narrowed.length > 0 && `（${narrowed.map((name) => facetTitles[name]).join("、")}）`}
        </summary>
        {facetNames.map((name) => {
          const values = props.facets[name];
          if (values.length === 0) return null;
          const chosen = props.filters[name] !== undefined;
          return (
            <section key={name}>
              <h2>{facetTitles[name]}</h2>
              <ul>
                {values.slice(0, 8).map(({ value, label, count }) => (
                  <li key={value}>
                    <button
                      type="button"
                      className="link-button"
                      aria-pressed={chosen}
                      onClick={() => props.onGo({ [name]: chosen ? undefined : value })}
                    >
                      {label}
                    </button>
                    <span className="muted small">{chosen ? "点按取消" : count}</span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </details>
    </aside>
  );
}
