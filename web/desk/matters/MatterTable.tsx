import type { Deadline, MatterSummary } from "../../../src/contract/matter.ts";
import { DeadlineChip, pressing, standing } from "../../shared/DeadlineChip.tsx";
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

/** Matters chosen to be decided together; without it none can be chosen. */
export interface Choosing {
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], chosen: boolean) => void;
}

interface RowsProps {
  today: string | undefined;
  choosing: Choosing | undefined;
}

function Row({ matter, today, choosing }: RowsProps & { matter: MatterSummary }) {
  const deadline = standing(matter);
  const chosen = choosing?.chosen.has(matter.id) === true;
  return (
    <tr className={chosen ? "chosen" : ""}>
      {choosing !== undefined && (
        <td className="choose">
          <input
            type="checkbox"
            aria-label={`选择${matter.number}`}
            checked={chosen}
            onChange={(event) => choosing.onChoose([matter.id], event.target.checked)}
          />
        </td>
      )}
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
          {matter.urged > 0 && `　催办 ${matter.urged} 次`}
          {matter.ordered > 0 && <b className="late">　督办 {matter.ordered} 次</b>}
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

function GroupRows({ group, ...props }: RowsProps & { group: Group }) {
  return (
    <tbody>
      <tr className="group">
        <th colSpan={props.choosing === undefined ? 8 : 9} scope="rowgroup">
          {group.title}
          <span className="muted">　{group.matters.length} 件</span>
        </th>
      </tr>
      {group.matters.map((matter) => (
        <Row key={matter.id} matter={matter} {...props} />
      ))}
    </tbody>
  );
}

/** Matters by urgency, statutory and promised days side by side. */
export function MatterTable({
  matters,
  ...props
}: {
  matters: readonly MatterSummary[];
  today: string | undefined;
  choosing?: Choosing | undefined;
}) {
  const { choosing } = props;
  const ids = matters.map(({ id }) => id);
  return (
    <table className="ruled stacked matters">
      <thead>
        <tr>
          {choosing !== undefined && (
            <th scope="col" className="choose">
              <input
                type="checkbox"
                aria-label="选择全部"
                checked={ids.length > 0 && ids.every((id) => choosing.chosen.has(id))}
                onChange={(event) => choosing.onChoose(ids, event.target.checked)}
              />
            </th>
          )}
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
        <GroupRows key={group.title} group={group} today={props.today} choosing={choosing} />
      ))}
    </table>
  );
}
