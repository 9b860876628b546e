import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { api } from "../../shared/api.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Empty, Loaded } from "../../shared/States.tsx";
import { Register, registersQuery } from "../ch2-parties/RegisterPage.tsx";
import { MatterTable } from "../matters/MatterTable.tsx";
import { PageTabs } from "../PageTabs.tsx";
import { SystemResults } from "./SystemResults.tsx";

const route = getRouteApi("/projects");

const stages = [
  { kind: "project-approval", title: "立项", empty: "还没有项目提交立项数据目录。" },
  { kind: "project-acceptance", title: "验收", empty: "还没有项目申请验收审核。" },
] as const;

function Stage({ stage }: { stage: (typeof stages)[number] }) {
  const { today } = useLawTime();
  const list = useList(["projects", stage.kind], (cursor) =>
    api.matters({ box: "all", kind: stage.kind, ...(cursor === undefined ? {} : { cursor }) }),
  );
  return (
    <Section title={stage.title}>
      <ListStates list={list} unit="件" empty={<Empty>{stage.empty}</Empty>}>
        {(matters) => <MatterTable matters={matters} today={today} />}
      </ListStates>
    </Section>
  );
}

const tabs = [
  { value: "gate", label: "立项和验收" },
  { value: "results", label: "系统成效" },
  { value: "budgets", label: "预算和绩效" },
] as const;

function Budgets() {
  const registers = useQuery(registersQuery);
  return (
    <Loaded read={registers} rows={6}>
      {({ items }) => {
        const info = items.find(({ name }) => name === "budgets");
        return (
          info !== undefined && (
            <Section title={info.title} note={info.summary} aside={<LawTag citation="69¶1" />}>
              <Register info={info} />
            </Section>
          )
        );
      }}
    </Loaded>
  );
}

/** Art. 14, 69: the gate of projects, what their systems brought, and what they cost. */
export function ProjectsPage() {
  useTitle("信息化项目");
  const { tab = "gate" } = route.useSearch();
  return (
    <>
      <Breadcrumb trail={[{ title: "第三章 目录管理" }, { title: "信息化项目" }]} />
      <header className="page-head">
        <h1>信息化项目</h1>
        <div className="acts">
          <a className="button" href="/desk/start/project-acceptance">
            申请验收审核
          </a>
          <a className="button primary" href="/desk/start/project-approval">
            提交立项数据目录
          </a>
        </div>
        <p className="sub">
          立项时数据目录和开放目录编制完整，验收前已发布、挂载并归集；证明可以打印，凭查验码任何人都能在“文书查验”页对照操作存证核对。
          <LawTag citation="14" />
          <LawTag citation="69" />
        </p>
      </header>
      <PageTabs tabs={tabs} at={tab} href={(to) => `/desk/projects?tab=${to}`} />
      {tab === "gate" && stages.map((stage) => <Stage key={stage.kind} stage={stage} />)}
      {tab === "results" && <SystemResults />}
      {tab === "budgets" && <Budgets />}
    </>
  );
}
