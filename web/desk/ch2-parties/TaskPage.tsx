import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Task } from "../../../src/contract/task.ts";
import { api } from "../../shared/api.ts";
import { dateText, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { Loaded } from "../../shared/States.tsx";
import { partsInWords, TaskState } from "./TaskState.tsx";

const route = getRouteApi("/tasks/$id");

function Parts({ task }: { task: Task }) {
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">承办单位</th>
          <th scope="col">进度</th>
          <th scope="col">最近反馈</th>
          <th scope="col">文号</th>
        </tr>
      </thead>
      <tbody>
        {task.parts.map((part) => (
          <tr key={part.matter}>
            <td className="main-cell">
              <a className="title" href={`/desk/matters/${part.matter}`}>
                {part.addressee.name}
              </a>
            </td>
            <td>
              <TaskState part={part} />
            </td>
            <td>{part.latest ?? <span className="muted">还没有反馈</span>}</td>
            <td className="nowrap">{part.number}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One task over all units it was issued to. */
export function TaskPage() {
  const { id } = route.useParams();
  const { now, today } = useLawTime();
  const task = useQuery({ queryKey: ["task", id], queryFn: () => api.task(id) });
  useTitle(task.data?.title ?? "任务");
  return (
    <>
      <Breadcrumb
        trail={[{ title: "任务", href: "/desk/tasks" }, { title: task.data?.title ?? "任务详情" }]}
      />
      <Loaded read={task} rows={10}>
        {(data) => (
          <>
            <header className="page-head">
              <h1>{data.title}</h1>
              <p className="sub">
                {partsInWords(data.parts)}，{dateText(data.dueOn, today)}前完成
                <LawTag citation="8(3)" />
              </p>
            </header>
            <Section title="任务和要求">
              <Facts
                facts={[
                  { label: "任务和要求", value: data.requirement, wide: true },
                  { label: "部署依据", value: data.basis === "" ? "未填" : data.basis, wide: true },
                  { label: "下达单位", value: data.issuer.name },
                  { label: "下达时间", value: instantText(data.issuedAt, now) },
                ]}
              />
            </Section>
            <Section title="承办单位">
              <Parts task={data} />
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}
