import { useQuery } from "@tanstack/react-query";
import { datasetStateLabel } from "../../src/contract/labels.zh.ts";
import type { WithdrawnDataset } from "../../src/contract/portal.ts";
import { api } from "../shared/api.ts";
import { civilDateOf, dateText } from "../shared/format.ts";
import { Icon } from "../shared/Icon.tsx";
import { LawTag } from "../shared/LawTag.tsx";
import { useTitle } from "../shared/Page.tsx";
import { Loaded } from "../shared/States.tsx";
import { DatasetTrail } from "./DatasetTrail.tsx";

function Withdrawn({ dataset }: { dataset: WithdrawnDataset }) {
  return (
    <>
      <h1>{dataset.name}</h1>
      <p className="meta small">
        <span className="chip refused">
          <Icon name="close" />
          {datasetStateLabel.withdrawn}
        </span>
        <span>{dataset.providerName}</span>
        <span className="mono">{dataset.code}</span>
      </p>
      <div className="state error" role="alert">
        <p className="what">
          <Icon name="error" className="error-icon" />自 {dateText(civilDateOf(dataset.since))} 起不再开放
          <LawTag citation={dataset.article} />
        </p>
        <p>{dataset.reason}</p>
        <p>现在不能查看、下载和调用；以前下载的，使用时请注意数据已经撤回。</p>
        <p className="acts">
          <a href="/datasets">查找其他开放数据</a>
        </p>
      </div>
    </>
  );
}

/** At the address of a dataset that was open: what it was, since when and why it is open no more. */
export function WithdrawnPage({ code }: { code: string }) {
  const dataset = useQuery({ queryKey: ["withdrawn", code], queryFn: () => api.withdrawnDataset(code) });
  useTitle(dataset.data === undefined ? "开放数据" : `${dataset.data.name}（已撤回）`);
  return (
    <>
      <DatasetTrail title={dataset.data?.name ?? code} />
      <Loaded read={dataset} rows={4}>
        {(data) => <Withdrawn dataset={data} />}
      </Loaded>
    </>
  );
}
