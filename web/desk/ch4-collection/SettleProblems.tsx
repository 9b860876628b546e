import { Button, Input } from "antd";
import { useState } from "react";
import type { ProblemSettlement } from "../../../src/contract/batch.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { count, instantText } from "../../shared/format.ts";
import { LawTag } from "../../shared/LawTag.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Failure } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

/** States that the chosen rows were deleted at their source, so that they will not come again. */
export function SettleProblems(props: {
  batch: string;
  rows: readonly string[];
  onClose: () => void;
  onSettled: () => void;
}) {
  const { batch, rows } = props;
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const settling = useOnce((key) => api.settleProblems(batch, { rows: [...rows], reason }, key), {
    onSuccess: props.onSettled,
  });
  return (
    <Dialog title={`${rows.length} 行在源头已经删除`} onClose={props.onClose}>
      <p>
        写明以后，这些行不再计为待改的问题数据；行和它的问题留在记录里，办理人、理由存证。以后这一行又报来的，照常检查。
        <LawTag citation="17¶2" />
      </p>
      <p className="small">
        同一主键在以前的批次里已经入库的行同时失效，不再对外提供，转入历史；主键本身有误的行认不出是哪一行，不受影响。
      </p>
      <p className="small breaking">第 {rows.join("、")} 行</p>
      <Field
        id="settlement-reason"
        title="理由"
        hint="源头为什么、什么时候删除了这些行；不要写个人信息"
        error={missing ? { detail: "请写明理由" } : undefined}
      >
        <Input.TextArea
          id="settlement-reason"
          rows={3}
          maxLength={500}
          aria-describedby="settlement-reason-hint settlement-reason-error"
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
            setMissing(false);
          }}
        />
      </Field>
      {settling.error !== null && <Failure error={settling.error} />}
      <p className="acts">
        <Button autoFocus onClick={props.onClose}>
          取消
        </Button>
        <Button
          type="primary"
          loading={settling.isPending}
          onClick={() => {
            setMissing(reason.trim() === "");
            if (reason.trim() !== "") settling.mutate();
          }}
        >
          确认源头已删除
        </Button>
      </p>
    </Dialog>
  );
}

/** What was stated of rows of a batch, by whom and why. */
export function Settlements(props: { settlements: readonly ProblemSettlement[]; total: number }) {
  const { settlements, total } = props;
  const { now } = useLawTime();
  if (settlements.length === 0) return null;
  return (
    <details>
      <summary>
        源头已删除的记录（{count(total)}）
        {total > settlements.length && `，列出最近 ${settlements.length} 次`}
      </summary>
      <ul className="plain">
        {settlements.map(({ id, rows, ended, reason, by, at, receipt }) => (
          <li key={id} className="small breaking">
            第 {rows.join("、")} 行：{reason}（{by}，{instantText(at, now)}）
            {ended > 0 && `，已入库的 ${ended} 行同时失效`}；存证回执 <code>{receipt}</code>{" "}
            <ReceiptCheck receipt={receipt} />
          </li>
        ))}
      </ul>
    </details>
  );
}
