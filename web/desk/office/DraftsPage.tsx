import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../shared/api.ts";
import { useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { DraftTable, type Passed, PassedNote } from "./DraftTable.tsx";

const route = getRouteApi("/drafts");
const boxes = [
  { box: "waiting", title: "待我审", href: "/desk/drafts", empty: "现在没有等您审核或者修改的送审件。" },
  { box: "own", title: "我起草的", href: "/desk/drafts?box=own", empty: "您还没有送审过。" },
  { box: "all", title: "本单位", href: "/desk/drafts?box=all", empty: "本单位还没有送审件。" },
] as const;

export function DraftsPage() {
  const search = route.useSearch();
  const { now } = useLawTime();
  const current = boxes.find(({ box }) => box === search.box) ?? boxes[0];
  const drafts = useQuery({ queryKey: ["drafts", current.box], queryFn: () => api.drafts(current.box) });
  const [passed, setPassed] = useState<Passed | null>(null);
  useTitle("送审件");
  return (
    <>
      <header className="page-head">
        <h1>送审件</h1>
      </header>
      <nav className="tabs" aria-label="送审件范围">
        {boxes.map((tab) => (
          <a key={tab.box} href={tab.href} aria-current={tab.box === current.box ? "page" : undefined}>
            {tab.title}
          </a>
        ))}
      </nav>
      {passed !== null && <PassedNote passed={passed} />}
      <Loaded read={drafts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty action={<a href="/desk/office">看本单位的审签设定</a>}>{current.empty}</Empty>
          ) : (
            <DraftTable key={current.box} drafts={items} now={now} onPassed={setPassed} />
          )
        }
      </Loaded>
    </>
  );
}
