import { Fragment, useId, useState } from "react";
import type { CoverageRow } from "../../../src/contract/coverage.ts";
import { standingOfObligationLabel } from "../../../src/contract/labels.zh.ts";
import { citationText } from "../../shared/format.ts";
import { ProofOf } from "./ProofOf.tsx";

const chips = { proven: "chip done", named: "chip soon", people: "chip later", open: "chip provisional" };

function Row({ row, open, onToggle }: { row: CoverageRow; open: boolean; onToggle: () => void }) {
  const proofs = useId();
  return (
    <Fragment>
      <tr aria-selected={open}>
        <td className="nowrap">
          <b>{row.id}</b>
        </td>
        <td className="main-cell">
          {row.title}
          {row.offer !== null && <span className="muted small block">平台提供：{row.offer}</span>}
        </td>
        <td className="nowrap">
          <a href={`/desk/rules/${row.article}`}>{citationText(String(row.article))}</a>
        </td>
        <td data-label="本条时限">{row.deadline ?? "未规定"}</td>
        <td data-label="办理事项">
          {row.procedures.length === 0 ? "—" : row.procedures.map(({ title }) => title).join("、")}
        </td>
        <td className="nowrap">
          <span className={chips[row.standing]}>{standingOfObligationLabel[row.standing]}</span>
        </td>
        <td className="nowrap">
          <button
            type="button"
            className="link-button"
            aria-expanded={open}
            aria-controls={open ? proofs : undefined}
            onClick={onToggle}
          >
            <span className="sr-only">{row.id} </span>
            {open ? "收起" : `测试 ${row.tests}，守卫 ${row.mutations}`}
          </button>
        </td>
      </tr>
      {open && (
        <tr id={proofs}>
          <td colSpan={7}>
            <ProofOf id={row.id} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** The obligations asked for; one at a time shows what stands behind it. */
export function Obligations({ rows }: { rows: readonly CoverageRow[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <table className="ruled stacked">
      <thead>
        <tr>
          <th scope="col">编号</th>
          <th scope="col">义务</th>
          <th scope="col">条款</th>
          <th scope="col">本条时限</th>
          <th scope="col">办理事项</th>
          <th scope="col">状态</th>
          <th scope="col">依据</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            open={open === row.id}
            onToggle={() => setOpen(open === row.id ? null : row.id)}
          />
        ))}
      </tbody>
    </table>
  );
}
