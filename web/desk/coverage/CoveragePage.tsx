import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Input, Select } from "antd";
import { useState } from "react";
import { type Coverage, standing } from "../../../src/contract/coverage.ts";
import { standingOfObligationLabel } from "../../../src/contract/labels.zh.ts";
import { api, links } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";
import { Chapters } from "./Chapters.tsx";
import { Obligations } from "./Obligations.tsx";

const route = getRouteApi("/coverage");
const path = "/desk/coverage";

type Search = ReturnType<typeof route.useSearch>;

/** The address of the page with some of its conditions changed; an empty one is left out. */
function addressOf(search: Search, change: Search): string {
  const next = new URLSearchParams({ ...search, ...change });
  for (const [name, value] of [...next]) if (value === "") next.delete(name);
  return next.size === 0 ? path : `${path}?${next}`;
}

function Filters({ coverage, search }: { coverage: Coverage; search: Search }) {
  const router = useRouter();
  const [q, setQ] = useState(search.q ?? "");
  const go = (change: Search) => router.history.push(addressOf(search, change));
  return (
    <div className="filters">
      <Input.Search
        aria-label="查义务"
        placeholder="编号、义务、办理事项"
        allowClear
        maxLength={100}
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onSearch={(value) => go({ q: value.trim() })}
      />
      <Select
        aria-label="章"
        value={search.chapter ?? ""}
        onChange={(chapter) => go({ chapter })}
        popupMatchSelectWidth={false}
        options={[
          { value: "", label: "全部各章" },
          ...coverage.chapters.map(({ number, title }) => ({
            value: String(number),
            label: `第 ${number} 章 ${title}`,
          })),
        ]}
      />
      <Select
        aria-label="状态"
        value={search.standing ?? ""}
        onChange={(chosen) => go({ standing: chosen })}
        options={[
          { value: "", label: "全部状态" },
          ...standing.options.map((value) => ({ value, label: standingOfObligationLabel[value] })),
        ]}
      />
    </div>
  );
}

function Found({ coverage, search }: { coverage: Coverage; search: Search }) {
  return (
    <>
      <Section title="各章" note="点章名只看这一章">
        <Chapters
          chapters={coverage.chapters}
          hrefOf={(chapter) => addressOf(search, { chapter: String(chapter) })}
        />
      </Section>
      <Section
        title="各项义务"
        note={`${coverage.items.length} 项`}
        aside={
          <a href={links.coverageCsv(search)} download>
            导出 CSV
          </a>
        }
      >
        <Filters key={search.q ?? ""} coverage={coverage} search={search} />
        {coverage.items.length === 0 ? (
          <Empty action={<a href={path}>看全部义务</a>}>没有符合条件的义务，请换一个词或者放宽条件。</Empty>
        ) : (
          <Obligations rows={coverage.items} />
        )}
      </Section>
    </>
  );
}

/** For auditors: every obligation of the Measures, whether the platform answers for it, and what proves that. */
export function CoveragePage() {
  useTitle("义务覆盖");
  const search = route.useSearch();
  const read = useQuery({
    queryKey: ["coverage", search],
    queryFn: () => api.coverage(search),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Breadcrumb trail={[{ title: "平台" }, { title: "义务覆盖" }]} />
      <header className="page-head">
        <h1>义务覆盖</h1>
        <p className="sub">
          办法的每一项义务，平台有没有守住，凭什么这样说。“已证明”是把守卫从程序里逐一撤去，点到这一项的测试每次都失败；
          只有测试点到的不算证明。随平台版本生成，不能在这里改。
          <LawTag citation="64" />
        </p>
      </header>
      <Loaded read={read} rows={12}>
        {(coverage) => <Found coverage={coverage} search={search} />}
      </Loaded>
    </>
  );
}
