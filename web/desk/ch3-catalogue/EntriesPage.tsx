import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Radio } from "antd";
import { useState } from "react";
import { uuidv7 } from "uuidv7";
import { api } from "../../shared/api.ts";
import { queryString } from "../../shared/http.ts";
import { kinds } from "../../shared/kinds.ts";
import { ListStates } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { useUpdates } from "./DataDue.tsx";
import { EntryBulk } from "./EntryBulk.tsx";
import { EntryExports } from "./EntryExports.tsx";
import { ColumnChoice, SavedFilters } from "./EntryListSettings.tsx";
import { EntryRows } from "./EntryRows.tsx";
import { Facets, type Filters, SearchBox } from "./EntrySearch.tsx";
import { useColumns } from "./listSettings.ts";

const route = getRouteApi("/entries");

export function EntriesPage() {
  useTitle("数据目录");
  const filters: Filters = route.useSearch();
  const q = filters.q ?? "";
  const mine = filters.mine === "true";
  const { today } = useLawTime();
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [columns, setColumns] = useColumns();
  // The address has the id that the draft will have, so that going back, a reload or a second tab begin no second one.
  const compile = () => router.history.push(`/desk/entries/${uuidv7()}/edit?new=true`);
  const query = useInfiniteQuery({
    queryKey: ["entry-search", filters],
    queryFn: ({ pageParam }) =>
      api.searchEntries(pageParam === "" ? filters : { ...filters, cursor: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const list = { query, items: query.data?.pages.flatMap((page) => page.items) };
  const updates = useUpdates(list.items?.map(({ id }) => id).slice(-200) ?? []);
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
          <Button type="primary" onClick={compile}>
            编制目录
          </Button>
        </div>
      </header>
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
        <EntryExports chosen={chosen} filters={filters} />
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
                  <>
                    <button type="button" className="link-button" onClick={compile}>
                      编制一个目录
                    </button>
                    {q !== "" && <a href={`/desk/start/${kinds.stateNeed}`}>提出共享需求，请数据局协调</a>}
                  </>
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
                shown={{ today, updates }}
                chosen={chosen}
                onChoose={setChosen}
              />
            )}
          </ListStates>
          <p className="muted small keys">方向键在行间移动，按住 Shift 连选，Ctrl+A 选中已显示的全部。</p>
          <EntryBulk entries={list.items ?? []} chosen={chosen} onClear={() => setChosen(new Set())} />
        </div>
      </div>
    </>
  );
}
