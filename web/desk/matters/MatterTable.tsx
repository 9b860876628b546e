import type { Deadline, MatterSummary } from "../../../src/contract/matter.ts";
import { DeadlineChip, pressing } from "../../shared/DeadlineChip.tsx";
import { civilDateOf, dateText, hanging } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { type Group, groupsOf } from "./groups.ts";

function Due(props: {
  deadlines: readonly Deadline[];
  kind: "statutory" | "promised";
  today: string | undefined;
}) {
  // A limit that was met in an earlier step says nothing of this one.
  const running = props.deadlines.some((deadline) => deadline.state === "open");
  const own = pressing(
    props.deadlines.filter(({ kind, state }) => kind === props.kind && (!running || state === "open")),
  );
  if (own === undefined) return props.kind === "statutory" ? <span className="muted">未规定</span> : "—";
  if (own.state === "stopped") return "收到补正后重新计";
  return dateText(own.dueOn, props.today);
}

function Row({ matter, today }: { matter: MatterSummary; today: string | undefined }) {
  const deadline = pressing(matter.deadlines);
  return (
    <tr>
      <td className="nowrap">
        {deadline === undefined ? (
          <span className="chip later">{matter.closed ? "已办结" : "无期限"}</span>
        ) : (
          <DeadlineChip deadline={deadline} today={today} />
        )}
      </td>
      <td className="main-cell">
        <a className={`title ${hanging(matter.title)}`} href={`/desk/matters/${matter.id}`}>
          {matter.title}
        </a>
        <span className="muted small block">
          {matter.number}
          {deadline?.provisional === true && "　放假安排未导入，到期日暂定"}
        </span>
      </td>
      <td>
        {matter.kindTitle}
        <LawTag citation={matter.article} />
      </td>
      <td className="wide-only">{matter.starter.name}</td>
      <td className="wide-only nowrap">{matter.stateTitle}</td>
      <td className="wide-only nowrap">{dateText(civilDateOf(matter.receivedAt), today)}</td>
      <td className="nowrap" data-label="法定">
        <Due deadlines={matter.deadlines} kind="statutory" today={today} />
      </td>
      <td className="nowrap" data-label="承诺">
        <Due deadlines={matter.deadlines} kind="promised" today={today} />
      </td>
    </tr>
  );
}

function GroupRows({ group, today }: { group: Group; today: string | undefined }) {
  return (
    <tbody>
      <tr className="group">
        <th colSpan={8} scope="rowgroup">
          {group.title}
          <span className="muted">　{group.matters.length} 件</span>
        </th>
      </tr>
      {group.matters.map((matter) => (
        <Row key={matter.id} matter={matter} today={today} />
      ))}
    </tbody>
  );
}

/** Matters by urgency, statutory and promised days side by side. */
export function MatterTable({
  matters,
  today,
}: {
  matters: readonly MatterSummary[];
  today: string | undefined;
}) {
  return (
    <table className="ruled stacked matters">
      <thead>
        <tr>
          <th scope="col">期限</th>
          <th scope="col">办件</th>
          <th scope="col">事项与依据</th>
          <th scope="col">申请或提交单位</th>
          <th scope="col">环节</th>
          <th scope="col">收件</th>
          <th scope="col">法定时限</th>
          <th scope="col">承诺时限</th>
        </tr>
      </thead>
      {groupsOf(matters).map((group) => (
        <GroupRows key={group.title} group={group} today={today} />
      ))}
    </table>
  );
}
