import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input } from "antd";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { EntryFacets } from "../../../src/contract/entry.ts";
import { sectionOf } from "../../../src/contract/industry.ts";
import { api } from "../../shared/api.ts";
import { useNarrow } from "../../shared/useNarrow.ts";

/** Divisions stand under their section, by one and the same condition. */
type FacetName = Exclude<keyof EntryFacets, "division">;

const facetTitles: Record<FacetName, string> = {
  status: "状态",
  provider: "提供单位",
  sharingClass: "共享类型",
  openingClass: "开放类型",
  grade: "级别",
  industry: "主题（行业）",
  base: "基础数据库",
  list: "清单",
};

const facetNames: FacetName[] = [
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
export type Filters = { [Name in FacetName | "q" | "mine"]?: string | undefined };

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

type Facet = EntryFacets[keyof EntryFacets];

interface Chosen {
  /** What is chosen of the facet, if anything. */
  readonly value: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

/** Values by their counts; the one chosen can be put back. */
function Values(props: Chosen & { values: Facet; children?: ReactNode }) {
  const { values, value, onChoose, children } = props;
  return (
    <ul>
      {values.map((one) => {
        const chosen = value !== undefined && one.value === value;
        return (
          <li key={one.value}>
            <button
              type="button"
              className="link-button"
              aria-pressed={chosen}
              onClick={() => onChoose(chosen ? undefined : one.value)}
            >
              {one.label}
            </button>
            <span className="muted small">{chosen ? "点按取消" : one.count}</span>
          </li>
        );
      })}
      {children}
    </ul>
  );
}

/** The sections; under the one chosen its divisions. */
function Industries({ facets, value, onChoose }: Chosen & { facets: EntryFacets }) {
  const section = value === undefined ? undefined : sectionOf(value);
  return (
    <Values values={facets.industry} value={section} onChoose={onChoose}>
      {facets.division.length > 0 && (
        <li className="divisions">
          <Values
            values={facets.division}
            value={value}
            onChoose={(division) => onChoose(division ?? section)}
          />
        </li>
      )}
    </Values>
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
          const chosen = {
            value: props.filters[name],
            onChoose: (value: string | undefined) => props.onGo({ [name]: value }),
          };
          return (
            <section key={name}>
              <h2>{facetTitles[name]}</h2>
              {name === "industry" ? (
                <Industries facets={props.facets} {...chosen} />
              ) : (
                <Values values={values.slice(0, 8)} {...chosen} />
              )}
            </section>
          );
        })}
      </details>
    </aside>
  );
}
