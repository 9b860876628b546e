import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input, Progress, Select } from "antd";
import { useEffect, useState } from "react";
import type { DataFormat } from "../../../src/contract/entry.ts";
import { dataFormatLabel } from "../../../src/contract/labels.zh.ts";
import { FileButton } from "../../shared/Attachments.tsx";
import { api } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { bytesText } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { Breadcrumb, Section, useTitle } from "../../shared/Page.tsx";
import { Empty, Loaded } from "../../shared/States.tsx";
import { FilesUpload } from "./FilesUpload.tsx";
import { type UploadState, useUpload } from "./useUpload.ts";

const route = getRouteApi("/upload");

const encodings = [
  { value: "auto", label: "自动识别" },
  { value: "utf-8", label: "UTF-8" },
  { value: "gb18030", label: "GB18030（含 GBK、GB2312）" },
];

interface Target {
  value: string;
  label: string;
  kind: DataFormat;
}

/** Tables and files of the own party's entries, to upload into. */
async function readTargets(): Promise<Target[]> {
  const { items } = await api.entries({ mine: true, limit: 200 });
  const entries = await Promise.all(items.map((summary) => api.entry(summary.id)));
  return entries.flatMap((entry) =>
    entry.resources
      .filter(({ kind }) => kind !== "interface")
      .map(({ code, kind }) => ({
        value: code,
        label: `${entry.name}（${dataFormatLabel[kind]} ${code}）`,
        kind,
      })),
  );
}

function Sending(props: {
  state: UploadState;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => void;
}) {
  const { state } = props;
  if (state.phase === "idle") return null;
  if (state.phase === "done") {
    return (
      <p className="chip done large" role="status">
        <Icon name="check" />
        文件已收齐，开始检查。
        <a href="/desk/batches">看批次</a>
      </p>
    );
  }
  const percent = state.total === 0 ? 0 : Math.floor((state.sent / state.total) * 100);
  return (
    <div className="sending">
      <Progress
        percent={percent}
        status={state.phase === "failed" ? "exception" : "normal"}
        aria-label="上传进度"
      />
      <p role="status" className="muted small">
        已传 {bytesText(state.sent)}，共 {bytesText(state.total)}
        {state.phase === "paused" && "，已暂停"}
      </p>
      {state.phase === "failed" && (
        <p className="field-error" role="alert">
          <Icon name="error" className="error-icon" />
          {state.reason}
        </p>
      )}
      <p className="acts">
        {state.phase === "sending" ? (
          <Button onClick={props.onPause}>暂停</Button>
        ) : (
          <Button type="primary" onClick={props.onResume}>
            接着传
          </Button>
        )}
        <Button danger onClick={props.onCancel}>
          取消上传
        </Button>
      </p>
    </div>
  );
}

function UploadForm({ targets, initial }: { targets: readonly Target[]; initial: string | null }) {
  const [resource, setResource] = useState(initial);
  const [busy, setBusy] = useState(false);
  const target = targets.find(({ value }) => value === resource);
  return (
    <Section title="文件">
      <div className="form-grid">
        <Field id="resource" title="上传到" wide>
          <Select
            id="resource"
            placeholder="请选择本单位已挂载库表或者文件资源的数据目录"
            options={targets.map(({ value, label }) => ({ value, label }))}
            value={target?.value ?? null}
            onChange={setResource}
            disabled={busy}
          />
        </Field>
      </div>
      {target?.kind === "file" && <FilesUpload key={target.value} resource={target.value} />}
      {target?.kind !== "file" && <TableUpload resource={target?.value ?? null} onBusy={setBusy} />}
    </Section>
  );
}

/** One CSV file of rows. */
function TableUpload({ resource, onBusy }: { resource: string | null; onBusy: (busy: boolean) => void }) {
  const [encoding, setEncoding] = useState("auto");
  const [declaredRows, setDeclaredRows] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [refusals, setRefusals] = useState<{ resource?: string; file?: string; rows?: string }>({});
  const { state, start, pause, resume, cancel } = useUpload();
  const router = useRouter();
  const batch = state.phase === "done" ? state.batch : null;
  const again = state.phase === "done" && state.repeated ? "?again=yes" : "";
  useEffect(() => {
    if (batch !== null) router.history.push(`/desk/batches/${batch}${again}`);
  }, [batch, again, router]);
  const submit = () => {
    const found = {
      ...(resource === null ? { resource: "请选择上传到哪个数据目录" } : {}),
      ...(file === null ? { file: "请选择要上传的文件" } : {}),
      ...(/^\d{0,15}$/.test(declaredRows) ? {} : { rows: "行数只能填数字" }),
    };
    setRefusals(found);
    if (resource !== null && file !== null && found.rows === undefined) {
      start({ file, resource, encoding, declaredRows });
    }
  };
  const busy = state.phase !== "idle";
  useEffect(() => onBusy(busy), [busy, onBusy]);
  const said = (detail: string | undefined) => (detail === undefined ? undefined : { detail });
  return (
    <>
      {refusals.resource !== undefined && resource === null && (
        <p className="field-error" role="alert">
          {refusals.resource}
        </p>
      )}
      <div className="form-grid">
        <Field
          id="file"
          title="CSV 文件"
          wide
          error={said(refusals.file)}
          hint="第一行是表头，用数据项名称或字段名。身份证号等长号码一律按文本保存，不要用科学计数法。"
        >
          <span className="chosen-file">
            <FileButton
              id="file"
              label="CSV 文件"
              words="选择文件"
              accept=".csv,text/csv"
              disabled={busy}
              onFiles={([first]) => setFile(first ?? null)}
            />
            {file === null ? (
              <span className="muted">还没有选择</span>
            ) : (
              <span>
                {file.name}　{bytesText(file.size)}
              </span>
            )}
          </span>
        </Field>
        <Field id="encoding" title="编码">
          <Select id="encoding" options={encodings} value={encoding} onChange={setEncoding} disabled={busy} />
        </Field>
        <Field
          id="rows"
          title="申报行数"
          optional
          error={said(refusals.rows)}
          hint="不含表头。填写后平台核对收到的行数，少了能看出来。"
        >
          <Input
            id="rows"
            inputMode="numeric"
            value={declaredRows}
            disabled={busy}
            onChange={(event) => setDeclaredRows(event.target.value.trim())}
          />
        </Field>
      </div>
      {state.phase === "idle" && (
        <p className="acts">
          <Button type="primary" onClick={submit}>
            上传
          </Button>
        </p>
      )}
      <Sending state={state} onPause={pause} onResume={resume} onCancel={cancel} />
    </>
  );
}

export function UploadPage() {
  useTitle("上传数据");
  const { resource } = route.useSearch();
  const targets = useQuery({ queryKey: ["upload-targets"], queryFn: readTargets });
  return (
    <>
      <Breadcrumb trail={[{ title: "批次", href: "/desk/batches" }, { title: "上传数据" }]} />
      <header className="page-head">
        <h1>上传数据</h1>
        <p className="sub">
          断网、关机后选同一个文件可以接着传。库表收齐后逐行检查，合格的入库，不合格的列出怎样改；文件核对类型后加密存放。
        </p>
      </header>
      <Loaded read={targets}>
        {(list) =>
          list.length === 0 ? (
            <Empty action={<a href="/desk/entries?mine=true">看本单位的数据目录</a>}>
              本单位还没有挂载库表或者文件资源的数据目录：目录发布后，在目录页挂载。
            </Empty>
          ) : (
            <UploadForm targets={list} initial={resource ?? null} />
          )
        }
      </Loaded>
    </>
  );
}
