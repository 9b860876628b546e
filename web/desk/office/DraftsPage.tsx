import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { api } from "../../shared/api.ts";
import { instantText } from "../../shared/format.ts";
import { useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { StageChip } from "./DraftParts.tsx";

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
      <Loaded read={drafts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty action={<a href="/desk/office">看本单位的审签设定</a>}>{current.empty}</Empty>
          ) : (
            <table className="ruled stacked">
              <thead>
                <tr>
                  <th scope="col">审到</th>
                  <th scope="col">送审件</th>
                  <th scope="col">拟办</th>
                  <th scope="col">起草</th>
                  <th scope="col">时间</th>
                </tr>
              </thead>
              <tbody>
                {items.map((draft) => (
                  <tr key={draft.id}>
                    <td className="nowrap">
                      <StageChip stage={draft.stage} />
                    </td>
                    <td className="main-cell">
                      <a className="title" href={`/desk/drafts/${draft.id}`}>
                        {draft.title}
                      </a>
                      <span className="muted small block">{draft.kindTitle}</span>
                    </td>
                    <td data-label="拟办">{draft.actionTitle}</td>
                    <td data-label="起草">{draft.draftedBy.name}</td>
                    <td className="nowrap" data-label="时间">
                      {instantText(draft.since, now)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </>
  );
}
