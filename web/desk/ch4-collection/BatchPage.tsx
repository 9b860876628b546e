import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Progress } from "antd";
import type { Batch } from "../../../src/contract/batch.ts";
import { channelLabel } from "../../../src/contract/labels.zh.ts";
import { api } from "../../shared/api.ts";
import { bytesText, count, instantText } from "../../shared/format.ts";
import { Icon } from "../../shared/Icon.tsx";
import { Breadcrumb, Facts, Section, useTitle } from "../../shared/Page.tsx";
import { useLawTime } from "../../shared/queries.ts";
import { ReceiptCheck } from "../../shared/ReceiptCheck.tsx";
import { Loaded } from "../../shared/States.tsx";
import { BatchChip } from "./BatchChip.tsx";
import { BatchStrand } from "./BatchStrand.tsx";
import { Problems } from "./Problems.tsx";

const route = getRouteApi("/batches/$id");
const isOver = (batch: Batch | undefined) => batch?.state === "done" || batch?.state === "refused";

function Refusal({ batch }: { batch: Batch }) {
  if (batch.refusal === null) return null;
  const { detail, mend, row, column } = batch.refusal;
  return (
    <div className="state error" role="alert">
      <p className="what">
        <Icon name="error" className="error-icon" />
        整批退回，{batch.kind === "file" ? "文件没有入库" : "没有一行入库"}
      </p>
      <p>
        {row !== null && `第 ${count(row)} 行`}
        {column !== null && `“${column}”列`}
        {(row !== null || column !== null) && "："}
        {detail}
      </p>
      <p>
        <b>怎样改：</b>
        {mend}
      </p>
    </div>
  );
}

function Reconciled({ batch }: { batch: Batch }) {
  if (batch.state === "refused") return <span className="muted">整批退回，没有入库</span>;
  if (batch.counts.reconciles) {
    return (
      <span className="good">
        <Icon name="check" /> 相符
      </span>
    );
  }
  return <span className="late">不相符，请报告平台运行人员</span>;
}

function BatchView({ batch }: { batch: Batch }) {
  const { now } = useLawTime();
  return (
    <>
      <header className="page-head">
        <h1>
          {batch.resource.entryName}　第 {batch.number} 批
        </h1>
        <div className="acts">
          <a className="button primary" href={`/desk/upload?resource=${batch.resource.code}`}>
            {batch.kind === "file" ? "上传其他文件" : "上传更正后的行"}
          </a>
        </div>
        <p className="sub">
          <BatchChip batch={batch} />
          {batch.counts.quarantined !== "0" && (
            <span className="chip attention">{count(batch.counts.quarantined)} 行问题数据</span>
          )}
          <span>{channelLabel[batch.channel]}</span>
          <span>{batch.provider.name}</span>
          <span>{batch.by.name}</span>
          <span>{instantText(batch.receivedAt, now)}</span>
        </p>
      </header>
      {!isOver(batch) && (
        <div role="status">
          <Progress percent={Math.floor(batch.progress * 100)} aria-label="检查进度" />
          <p className="muted small">正在检查，本页自动更新；可以离开，不影响检查。</p>
        </div>
      )}
      <Refusal batch={batch} />
      <Section
        title="数量核对"
        note={batch.kind === "file" ? "按文件计数：收到 ＝ 入库 ＋ 问题数据" : "收到 ＝ 入库 ＋ 问题数据"}
        aside={<Reconciled batch={batch} />}
      >
        <BatchStrand batch={batch} />
      </Section>
      {batch.counts.quarantined !== "0" && <Problems batch={batch} />}
      <Section title="文件与存证">
        <Facts
          facts={[
            { label: "文件", value: batch.filename },
            { label: "大小", value: bytesText(batch.bytes) },
            batch.kind === "file"
              ? { label: "类型", value: batch.mediaType ?? "尚未识别" }
              : { label: "编码", value: batch.encoding ?? "尚未识别" },
            { label: "数据编码", value: <code>{batch.resource.code}</code> },
            {
              label: "办结",
              value: batch.finishedAt === null ? "尚未办结" : instantText(batch.finishedAt, now),
            },
            { label: "SM3", value: <code>{batch.sm3 ?? "尚未算出"}</code>, wide: true },
            {
              label: "入库回执",
              wide: true,
              value:
                batch.receipt === null ? (
                  "入库后出具"
                ) : (
                  <>
                    <code>{batch.receipt}</code> <ReceiptCheck receipt={batch.receipt} />
                  </>
                ),
            },
          ]}
        />
      </Section>
    </>
  );
}

export function BatchPage() {
  const { id } = route.useParams();
  const { again } = route.useSearch();
  const batch = useQuery({
    queryKey: ["batch", id],
    queryFn: () => api.batch(id),
    refetchInterval: ({ state }) => (isOver(state.data) || state.error !== null ? false : 1_000),
  });
  const name =
    batch.data === undefined ? "批次" : `${batch.data.resource.entryName} 第 ${batch.data.number} 批`;
  useTitle(name);
  return (
    <>
      <Breadcrumb trail={[{ title: "批次", href: "/desk/batches" }, { title: name }]} />
      {again !== undefined && (
        <p className="notice" role="status">
          <b>这个文件以前上传过，没有重复入库。</b>
          下面是它上次的批次；内容有更正的，请上传更正后的文件。
        </p>
      )}
      <Loaded read={batch} rows={12}>
        {(data) => <BatchView batch={data} />}
      </Loaded>
    </>
  );
}
