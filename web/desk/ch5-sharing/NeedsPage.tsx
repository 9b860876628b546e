import { api } from "../../shared/api.ts";
import { kinds } from "../../shared/kinds.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { MatterTable } from "../matters/MatterTable.tsx";

/** Needs of data that stand in no entry, with how far their coordination is: one's own, for a bureau those of its area. */
export function NeedsPage() {
  useTitle("共享需求");
  const { today } = useLawTime();
  const conditions = { box: "all", kind: kinds.stateNeed };
  const list = useList(["matters", conditions], (cursor) =>
    api.matters({ ...conditions, limit: 200, ...(cursor === undefined ? {} : { cursor }) }),
  );
  const state = (
    <a className="button primary" href={`/desk/start/${kinds.stateNeed}`}>
      提出共享需求
    </a>
  );
  return (
    <>
      <Breadcrumb trail={[{ title: "第五章 共享" }, { title: "共享需求" }]} />
      <header className="page-head">
        <h1>共享需求</h1>
        <p className="sub">
          目录里找不到的数据，在这里提出；数据局统筹协调，指明可以申请的目录。目录里有的，请在目录页面直接申请共享。
          <LawTag citation="22" />
        </p>
        <div className="acts">{state}</div>
      </header>
      <ListStates
        list={list}
        unit="件"
        empty={<Empty action={<a href="/desk/entries">先在目录里找</a>}>还没有提出过共享需求。</Empty>}
      >
        {(matters) => <MatterTable matters={matters} today={today} />}
      </ListStates>
    </>
  );
}
