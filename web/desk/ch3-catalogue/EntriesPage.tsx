import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { AutoComplete, Button, Checkbox, Input, Popover, Radio } from "antd";
import { useDeferredValue, useState } from "react";
import type { EntryFacets } from "../../../src/contract/entry.ts";
import { api } from "../../shared/api.ts";
import { queryString } from "../../shared/http.ts";
import { ListStates } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Failure } from "../../shared/States.tsx";
import { EntryRows } from "./EntryRows.tsx";
import { emptyContent } from "./fields.ts";
import { type OptionalColumn, optionalColumns, useColumns, useSavedFilters } from "./listSettings.ts";

const route = getRouteApi("/entries");

const facetTitles: Record<keyof EntryFacets, string> = {
  status: "状态",
  provider: "提供单位",
  sharingClass: "共享类型",
  openingClass: "开放类型",
  grade: "级别",
  industry: "行业",
};
const facetNames: (keyof EntryFacets)[] = [
  "status",
  "provider",
  "sharingClass",
  "openingClass",
  "grade",
  "industry",
];
type Filters = { [Name in keyof EntryFacets | "q" | "mine"]?: string | undefined };

/** Names are offered while typing; Enter searches for what was typed. */
function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
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
function Facets(props: { facets: EntryFacets; filters: Filters; onGo: (change: Filters) => void }) {
  return (
    <aside className="facets" aria-label="按分类缩小范围">
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
    </aside>
  );
}

function ColumnChoice(props: { columns: OptionalColumn[]; onChange: (columns: OptionalColumn[]) => void }) {
  const options = Object.entries(optionalColumns).map(([value, label]) => ({ value, label }));
  const content = (
    <Checkbox.Group
      className="column-choice"
      options={options}
      value={props.columns}
      onChange={(chosen) =>
        // In the order of the table, whatever the order of the clicks.
        props.onChange(optionalNames.filter((name) => chosen.some((one) => one === name)))
      }
    />
  );
  return (
    <Popover trigger="click" content={content} title="显示哪些列">
      <Button>列</Button>
    </Popover>
  );
}
const optionalNames: OptionalColumn[] = [
  "provider",
  "status",
  "sharing",
  "opening",
  "grade",
  "version",
  "updated",
];

/** Filters kept under a name in this browser. */
function SavedFilters({ query }: { query: string }) {
  const [saved, setSaved] = useSavedFilters();
  const [name, setName] = useState("");
  const content = (
    <div className="saved-filters">
      {saved.length === 0 && <p className="muted small">还没有存过筛选。</p>}
      <ul>
        {saved.map((filter) => (
          <li key={filter.name}>
            <a href={`/desk/entries${filter.query}`}>{filter.name}</a>
            <button
              type="button"
              className="link-button"
              onClick={() => setSaved(saved.filter((one) => one !== filter))}
            >
              删除<span className="sr-only">筛选 {filter.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === "") return;
          setSaved(
            [...saved.filter((one) => one.name !== name.trim()), { name: name.trim(), query }].slice(-20),
          );
          setName("");
        }}
      >
        <Input
          aria-label="给现在的筛选起个名字"
          placeholder="给现在的筛选起个名字"
          maxLength={30}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit">存下</Button>
      </form>
    </div>
  );
  return (
    <Popover trigger="click" content={content} title="常用筛选">
      <Button>常用筛选</Button>
    </Popover>
  );
}

function Exports({ chosen, filters }: { chosen: ReadonlySet<string>; filters: Filters }) {
  const save = useMutation({
    mutationFn: (format: string) =>
      api.exportEntries(
        chosen.size > 0
          ? { format, ids: [...chosen] }
          : { format, q: filters.q ?? "", mine: filters.mine === "true" },
      ),
  });
  const content = (
    <div className="acts">
      {[
        ["xlsx", "Excel，可以改好再导入"],
        ["csv", "CSV，每个数据项一行"],
        ["json", "JSON"],
      ].map(([format = "", words]) => (
        <Button key={format} loading={save.isPending} onClick={() => save.mutate(format)}>
          {words}
        </Button>
      ))}
      {save.error !== null && <Failure error={save.error} />}
    </div>
  );
  return (
    <Popover
      trigger="click"
      content={content}
      title={chosen.size > 0 ? `导出选中的 ${chosen.size} 个` : "导出查到的目录"}
    >
      <Button>{chosen.size > 0 ? `导出选中的 ${chosen.size} 个` : "导出"}</Button>
    </Popover>
  );
}

export function EntriesPage() {
  useTitle("数据目录");
  const filters: Filters = route.useSearch();
  const q = filters.q ?? "";
  const mine = filters.mine === "true";
  const { today } = useLawTime();
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [columns, setColumns] = useColumns();
  const create = useMutation({
    mutationFn: () => api.createEntry(emptyContent),
    onSuccess: (entry) => router.history.push(`/desk/entries/${entry.id}/edit`),
  });
  const query = useInfiniteQuery({
    queryKey: ["entry-search", filters],
    queryFn: ({ pageParam }) =>
      api.searchEntries(pageParam === "" ? filters : { ...filters, cursor: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const list = { query, items: query.data?.pages.flatMap((page) => page.items) };
  const first = query.data?.pages[0];
  const go = (change: Filters) => {
    setChosen(new Set());
    router.history.push(`/desk/entries${queryString({ ...filters, ...change })}`);
  };
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "数据目录" }]} />
      <header className="page-head">
        <h1>数据目录</h1>
        <div className="acts">
          <a className="button" href="/desk/entries/import">
            用 Excel 导入
          </a>
          <Button type="primary" loading={create.isPending} onClick={() => create.mutate()}>
            编制目录
          </Button>
        </div>
      </header>
      {create.error !== null && <Failure error={create.error} />}
      <div className="filters">
        <Radio.Group
          aria-label="范围"
          optionType="button"
          options={[
            { value: false, label: "全市" },
            { value: true, label: "本单位" },
          ]}
          value={mine}
          onChange={(event) => go({ mine: event.target.value ? "true" : undefined })}
        />
        <SearchBox key={q} q={q} onSearch={(text) => go({ q: text })} />
        <SavedFilters query={queryString(filters)} />
        <ColumnChoice columns={columns} onChange={setColumns} />
        <Exports chosen={chosen} filters={filters} />
      </div>
      {first !== undefined && (
        <p className="muted small" role="status">
          查到 {first.more ? "1000+" : first.count} 个目录
          {first.more && "，只排列其中 1000 个，请再写几个字或者按分类缩小范围"}
          {chosen.size > 0 && `，已选中 ${chosen.size} 个`}
        </p>
      )}
      <div className="with-facets">
        {first !== undefined && <Facets facets={first.facets} filters={filters} onGo={go} />}
        <div>
          <ListStates
            list={list}
            unit="个目录"
            empty={
              <Empty
                action={
                  <button type="button" className="link-button" onClick={() => create.mutate()}>
                    编制一个目录
                  </button>
                }
              >
                {q === "" ? "这里还没有数据目录。" : `没有找到与“${q}”有关的数据目录。`}
              </Empty>
            }
          >
            {(entries) => (
              <EntryRows
                entries={entries}
                columns={columns}
                today={today}
                chosen={chosen}
                onChoose={setChosen}
              />
            )}
          </ListStates>
        </div>
      </div>
    </>
  );
}
