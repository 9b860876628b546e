import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { DecisionsOutcome } from "../../../src/contract/decisions.ts";
import type { MatterSummary } from "../../../src/contract/matter.ts";
import { api } from "../../shared/api.ts";
import { pressing } from "../../shared/DeadlineChip.tsx";
import { dateText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { OwnUpdates } from "../ch3-catalogue/DataDue.tsx";
import { OwnJointMendings } from "../ch4-collection/OwnJointMendings.tsx";
import { DayStrip } from "./DayStrip.tsx";
import { DecisionBar, OutcomeNote } from "./DecisionBar.tsx";
import { Filters } from "./Filters.tsx";
import { MatterTable } from "./MatterTable.tsx";

const route = getRouteApi("/");
const boxes = [
  { box: "todo", title: "待办", href: "/desk/", empty: "现在没有要您办的件。" },
  { box: "started", title: "我发起的", href: "/desk/?box=started", empty: "您还没有发起过办件。" },
  { box: "overdue", title: "逾期", href: "/desk/?box=overdue", empty: "没有逾期的办件。" },
  { box: "all", title: "全部办件", href: "/desk/?box=all", empty: "本单位还没有办件。" },
] as const;

const scopes = [
  { scope: undefined, title: "本单位全部", href: "/desk/" },
  { scope: "mine", title: "我办的", href: "/desk/?scope=mine" },
  { scope: "unit", title: "本处室", href: "/desk/?scope=unit" },
  { scope: "unassigned", title: "待分办", href: "/desk/?scope=unassigned" },
] as const;

function Summary({ matters }: { matters: readonly MatterSummary[] }) {
  const running = matters.map((matter) => pressing(matter.deadlines)).filter((d) => d?.state === "open");
  const late = running.filter((deadline) => deadline?.overdue === true).length;
  const today = running.filter((deadline) => deadline?.overdue === false && deadline.daysLeft === 0).length;
  return (
    <p className="summary">
      {matters.length} 件
      {late > 0 && (
        <>
          ，其中 <b className="late">逾期 {late}</b>
        </>
      )}
      {today > 0 && (
        <>
          ，<b className="due-today">今日到期 {today}</b>
        </>
      )}
    </p>
  );
}

function onDay(matters: readonly MatterSummary[], day: string | null): readonly MatterSummary[] {
  return day === null ? matters : matters.filter((matter) => pressing(matter.deadlines)?.dueOn === day);
}

function Head({ title, matters }: { title: string; matters: readonly MatterSummary[] | undefined }) {
  const me = useQuery(sessionQuery).data;
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {matters !== undefined && <Summary matters={matters} />}
      <div className="acts">
        {me?.party.kind === "authority" && (
          <a className="button" href="/desk/window">
            窗口登记
          </a>
        )}
        <a className="button" href="/desk/rules">
          发起办件
        </a>
      </div>
    </header>
  );
}

/** Which matters: the boxes, and of the to-do box its parts. */
function Tabs({ box, scope }: { box: string; scope: string | undefined }) {
  return (
    <>
      <nav className="tabs" aria-label="办件范围">
        {boxes.map((tab) => (
          <a key={tab.box} href={tab.href} aria-current={tab.box === box ? "page" : undefined}>
            {tab.title}
          </a>
        ))}
      </nav>
      {box === "todo" && (
        <nav className="scopes small" aria-label="待办分类">
          {scopes.map((one) => (
            <a key={one.href} href={one.href} aria-current={one.scope === scope ? "page" : undefined}>
              {one.title}
            </a>
          ))}
        </nav>
      )}
    </>
  );
}

export function TodoPage() {
  const search = route.useSearch();
  const { today } = useLawTime();
  const [day, setDay] = useState<string | null>(null);
  const current = boxes.find((candidate) => candidate.box === search.box) ?? boxes[0];
  const { box } = current;
  const { q, kind, light } = search;
  const { scope } = (box === "todo" && scopes.find((one) => one.scope === search.scope)) || scopes[0];
  const conditions = { box, q, kind, light, scope };
  const list = useList(["matters", conditions], (cursor) =>
    api.matters({ ...conditions, limit: 200, ...(cursor === undefined ? {} : { cursor }) }),
  );
  const me = useQuery(sessionQuery).data;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState<DecisionsOutcome | null>(null);
  const choosing = {
    chosen,
    onChoose: (ids: readonly string[], on: boolean) =>
      setChosen(on ? new Set([...chosen, ...ids]) : new Set([...chosen].filter((id) => !ids.includes(id)))),
  };
  const picked = box === "todo" ? (list.items ?? []).filter(({ id }) => chosen.has(id)) : [];
  useTitle(current.title);
  return (
    <>
      <Head title={current.title} matters={list.items} />
      <Tabs box={box} scope={scope} />
      {today !== undefined && (
        <DayStrip today={today} matters={list.items ?? []} chosen={day} onChoose={setDay} />
      )}
      {day !== null && (
        <p className="filter-note small">
          只显示 {dateText(day, today)} 到期的办件
          <button type="button" className="link-button" onClick={() => setDay(null)}>
            显示全部
          </button>
        </p>
      )}
      <Filters conditions={conditions} />
      {outcome !== null && <OutcomeNote outcome={outcome} />}
      <ListStates
        list={list}
        unit="件"
        empty={
          q === undefined && kind === undefined && light === undefined ? (
            <Empty action={<a href="/desk/rules">看可以发起哪些事项</a>}>{current.empty}</Empty>
          ) : (
            <Empty action={<a href={current.href}>显示全部</a>}>没有符合条件的办件。</Empty>
          )
        }
      >
        {(matters) => (
          <MatterTable
            matters={onDay(matters, day)}
            today={today}
            choosing={box === "todo" ? choosing : undefined}
          />
        )}
      </ListStates>
      {box === "todo" && <OwnUpdates />}
      {box === "todo" && me && <OwnJointMendings me={me} />}
      <p className="muted small">
        “未规定”指办法没有规定天数，承诺时限由市数据局设定。剩余天数不含今日、含到期日，按国务院办公厅放假安排计算。
      </p>
      {picked.length > 0 && (
        <DecisionBar
          chosen={picked}
          onClear={() => setChosen(new Set())}
          onDone={(decided) => {
            setOutcome(decided);
            setChosen(new Set());
            queries.invalidateQueries();
          }}
        />
      )}
    </>
  );
}
