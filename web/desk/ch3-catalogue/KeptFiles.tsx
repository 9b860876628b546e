import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { KeptFile } from "../../../src/contract/data-file.ts";
import { keptFileStateLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { Dialog } from "../../shared/Dialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { bytesText, instantText } from "../../shared/format.ts";
import { ListStates, useList } from "../../shared/list.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Empty, Failure } from "../../shared/States.tsx";
import { useOnce } from "../../shared/useOnce.ts";

const chip = { "in-force": "done", replaced: "later", removed: "refused" };

function Removal(props: { resource: string; file: KeptFile; onClose: () => void; onRemoved: () => void }) {
  const { resource, file } = props;
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const remove = useOnce((key) => api.removeFile(resource, file.id, reason, key), {
    onSuccess: props.onRemoved,
  });
  return (
    <Dialog title={`撤下“${file.name}”`} onClose={props.onClose}>
      <p>撤下后谁也不能再取得这个文件，内容从平台清除；名称、校验值、撤下人和理由留在记录里。</p>
      <Field
        id="removal-reason"
        title="撤下理由"
        error={missing ? { detail: "请写明为什么撤下这个文件" } : undefined}
      >
        <Input.TextArea
          id="removal-reason"
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {remove.error !== null && <Failure error={remove.error} />}
      <p className="acts">
        <Button autoFocus onClick={props.onClose}>
          不撤下
        </Button>
        <Button
          danger
          loading={remove.isPending}
          onClick={() => {
            setMissing(reason.trim() === "");
            if (reason.trim() !== "") remove.mutate();
          }}
        >
          撤下文件
        </Button>
      </p>
    </Dialog>
  );
}

/** Files of a resource as their provider and who supervises it see them: in force, replaced, removed. */
export function KeptFiles(props: { resource: string; entryId: string; removable: boolean }) {
  const { resource, removable } = props;
  const { now } = useLawTime();
  const [removing, setRemoving] = useState<KeptFile | null>(null);
  const queries = useQueryClient();
  const list = useList(["kept-files", resource], (cursor) => api.keptFiles(resource, cursor));
  const removed = () => {
    setRemoving(null);
    queries.invalidateQueries({ queryKey: ["kept-files", resource] });
    queries.invalidateQueries({ queryKey: ["entry", props.entryId] });
  };
  return (
    <>
      <ListStates list={list} unit="个文件" empty={<Empty>还没有文件。</Empty>}>
        {(files) => (
          <table className="ruled stacked">
            <thead>
              <tr>
                <th scope="col">文件</th>
                <th scope="col">状态</th>
                <th scope="col" className="number">
                  大小
                </th>
                <th scope="col">SM3 校验值</th>
                <th scope="col">入库</th>
                {removable && <th scope="col">操作</th>}
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.id}>
                  <td className="main-cell">
                    <a href={`/desk/batches/${file.id}`}>{file.name}</a>
                  </td>
                  <td>
                    <span className={`chip ${chip[file.state]}`}>{keptFileStateLabel[file.state]}</span>
                    {file.reason !== null && (
                      <span className="small block">
                        {file.reason}（{file.by}）
                      </span>
                    )}
                    {file.receipt !== null && <ReceiptCheck receipt={file.receipt} />}
                  </td>
                  <td className="number" data-label="大小">
                    {bytesText(file.bytes)}
                  </td>
                  <td data-label="SM3">
                    <code title={file.sm3}>{file.sm3.slice(0, 16)}…</code>
                  </td>
                  <td className="nowrap" data-label="入库">
                    {instantText(file.at, now)}
                  </td>
                  {removable && (
                    <td>
                      {file.state === "in-force" && (
                        <button type="button" className="link-button" onClick={() => setRemoving(file)}>
                          撤下
                        </button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListStates>
      {removing !== null && (
        <Removal resource={resource} file={removing} onClose={() => setRemoving(null)} onRemoved={removed} />
      )}
    </>
  );
}
