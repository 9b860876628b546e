import type { MatterSummary } from "../../src/contract/matter.ts";
import { api } from "../shared/api.ts";
import { DeadlineChip, standing } from "../shared/DeadlineChip.tsx";
import { hanging, instantText } from "../shared/format.ts";
import { ListStates, useList } from "../shared/list.tsx";
import { Breadcrumb, useTitle } from "../shared/Page.tsx";
import { useLawTime } from "../shared/queries.ts";
import { Empty } from "../shared/States.tsx";
import { SignedIn } from "./SignedIn.tsx";

function Entry({ matter }: { matter: MatterSummary }) {
  const { now, today } = useLawTime();
  const deadline = standing(matter);
  return (
    <li>
      <h2>
        <a className={`title ${hanging(matter.title)}`} href={`/matters/${matter.id}`}>
          {matter.title}
        </a>
      </h2>
      <p className="meta small">
        {matter.closed ? (
          <span className="chip done">{matter.stateTitle}</span>
        ) : (
          <span className="chip active">{matter.stateTitle}</span>
        )}
        {!matter.closed && deadline !== undefined && <DeadlineChip deadline={deadline} today={today} />}
        <span>{matter.number}</span>
        <span>{instantText(matter.receivedAt, now)}提出</span>
      </p>
    </li>
  );
}

function List() {
  const list = useList(["matters", "started"], (cursor) =>
    api.matters({ box: "started", ...(cursor === undefined ? {} : { cursor }) }),
  );
  return (
    <ListStates
      list={list}
      unit="件"
      empty={<Empty action={<a href="/datasets">查找开放数据</a>}>您还没有提出过申请或者异议。</Empty>}
    >
      {(matters) => (
        <ul className="datasets">
          {matters.map((matter) => (
            <Entry key={matter.id} matter={matter} />
          ))}
        </ul>
      )}
    </ListStates>
  );
}

export function MattersPage() {
  useTitle("我的办理");
  return (
    <>
      <Breadcrumb trail={[{ title: "首页", href: "/" }, { title: "我的办理" }]} />
      <h1>我的办理</h1>
      <SignedIn why="登录后可以看到您提出的异议办到哪一步、结果是什么。">{() => <List />}</SignedIn>
    </>
  );
}
