import { useQuery } from "@tanstack/react-query";
import type { Task } from "../../../src/contract/task.ts";
import { api } from "../../shared/api.ts";
import { civilDateOf, dateText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { ListStates, useList } from "../../shared/list.tsx";
import { Breadcrumb, useTitle } from "../../shared/Page.tsx";
import { sessionQuery, useLawTime } from "../../shared/queries.ts";
import { Empty } from "../../shared/States.tsx";
import { partsInWords, TaskState } from "./TaskState.tsx";

/** The issuer follows a task over all its units; a unit goes straight to its own matter. */
function Row({ task, own, today }: { task: Task; own: boolean; today: string | undefined }) {
  const [part] = task.parts;
  const href = own || part === undefined ? `/desk/tasks/${task.id}` : `/desk/matters/${part.matter}`;
  return (
    <tr>
      <td className="main-cell">
        <a className="title" href={href}>
          {task.title}
        </a>
        <span className="muted small block">{task.requirement}</span>
      </td>
      <td data-label="下达">{task.issuer.name}</td>
      <td className="nowrap" data-label="要求完成">
        {dateText(task.dueOn, today)}
      </td>
      <td>{own || part === undefined ? partsInWords(task.parts) : <TaskState part={part} />}</td>
      <td className="wide-only nowrap">{dateText(civilDateOf(task.issuedAt), today)}</td>
    </tr>
  );
}

export function TasksPage() {
  useTitle("任务");
  const { today } = useLawTime();
  const me = useQuery(sessionQuery).data;
  const list = useList(["tasks"], (cursor) => api.tasks(cursor === undefined ? {} : { cursor }));
  const issuer = me?.party.kind === "authority";
  const issue = (
    <a className="button primary" href="/desk/tasks/issue">
      下达任务
    </a>
  );
  return (
    <>
      <Breadcrumb trail={[{ title: "第二章 职责与组织" }, { title: "任务" }]} />
      <header className="page-head">
        <h1>任务</h1>
        {issuer && <div className="acts">{issue}</div>}
        <p className="sub">
          数据局向部门提出的公共数据管理任务和要求。承办单位签收、反馈进展、报送结果，数据局验收后销号。
          <LawTag citation="8(3)" />
        </p>
      </header>
      <ListStates
        list={list}
        unit="项"
        empty={
          <Empty>
            {issuer ? "还没有下达过任务。" : "本单位还没有收到任务。数据局下达后，这里和“待办”里都能看到。"}
          </Empty>
        }
      >
        {(tasks) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">任务</th>
                <th scope="col">下达单位</th>
                <th scope="col">要求完成</th>
                <th scope="col">进度</th>
                <th scope="col">下达日期</th>
              </tr>
            </thead>
            <tbody>
              {tasks.map((task) => (
                <Row key={task.id} task={task} own={task.issuer.id === me?.party.id} today={today} />
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
    </>
  );
}
