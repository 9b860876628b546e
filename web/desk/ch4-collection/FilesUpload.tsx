import { Button, Progress } from "antd";
import { FileButton } from "../../shared/Attachments.tsx";
import { Field } from "../../shared/Field.tsx";
import { bytesText } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { type Queued, useFileQueue } from "./useFileQueue.ts";

/** Extensions taken, as the platform proves them by content. */
const accepted =
  ".pdf,.ofd,.docx,.xlsx,.pptx,.csv,.txt,.json,.geojson,.xml,.png,.jpg,.jpeg,.tif,.tiff,.zip,.mp4,.parquet";

function Result({ file, state }: Queued) {
  if (state.phase === "waiting") return <span className="chip later">等待上传</span>;
  if (state.phase === "checking") return <span className="chip active">正在检查、加密存放</span>;
  if (state.phase === "sending")
    return (
      <Progress
        percent={file.size === 0 ? 0 : Math.floor((state.sent / file.size) * 100)}
        aria-label={`${file.name}的上传进度`}
      />
    );
  if (state.phase === "failed")
    return (
      <span className="field-error">
        <Icon name="error" className="error-icon" />
        {state.reason}
      </span>
    );
  const { batch, repeated } = state;
  const link = <a href={`/desk/batches/${batch.id}`}>看批次</a>;
  if (batch.refusal !== null)
    return (
      <>
        <span className="chip refused">已退回</span>
        <span className="small block">
          {batch.refusal.detail} {batch.refusal.mend}
        </span>
        {link}
      </>
    );
  const words = repeated ? "以前上传过" : batch.counts.updated === "1" ? "已更换同名文件" : "已入库";
  return (
    <>
      <span className="chip done">{words}</span> {link}
    </>
  );
}

/** Files of a resource, several at a time, sent one after another. */
export function FilesUpload({ resource }: { resource: string }) {
  const { queue, busy, add, drop, sendAll } = useFileQueue(resource);
  const open = queue.filter(({ state }) => state.phase === "waiting" || state.phase === "failed");
  return (
    <>
      <Field
        id="files"
        title="文件"
        wide
        hint="可以一次选几个，逐个上传；一个文件就是一批。同名文件以后传的为准。可上传 PDF、OFD、DOCX、XLSX、PPTX、CSV、TXT、JSON、GeoJSON、XML、PNG、JPG、TIFF、ZIP、MP4、Parquet，单个不超过 2 GB。"
      >
        <FileButton
          id="files"
          label="文件"
          words="选择文件"
          accept={accepted}
          multiple
          disabled={busy}
          onFiles={add}
        />
      </Field>
      {queue.length > 0 && (
        <table className="ruled stacked" aria-live="polite">
          <thead>
            <tr>
              <th scope="col">文件</th>
              <th scope="col" className="number">
                大小
              </th>
              <th scope="col">进度和结果</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {queue.map((queued) => (
              <tr key={queued.id}>
                <td className="main-cell">{queued.file.name}</td>
                <td className="number" data-label="大小">
                  {bytesText(queued.file.size)}
                </td>
                <td>
                  <Result {...queued} />
                </td>
                <td>
                  {open.includes(queued) && !busy && (
                    <button type="button" className="link-button" onClick={() => drop(queued.file)}>
                      去掉
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open.length > 0 && (
        <p className="acts">
          <Button type="primary" loading={busy} onClick={sendAll}>
            上传 {open.length} 个文件
          </Button>
        </p>
      )}
    </>
  );
}
